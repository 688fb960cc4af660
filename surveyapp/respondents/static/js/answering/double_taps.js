// Ignores the second tap of a double tap, which could undo the choice or hit an element that has just moved there.

const DOUBLE = 700; // ms
const NEAR = 24; // px of the page, so that what was scrolled under the thumb is another place
const OPTIONS = "label, .rank, .undo, .found li"; // a stepper is tapped quickly on purpose

export function ignoreSecondTaps(form) {
  let last = { x: -NEAR, y: -NEAR, at: -DOUBLE };
  let isSecond = false;
  form.addEventListener("pointerdown", (event) => {
    const now = { x: event.pageX, y: event.pageY, at: performance.now() };
    isSecond = now.at - last.at < DOUBLE && Math.hypot(now.x - last.x, now.y - last.y) < NEAR;
    last = now;
  });
  document.addEventListener("keydown", () => {
    last.at = -DOUBLE;
    isSecond = false;
  });
  form.addEventListener("click", (event) => {
    if (isSecond && event.target.closest(OPTIONS)) {
      event.preventDefault();
      event.stopPropagation();
    }
    isSecond = false;
  }, true);
}
