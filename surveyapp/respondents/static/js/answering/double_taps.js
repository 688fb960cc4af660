// Ignores the second tap of a double tap, which could undo the choice or hit an element that has just moved there.

const DOUBLE = 700; // ms
const NEAR = 24; // px of the page, so that what was scrolled under the thumb is another place
const OPTIONS = "label, .rank, .undo, .found li, .asking button"; // a stepper is tapped quickly on purpose

/** Whether a click would take an answer back. A box that is clicked itself has changed already. */
function clears(target, option) {
  const box = target.type === "checkbox" ? target : option.control;
  if (box && box.type === "checkbox") return box.checked === (box !== target);
  return option.matches(".undo, [aria-pressed=true]");
}

export function ignoreSecondTaps() {
  let last = { x: -NEAR, y: -NEAR, at: -DOUBLE };
  let [isSoon, isSecond] = [false, false];
  document.addEventListener("pointerdown", (event) => {
    // When it was tapped, however late a busy phone tells of it.
    const now = { x: event.pageX, y: event.pageY, at: event.timeStamp };
    isSoon = now.at - last.at < DOUBLE;
    isSecond = isSoon && Math.hypot(now.x - last.x, now.y - last.y) < NEAR;
    last = now;
  }, true);
  document.addEventListener("keydown", () => {
    last.at = -DOUBLE;
    isSoon = isSecond = false;
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest(OPTIONS);
    // After a scroll the thumb is at another place of the page; nothing is taken back there so soon either.
    if (option && (isSecond || (isSoon && clears(event.target, option)))) {
      event.preventDefault();
      event.stopPropagation();
    }
    isSoon = isSecond = false;
  }, true);
}
