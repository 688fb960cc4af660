// Consent: with the script two buttons of the bar answer it, so that beginning and declining are one tap each.

import { say } from "./wording.js";
import { questions, isAnswered, changed } from "./answering/answers.js";
import { ask } from "./asking.js";

const question = questions.find((one) => "required" in one.dataset && one.querySelector("[data-refuses]"));
const radios = question ? Array.from(question.querySelectorAll("[type=radio]")) : [];
const refusing = radios.find((radio) => "refuses" in radio.dataset);
const agreeing = radios.find((radio) => !("refuses" in radio.dataset));

const BY_BUTTONS = "by-buttons";

/** Whether the two buttons represent the options of the question. */
export const hasButtons = () => Boolean(question) && question.classList.contains(BY_BUTTONS);

function choose(radio) {
  radio.checked = true;
  changed(question);
}

/** What going on from the first page means. */
export function agree() {
  if (hasButtons()) choose(agreeing);
}

/** The fields of a form in which the person agrees. */
export const agreement = () => (hasButtons() ? { [agreeing.name]: [agreeing.value] } : {});

/** The question, where it was answered with a refusal. */
export const refused = () => (refusing && refusing.checked ? question : null);

/** Starts the button for declining, and returns what shows it on the first page and hides it elsewhere. */
export function startConsent(bar, showsStart, leave) {
  const button = bar.querySelector("[data-act=decline]");
  if (radios.length !== 2 || !question.closest(".start")) return () => {};
  const decline = () => {
    choose(refusing);
    leave();
  };
  // A refusal is final, so one tap, which may have been meant for another screen, is not enough.
  button.addEventListener("click", () => {
    const lost = questions.some((one) => one !== question && isAnswered(one)) ? [say("decline_lost")] : [];
    ask(say("decline_heading"), lost, [[say("back"), () => {}], [button.textContent, decline]]);
  });
  question.classList.add(BY_BUTTONS);
  question.closest(".start").append(question); // right above the buttons that answer it
  return () => (button.hidden = !showsStart());
}
