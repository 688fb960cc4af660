// Limits how many boxes may be ticked.

import { say } from "../../static/js/wording.js";
import { controlsOf, filled } from "../../static/js/answering/answers.js";
import { startCounter } from "../../static/js/answering/counter.js";

const counts = (control) => control.type === "checkbox" && !("exclusive" in control.dataset);

export function fault(question) {
  const most = Number(question.dataset.most);
  const chosen = filled(question).filter(([control]) => control.type === "checkbox").length;
  return most && chosen > most ? say("too_many", { most, chosen }) : "";
}

export function start(question) {
  const most = Number(question.dataset.most);
  if (!most) return;
  const boxes = controlsOf(question).filter(counts);
  const chosen = () => boxes.filter((box) => box.checked).length;
  const { show, refuse } = startCounter(question.querySelector(".opts"), most, chosen);
  let over = false;
  question.addEventListener("click", (event) => {
    over = boxes.includes(event.target) && event.target.checked && chosen() > most;
    if (!over) return;
    event.preventDefault(); // unticks it again
    refuse();
  });
  question.addEventListener("change", () => over || show());
  question.addEventListener("refresh", show);
}
