// One screen at a time. The browser's own Back works because each screen is a step of its history.

import { say } from "./wording.js";
import { form, isAsked } from "./answering/answers.js";
import { isUndecided } from "./answering/asked.js";
import { beforeAsking, dismiss } from "./asking.js";
import { hasButtons } from "./consent.js";

export const screens = form ? Array.from(form.querySelectorAll(".screen")) : [];
const bar = document.getElementById("step-bar");
const [start, check] = [screens[0], screens[screens.length - 1]];
const heads = Array.from(document.querySelectorAll(".section"));
const lengths = new Map(screens.map((screen) => [screen, screen.textContent.length]));
const languageLinks = Array.from(document.querySelectorAll("a[hreflang]"));
const listeners = [];
let current = start;
let here = 0; // the depth of the screen that is shown

export const questionsOf = (place) => Array.from(place.querySelectorAll(".question"));

/** A screen whose questions are all skipped is skipped itself. */
const isLive = (screen) => screen === start || screen === check || questionsOf(screen).some(isAsked);

export const currentScreen = () => current;
export const isCheck = () => current === check;
export const isStart = () => current === start;
export const isStepwise = () => !bar.hidden;
export const onShow = (listener) => listeners.push(listener);
let atNext = null;
/** Do something when the next screen is drawn, before it takes the focus. */
export const onceShown = (listener) => (atNext = listener);

const neighbour = (step) => {
  for (let at = screens.indexOf(current) + step; screens[at]; at += step) if (isLive(screens[at])) return screens[at];
  return current;
};

/**
 * "Part 3 of 9 · about 9 minutes left": skipped parts are not counted, possible ones are, so that the
 * number rarely grows; the minutes depend on the number of words left.
 */
function whereWeAre(section) {
  const here = heads.indexOf(section);
  const live = heads.filter(
    (head, at) => Array.from(head.querySelectorAll(".screen")).some(isLive) || (at > here && isUndecided(head)),
  );
  const rest = (from) => screens.slice(from).filter(isLive).reduce((sum, screen) => sum + lengths.get(screen), 0);
  const minutes = Math.ceil((Number(form.dataset.minutes) * rest(screens.indexOf(current))) / rest(0));
  const values = { part: live.indexOf(section) + 1, parts: live.length, minutes };
  return [say("part", values), say(minutes > 1 ? "minutes_left" : "minute_left", values)];
}

/** How much of the form is done, in percent of its length. */
function shareDone() {
  const sum = (part) => part.filter(isLive).reduce((before, screen) => before + lengths.get(screen), 0);
  return (100 * sum(screens.slice(0, screens.indexOf(current)))) / sum(screens);
}

function draw() {
  if (bar.hidden) return;
  screens.forEach((screen) => (screen.hidden = screen !== current));
  heads.forEach((head) => (head.hidden = !head.contains(current)));
  const section = current.closest(".section");
  const [part, left] = section ? whereWeAre(section) : [current === check ? check.querySelector("h2").textContent : "", ""];
  if (section) {
    const where = section.querySelector(".where");
    where.textContent = part + " · " + left;
    where.id = section.id + "-w";
  }
  document.title = (part ? part + " – " : "") + form.dataset.title;
  // The other language shows the same screen; the answers wait for it in the tab.
  languageLinks.forEach((link) => (link.hash = current === start ? "" : current.id));
  bar.querySelector(".progress span").style.width = shareDone() + "%";
  bar.querySelector("[data-act=back]").hidden = current === start;
  bar.querySelector("[data-act=next]").textContent = say(current === check ? "send" : current === start ? (hasButtons() ? "agree" : "begin") : "next");
  document.querySelectorAll(".opened").forEach((line) => line.remove());
  listeners.concat(atNext || []).forEach((listener) => listener(current));
  atNext = null;
}

function arrive(target) {
  const place = current.closest(".section") || current;
  const heading = place.querySelector("h2");
  heading.tabIndex = -1;
  // What stands above the heading is said with it.
  heading.setAttribute("aria-describedby", Array.from(place.querySelectorAll(".opened, .blanks span, .where"), (line) => line.id).join(" "));
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  if (!target) return;
  target.scrollIntoView({ block: "start" });
  const first = "input:not([hidden]):not(:disabled), select:not([hidden]), textarea, button";
  const control = target.querySelector(":checked:not(option)") || target.querySelector(first) || target;
  control.focus({ preventScroll: true });
}

const depth = () => (history.state && history.state.depth) || 0;

/** Show a screen as a new step of the history. `target` is the element to focus, or a function that finds it. */
export function show(screen, target) {
  if (screen !== current) {
    current = screen;
    here = depth() + 1;
    history.pushState({ screen: screen.id, depth: here }, "");
  }
  draw();
  arrive(typeof target === "function" ? target() : target);
}

/** Back would leave the page from its first step, so a dialog there stands on a second step of the same screen. */
function stepForDialog() {
  if (depth() > 0 || !form.isConnected) return;
  here = 1;
  history.pushState({ ...history.state, depth: here }, "");
}

export const showNext = () => show(neighbour(1));
export const showCheck = (target) => show(check, target);
export const screenOf = (place) => place.closest(".screen");

export function goBack() {
  if (depth() > 0) return history.back();
  current = neighbour(-1);
  here = 0;
  history.replaceState({ screen: current.id, depth: 0 }, "");
  draw();
  return arrive();
}

export function startScreens() {
  const named = (state) => screens.find((screen) => state && screen.id === state.screen);
  history.scrollRestoration = "manual";
  const wanted = screens.find((screen) => "#" + screen.id === location.hash);
  current = named(history.state) || (wanted && isLive(wanted) && wanted) || start;
  if (!isLive(current)) current = neighbour(1);
  here = depth();
  history.replaceState({ screen: current.id, depth: here }, "", location.pathname + location.search);
  window.addEventListener("popstate", (event) => {
    if (!form.isConnected) return; // the receipt stands in its place
    const away = here - depth();
    if (dismiss() && away) {
      history.go(away); // Back closed a dialog: its screen stays
      return;
    }
    here = depth();
    const wanted = named(event.state) || start;
    if (wanted === current) return;
    current = wanted;
    if (!isLive(current)) current = neighbour(1);
    draw();
    arrive();
  });
  beforeAsking(stepForDialog);
  document.documentElement.classList.add("stepwise");
  bar.hidden = false;
  draw();
}

/** Show all screens at once, as without a script. */
export function unfold() {
  screens.concat(heads).forEach((place) => (place.hidden = false));
  document.documentElement.classList.remove("stepwise");
  bar.hidden = true;
  if (current !== start) current.scrollIntoView();
}
