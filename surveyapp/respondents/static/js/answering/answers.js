// The present entries. They are stored only in the controls of the page, which widgets read and write.

import { say } from "../wording.js";

export const form = document.getElementById("survey-form");
export const questions = form ? Array.from(form.querySelectorAll(".question")) : [];

const controls = new Map(
  questions.map((question) => [question, Array.from(question.querySelectorAll("[name]"))]),
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

export function isAsked(question) {
  return !question.disabled;
}

/** "Question 12", or "" for a question without a number. */
export function numberOf(place) {
  const number = place.querySelector(".no");
  return number ? say("question_number", { number: parseInt(number.textContent, 10) }) : "";
}

/** Notify listeners that a widget changed its controls. */
export function changed(question) {
  question.dispatchEvent(new Event("change", { bubbles: true }));
}
