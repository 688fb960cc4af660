// Points that must reach a total: the sum is always visible, and − and + work without a keyboard.

import { say, element } from "../../static/js/wording.js";
import { controlsOf, filled, changed } from "../../static/js/answering/answers.js";

const STEP = 5;

/** Points given: the option is chosen. */
export function code(value, option) {
  return Number(value) > 0 ? Number(option) : null;
}

export function fault(question) {
  const total = Number(question.dataset.total);
  const points = filled(question).filter(([control]) => control.type === "text");
  if (!points.length) return "";
  if (points.some(([, value]) => !/^\d+$/.test(value))) return say("points_whole", { total });
  const sum = points.reduce((before, [, value]) => before + Number(value), 0);
  return sum === total ? "" : say("points_sum", { total, sum });
}

export function inWords(control, value, label) {
  if (control.type !== "text") return label;
  return Number(value) ? `${label}: ${value}` : "";
}

export function start(question) {
  const total = Number(question.dataset.total);
  const boxes = controlsOf(question).filter((control) => control.type === "text");
  const sumLine = question.querySelector(".sum");
  const points = (box) => Number(box.value.trim()) || 0;
  const sum = () => boxes.reduce((before, box) => before + points(box), 0);

  const update = () => {
    const now = sum();
    const left = total - now;
    sumLine.textContent = say(left > 0 ? "sum_left" : left < 0 ? "sum_over" : "sum_full", { sum: now, total, left: Math.abs(left) });
    sumLine.classList.toggle("full", left === 0);
    sumLine.classList.toggle("over", left < 0);
  };

  boxes.forEach((box) => {
    const name = document.getElementById(box.getAttribute("aria-labelledby").split(" ")[0]).textContent;
    const step = (sign, by) => {
      const button = element("button", { type: "button", class: "step", "aria-label": say(sign, { step: STEP, option: name }) }, by < 0 ? "−" : "+");
      button.addEventListener("click", () => {
        const next = Math.max(0, Math.min(total, points(box) + by));
        box.value = String(by > 0 ? Math.min(next, points(box) + Math.max(0, total - sum())) : next);
        box.dispatchEvent(new Event("input", { bubbles: true }));
        changed(question);
      });
      return button;
    };
    box.before(step("step_down", -STEP));
    box.after(step("step_up", STEP));
  });
  question.addEventListener("input", update);
  question.addEventListener("change", update);
  question.addEventListener("refresh", update);
  update();
}
