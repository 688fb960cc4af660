// What can be told before sending. The server checks everything again; these are the faults a person can mend at once.

import { say } from "./wording.js";
import { controlsOf, filled, isAnswered, isAsked } from "./answers.js";

const CHECKS = {
  check_all(question) {
    const most = Number(question.dataset.most);
    const chosen = filled(question).filter(([control]) => control.type === "checkbox").length;
    return most && chosen > most ? say("too_many", { most, chosen }) : "";
  },
  allocation(question) {
    const total = Number(question.dataset.total);
    const points = filled(question).filter(([control]) => control.type === "text");
    if (!points.length) return "";
    if (points.some(([, value]) => !/^\d+$/.test(value))) return say("points_whole", { total });
    const sum = points.reduce((before, [, value]) => before + Number(value), 0);
    return sum === total ? "" : say("points_sum", { total, sum });
  },
  number(question) {
    const { low = "0", high } = question.dataset;
    const box = controlsOf(question)[0];
    const text = box.value.trim().replace(",", ".");
    if (!text) return "";
    const inside = Number(text) >= Number(low) && (high === undefined || Number(text) <= Number(high));
    if (Number.isFinite(Number(text)) && inside) return "";
    return high === undefined ? say("number_least", { low }) : say("number_range", { low, high });
  },
};

/** The fault of one question, or "" where there is none. */
function faultOf(question) {
  if ("required" in question.dataset && !isAnswered(question)) return say("required");
  const check = CHECKS[question.dataset.kind];
  return check ? check(question) : "";
}

export function faultsIn(questions) {
  return questions
    .filter(isAsked)
    .map((place) => ({ place, message: faultOf(place) }))
    .filter(({ message }) => message);
}
