// Unanswered questions: a line after a part with blanks, and a dialog if a blank skips whole parts.

import { say, element } from "../wording.js";
import { isAnswered, isAsked } from "./answers.js";
import { sectionsOver } from "./asked.js";
import { ask } from "../asking.js";
import * as steps from "../screens.js";

const blanksIn = (place) => steps.questionsOf(place).filter((question) => isAsked(question) && !isAnswered(question));
const told = new Set();

/** Says on the screen after `left` how many questions of that part are blank, with the way to the first of them. */
export function tellBlanks(left, goTo) {
  const [before, here] = [left && left.closest(".section"), steps.currentScreen().closest(".section")];
  document.querySelectorAll(".blanks").forEach((line) => line.remove());
  const blanks = before && before !== here ? blanksIn(before) : [];
  if (!blanks.length || !here) return;
  const line = element("p", { class: "blanks" });
  const words = element("span", { id: "blanks" }, say(blanks.length > 1 ? "blanks_left" : "blank_left", { count: blanks.length }));
  const button = element("button", { type: "button", class: "quiet" }, say("blanks_look"));
  button.addEventListener("click", () => goTo(blanks[0]));
  line.append(words, " ", button);
  here.prepend(line);
}

/** Asks once before going on where a question of this screen is blank and whole parts depend on it. */
export function askForGate(screen, goOn) {
  const gate = blanksIn(screen).find((question) => !told.has(question) && sectionsOver(question).length);
  if (!gate) return false;
  told.add(gate);
  const wording = document.getElementById(gate.id + "-q").textContent;
  const stay = () => steps.show(screen, gate);
  ask(say("gate_heading"), [element("p", { class: "quoted" }, wording), say("gate_blank", { count: sectionsOver(gate).length })],
    [[say("answer_now"), stay], [say("gate_go_on"), goOn]], stay);
  return true;
}
