// What need not be done before an answer is on the screen is done right after it, and at once when the page may go.

const LONGEST = 200; // milliseconds, where no picture is drawn: the browser is busy or out of sight
const waiting = new Set();

function doNow() {
  const jobs = Array.from(waiting);
  waiting.clear();
  jobs.forEach((job) => job());
}

/** Do `job` once the next picture is drawn; asked for twice until then, it is done once. */
export function later(job) {
  if (!waiting.size) {
    requestAnimationFrame(() => setTimeout(doNow));
    setTimeout(doNow, LONGEST);
  }
  waiting.add(job);
}

export function notLater(job) {
  waiting.delete(job);
}

window.addEventListener("pagehide", doNow);
// A phone that puts the browser away may end it without another word, and draws no picture meanwhile.
document.addEventListener("visibilitychange", () => document.hidden && doNow());
