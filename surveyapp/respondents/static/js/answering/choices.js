// Radio buttons and tick boxes: taking an answer back, options that stand alone, and the line for "other".

import { say, element } from "../wording.js";
import { controlsOf, changed, numberOf } from "./answers.js";

const isReason = (control) => control.name.endsWith(".missing") || Number(control.value) < 0;
const isBox = (control) => /radio|checkbox/.test(control.type);

const PAUSE = 1000; // ms after choosing in which a tap on "take back" is not meant
/** A button below the card that clears the choice, because a radio button cannot be unchecked. */
function takeBack(question) {
  const list = question.querySelector("select.long");
  const radios = controlsOf(question).filter((control) => control.type === "radio");
  if (!radios.length && !list) return () => {};
  const label = say("take_back");
  const button = element("button", { type: "button", class: "undo", "aria-label": [label, numberOf(question)].filter(Boolean).join(": ") }, label);
  let since = 0;
  const chosen = () => radios.find((radio) => radio.checked);
  button.addEventListener("click", (event) => {
    if (event.detail > 0 && performance.now() - since < PAUSE) return; // detail 0: by the keyboard
    const radio = chosen();
    if (radio) radio.checked = false;
    else if (list) list.value = "";
    changed(question);
    (radio || question.querySelector(".search")).focus();
  });
  question.append(button);
  return () => {
    since = performance.now();
    button.hidden = !chosen() && !(list && list.value);
  };
}

/** A stated reason and an answer exclude each other; so do "none of these" and the other boxes. */
function keepConsistent(question, last) {
  if (!last.name || (isBox(last) && !last.checked) || (!isBox(last) && !last.value.trim())) return;
  const alone = isReason(last) || "exclusive" in last.dataset;
  controlsOf(question).forEach((other) => {
    // The browser itself keeps one of several radio buttons; a list of the same name is not among them.
    if (other === last || (last.type === "radio" && other.type === "radio" && other.name === last.name)) return;
    if (last.name === `${other.name}.${other.value}.text`) return; // The option that the text belongs to.
    if (other.name.endsWith(".text")) return; // Hidden with its option, but what was typed stays.
    if (!alone && !isReason(other) && !("exclusive" in other.dataset)) return;
    if (isBox(other)) other.checked = false;
    else other.value = "";
  });
}

function showWriteIns(question) {
  question.querySelectorAll(".write-in").forEach((line) => {
    const option = controlsOf(question).find((control) => control.name + "." + control.value + ".text" === line.name);
    const list = question.querySelector("select");
    const code = line.name.split(".")[1];
    line.hidden = option ? !option.checked : list !== null && list.value !== code;
    line.disabled = line.hidden;
  });
}

export function startChoices(question) {
  const placeButton = takeBack(question);
  const update = () => {
    placeButton();
    showWriteIns(question);
  };
  // Before the kind draws what is left of the answer.
  question.addEventListener("change", (event) => event.target !== question && keepConsistent(question, event.target), true);
  question.addEventListener("change", update);
  question.addEventListener("input", (event) => {
    if (!isBox(event.target)) keepConsistent(question, event.target);
  });
  question.addEventListener("refresh", update);
  update();
}
