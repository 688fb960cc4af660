// Check your answers: every question that was asked, what was answered, and a way back to each.

import { say, element } from "./wording.js";
import { controlsOf, filled, isAsked } from "./answers.js";
import { questionsOf } from "./screens.js";
import { KINDS } from "./question_kinds.js";

const named = (control) => {
  const first = (control.getAttribute("aria-labelledby") || "").split(" ")[0];
  const label = first ? document.getElementById(first) : control.closest("label");
  return label ? label.textContent.trim() : "";
};

/** The answer of a question in words, one line each. */
function inWords(question) {
  const { inWords: ofKind } = KINDS[question.dataset.kind] || {};
  return filled(question).map(([control, value]) => {
    const isList = control.tagName === "SELECT";
    const label = isList ? control.options[control.selectedIndex].textContent.trim() : named(control);
    if (ofKind) return ofKind(control, value, label);
    return isList || /radio|checkbox/.test(control.type) ? label : value;
  }).filter(Boolean);
}

export function drawSummary(place, change) {
  place.textContent = "";
  let blank = 0;
  document.querySelectorAll(".section").forEach((section) => {
    const asked = questionsOf(section).filter(isAsked);
    if (!asked.length) return;
    place.append(element("h3", {}, section.querySelector("h2").textContent));
    const list = element("dl");
    asked.forEach((question) => {
      const wording = document.getElementById(question.id + "-q").textContent.trim();
      const lines = inWords(question);
      if (!lines.length) blank += 1;
      const row = element("div");
      const answer = element("dd", lines.length ? {} : { class: "blank" });
      (lines.length ? lines : [say("not_answered")]).forEach((line) => answer.append(element("span", {}, line)));
      const button = element("button", { type: "button", class: "quiet" }, say("change"));
      button.append(element("span", { class: "unseen" }, ": " + wording));
      button.addEventListener("click", () => change(question));
      const act = element("dd", { class: "act" });
      act.append(button);
      row.append(element("dt", {}, wording), answer, act);
      list.append(row);
    });
    place.append(list);
  });
  document.getElementById("check-count").textContent = blank ? say("check_blank", { count: blank }) : say("check_full");
}
