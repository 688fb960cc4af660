// Runs jobs right after an answer was drawn, or at once if the page may be closed.

const LONGEST = 200; // milliseconds, where no picture is drawn: the browser is busy or out of sight
const waiting = new Set();

function doNow() {
  const jobs = Array.from(waiting);
  waiting.clear();
  jobs.forEach((job) => job());
}

/** Run `job` after the next frame; repeated requests until then run it once. */
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
// A phone may end a hidden browser without notice, and draws no frames meanwhile.
document.addEventListener("visibilitychange", () => document.hidden && doNow());
