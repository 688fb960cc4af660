// What the form holds now. The controls of the page are the only store: widgets read and write them.

import { holds } from "./skip_rules.js";

export const form = document.getElementById("survey-form");
export const questions = form ? Array.from(form.querySelectorAll(".question")) : [];

const controls = new Map(
  questions.map((question) => [question, Array.from(question.querySelectorAll("[name]"))]),
);
const rules = new Map(
  (form ? Array.from(form.querySelectorAll("[data-when]")) : []).map((place) => [place, JSON.parse(place.dataset.when)]),
);

export function controlsOf(question) {
  return controls.get(question);
}

/** [control, value] of everything filled in or chosen in a question. */
export function filled(question) {
  return controlsOf(question)
    .filter((control) => ("checked" in control && /radio|checkbox/.test(control.type) ? control.checked : control.value.trim()))
    .map((control) => [control, control.value.trim()]);
}

export function isAnswered(question) {
  return filled(question).length > 0;
}

/** The codes that skip rules see: answers only, so a stated reason (a negative code) is no answer. */
export function codesOf(question) {
  const codes = new Set();
  filled(question).forEach(([control, value]) => {
    const parts = control.name.split(".");
    if (parts[1] === "missing" || parts[2] === "text") return;
    if (question.dataset.kind === "text") return;
    if (question.dataset.kind === "allocation") {
      if (Number(value) > 0) codes.add(Number(parts[1]));
      return;
    }
    const code = Number(value);
    if (Number.isInteger(code) && code >= 0) codes.add(code);
  });
  return codes;
}

export function isAsked(question) {
  return !question.disabled;
}

/** Ask what the rules ask, in the order of the form; what is not asked is neither shown nor sent, but stays typed. */
export function settle() {
  const given = new Map();
  questions.forEach((question) => {
    const section = question.closest(".section");
    const asked = [section, question].every((place) => !rules.has(place) || holds(rules.get(place), given));
    if (question.disabled === asked) question.disabled = !asked;
    question.hidden = !asked;
    if (asked) given.set(question.id, codesOf(question));
  });
}

/** Tell everyone who listens that a widget changed its controls. */
export function changed(question) {
  question.dispatchEvent(new Event("change", { bubbles: true }));
}
