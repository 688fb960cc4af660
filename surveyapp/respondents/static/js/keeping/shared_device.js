// One device for many people (?session=seminar, or =shared if a person chose it): nothing is stored or restored, and an
// unattended form is emptied.

import { say, element } from "../wording.js";
import { form, questions, isAnswered } from "../answering/answers.js";
import { ask } from "../asking.js";

const IDLE = 5 * 60 * 1000;
const WARNING = 60 * 1000;
const LONG = 60 * 60 * 1000; // of the device's clock: it has slept
const ACTIONS = ["pointerdown", "keydown", "input", "scroll", "touchstart"];

const parameters = new URLSearchParams(location.search);
const session = parameters.get("session");

export const shared = session === "seminar" || session === "shared";

let wiped = false;

/** Something was typed that would be lost. */
function hasTyped() {
  const code = form.elements.code;
  return !wiped && (questions.some(isAnswered) || Boolean(code && code.value.trim()));
}

/** Empty the form and go to a page that says why it is gone. */
export function leaveEmpty(after) {
  const address = new URL(form.getAttribute("action"), location.href);
  address.pathname += "/left";
  address.searchParams.set("after", after);
  if (shared) address.searchParams.set("session", session);
  wipe();
  location.replace(address);
}

/** The browser asks before it leaves a page whose answers it does not keep. */
export function warnOfLoss() {
  let isSent = false; // by the browser itself, where the form is one page
  window.addEventListener("submit", (event) => (isSent = !event.defaultPrevented));
  window.addEventListener("beforeunload", (event) => hasTyped() && !isSent && event.preventDefault());
}

function wipe() {
  wiped = true;
  form.reset();
  // Its drawings too: places of a ranking, the summary, names of agencies.
  if (shared) form.textContent = "";
}

/**
 * Two clocks: that of the device may be set while somebody answers, and the other one stands still while a device sleeps.
 * So a jump of the first is warned of, like any pause; a page that was out of sight, or an hour, needs no warning.
 */
function watch() {
  let last = {};
  let until = 0; // while the warning is shown: when the form is cleared
  let left = null;
  let timer = 0;
  const note = () => (last = { at: performance.now(), clock: Date.now(), wasHidden: document.hidden });
  const pause = () => Math.max(performance.now() - last.at, Date.now() - last.clock);
  const isOver = () =>
    performance.now() >= (until || last.at + IDLE + WARNING) || Date.now() - last.clock >= (last.wasHidden ? IDLE + WARNING : LONG);
  const stay = () => {
    until = 0;
    note();
    look();
  };
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) last.wasHidden = true;
    if (!hasTyped()) note();
    else if (isOver()) return leaveEmpty("idle");
    else if (pause() >= IDLE && !until) {
      until = performance.now() + WARNING;
      left = element("p", { role: "timer" });
      ask(say("idle_heading"), [say("idle"), left], [[say("idle_stay"), stay], [say("shared_clear"), () => leaveEmpty("idle")]], stay);
    }
    if (until) left.textContent = say("idle_left", { seconds: Math.ceil((until - performance.now()) / 1000) });
    timer = setTimeout(look, until ? 1000 : Math.max(IDLE - pause(), 1000));
    return undefined;
  };
  // The first touch after a sleep comes from the next person, and may come before the page hears that it is seen again.
  const act = () => (pause() >= IDLE + WARNING ? look() : until || note());
  ACTIONS.forEach((name) => document.addEventListener(name, act, { passive: true, capture: true }));
  // Timers do not run while a tablet sleeps.
  document.addEventListener("visibilitychange", look);
  stay();
}

/** On the first page: the link by which a person declares that the device is shared. */
function offerSharing() {
  const address = new URL(location.pathname + location.search, location.href);
  address.searchParams.set("session", "shared");
  const line = element("p", { class: "sharing" });
  line.append(element("a", { href: address }, say("shared_choose")));
  document.getElementById("code-place").after(line);
}

export function startSharedDevice() {
  if (!shared) return offerSharing();
  if (session === "seminar") form.append(element("input", { type: "hidden", name: "session", value: session }));
  document.querySelectorAll("a[hreflang]").forEach((link) => {
    const address = new URL(link.href);
    address.searchParams.set("session", session);
    link.href = address;
  });
  const clear = element("button", { type: "button", class: "quiet" }, say("shared_clear"));
  clear.addEventListener("click", () =>
    ask(say("shared_clear"), [say("shared_clear_sure")], [[say("idle_stay"), () => {}], [say("shared_clear"), () => leaveEmpty("idle")]]),
  );
  const note = element("p", { class: "note device" }, say("shared_note") + " ");
  note.append(clear);
  form.before(note);
  // Also a page that the browser keeps whole for its Back button must hold nothing.
  window.addEventListener("pagehide", wipe);
  warnOfLoss();
  return watch();
}
