// How many boxes may be ticked.

import { say } from "../../static/js/wording.js";
import { filled } from "../../static/js/answers.js";

export function fault(question) {
  const most = Number(question.dataset.most);
  const chosen = filled(question).filter(([control]) => control.type === "checkbox").length;
  return most && chosen > most ? say("too_many", { most, chosen }) : "";
}
