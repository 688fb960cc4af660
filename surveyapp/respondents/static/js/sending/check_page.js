// Check your answers: every question that was asked, what was answered, and a way back to each.

import { say, element } from "../wording.js";
import { controlsOf, filled, isAsked } from "../answering/answers.js";
import { questionsOf } from "../screens.js";
import { KINDS } from "../question_kinds.js";

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

function rowFor(question, lines, change) {
  const wording = document.getElementById(question.id + "-q").textContent.trim();
  const row = element("div", { id: "check-" + question.id });
  const answer = element("dd", lines.length ? {} : { class: "blank" });
  (lines.length ? lines : [say("not_answered")]).forEach((line) => answer.append(element("span", {}, line)));
  const label = say(lines.length ? "change" : "answer_now");
  const button = element("button", { type: "button", class: "quiet", "aria-label": label + ": " + wording }, label);
  button.addEventListener("click", () => change(question));
  const act = element("dd", { class: "act" });
  act.append(button);
  row.append(element("dt", {}, wording), answer, act);
  return row;
}

/** The questions of `rows` under the heading of their section. */
function listOf(section, rows, change) {
  const list = element("dl");
  rows.forEach(([question, lines]) => list.append(rowFor(question, lines, change)));
  return [element("h4", {}, section.querySelector("h2").textContent), list];
}

/** What is unanswered first, then all the rest, folded. */
export function drawSummary(place, change) {
  place.textContent = "";
  const blanks = element("div");
  const rest = element("details");
  let [blank, answered] = [0, 0];
  document.querySelectorAll(".section").forEach((section) => {
    const rows = questionsOf(section).filter(isAsked).map((question) => [question, inWords(question)]);
    const [open, given] = [rows.filter(([, lines]) => !lines.length), rows.filter(([, lines]) => lines.length)];
    blank += open.length;
    answered += given.length;
    if (open.length) blanks.append(...listOf(section, open, change));
    if (given.length) rest.append(...listOf(section, given, change));
  });
  if (blank) place.append(element("h3", {}, say("check_blanks", { count: blank })), blanks);
  if (answered) {
    rest.prepend(element("summary", {}, say("check_given", { count: answered })));
    place.append(rest);
  }
  document.getElementById("check-count").textContent = blank ? say("check_blank", { count: blank }) : say("check_full");
}

/** Find the row of a question, and unfold its container. */
export const rowOf = (question) => () => {
  const row = question && document.getElementById("check-" + question.id);
  const folded = row && row.closest("details");
  if (folded) folded.open = true;
  return row;
};
