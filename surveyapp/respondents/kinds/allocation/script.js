// Points that must reach a total: they are typed, or changed by − and +, and what is left is always visible.

import { say, element } from "../../static/js/wording.js";
import { controlsOf, filled, changed } from "../../static/js/answering/answers.js";

const STEP = 5;

const isWhole = (value) => /^\d*$/.test(value.trim());

/** Points given: the option is chosen. */
export function code(value, option) {
  return Number(value) > 0 ? Number(option) : null;
}

export function fault(question) {
  const total = Number(question.dataset.total);
  const points = filled(question).filter(([control]) => control.type === "text");
  if (!points.length) return "";
  if (!points.every(([, value]) => isWhole(value))) return say("points_whole", { total });
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
  const points = (box) => (isWhole(box.value) ? Number(box.value) : 0);
  const sum = () => boxes.reduce((before, box) => before + points(box), 0);

  const update = () => {
    const now = sum();
    const left = total - now;
    const whole = boxes.every((box) => isWhole(box.value));
    const words = !whole ? "points_whole" : left > 0 ? "sum_left" : left < 0 ? "sum_over" : "sum_full";
    sumLine.textContent = say(words, { total, left: Math.abs(left) });
    sumLine.classList.toggle("full", whole && !left);
    sumLine.classList.toggle("over", !whole || left < 0);
    sumLine.classList.toggle("not-whole", !whole); // the same words stand above once they are a fault
    boxes.forEach((box) => (isWhole(box.value) ? box.removeAttribute("aria-invalid") : box.setAttribute("aria-invalid", "true")));
  };

  sumLine.id = question.id + "-sum";
  boxes.forEach((box, at) => {
    const name = document.getElementById(box.getAttribute("aria-labelledby")).textContent;
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
    box.after(step("step_down", -STEP), step("step_up", STEP));
    box.setAttribute("aria-describedby", sumLine.id);
    box.setAttribute("enterkeyhint", boxes[at + 1] ? "next" : "done");
    box.addEventListener("focus", () => box.setSelectionRange(0, box.value.length)); // typing replaces the number
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !boxes[at + 1]) return;
      event.preventDefault();
      boxes[at + 1].focus();
    });
  });
  question.addEventListener("input", update);
  question.addEventListener("change", update);
  question.addEventListener("refresh", update);
  update();
}
