// Numbers: decimal comma or point, and the bounds of the question.

import { say } from "../../static/js/wording.js";
import { controlsOf } from "../../static/js/answering/answers.js";

/** Columns hold whole numbers: 2,5 with one decimal is 25. */
export function code(value, option, { decimals }) {
  return Math.round(Number(value.replace(",", ".")) * 10 ** Number(decimals));
}

export function fault(question) {
  const { low = "0", high } = question.dataset;
  const box = controlsOf(question)[0];
  const text = box.value.trim().replace(",", ".");
  if (!text) return "";
  const inside = Number(text) >= Number(low) && (high === undefined || Number(text) <= Number(high));
  if (Number.isFinite(Number(text)) && inside) return "";
  return high === undefined ? say("number_least", { low }) : say("number_range", { low, high });
}
