// Starts the parts of the page.

import { say } from "./wording.js";
import { form, questions } from "./answering/answers.js";
import { isGate, settle } from "./answering/asked.js";
import { KINDS } from "./question_kinds.js";
import { nameSheet, remember, recall, forget, forgetReceived, draftOpened } from "./keeping/memory.js";
import { startChoices } from "./answering/choices.js";
import { agree, refused, startConsent } from "./consent.js";
import { ignoreSecondTaps } from "./answering/double_taps.js";
import { clearFault, clearFaults, showFaults } from "./sending/faults.js";
import { faultsIn } from "./sending/first_checks.js";
import { drawSummary, rowOf } from "./sending/check_page.js";
import { askForGate, tellBlanks } from "./answering/blanks.js";
import { learnUnit, followChosenUnit } from "./codes/unit_name.js";
import { startCodeEntry, takeScannedCode, fillFromSign, faultOfEntry } from "./codes/code_entry.js";
import { printed } from "./codes/access_code.js";
import { startTextSize } from "./text_size.js";
import { startPrinting } from "./printing.js";
import { send } from "./sending/sending.js";
import { startSharedDevice } from "./keeping/shared_device.js";
import { startDrafts, arriveAtDraft, offersDraft } from "./keeping/drafts.js";
import * as steps from "./screens.js";

const bar = document.getElementById("step-bar");
const button = bar && bar.querySelector("[data-act=next]");
let toCheck = false; // a change asked for on the check page leads back there
let changedOn = null; // and to the row of this question
let left = null; // the screen that is being left for the next one

function goTo(place) {
  toCheck = toCheck || steps.isCheck();
  changedOn = place;
  steps.show(steps.screenOf(place), place);
}

/** After a reload a scanned code lacks its last four letters. */
function faultsOfCode() {
  const message = faultOfEntry();
  return message ? [{ place: document.getElementById("code-place"), message }] : [];
}

async function goOn() {
  const from = steps.currentScreen();
  if (steps.isCheck()) return showOrLeave(faultsIn(questions).concat(faultsOfCode()), () => send(button));
  if (refused()) return showOrLeave([], () => send(button, refused()));
  const message = steps.isStart() ? await whileBusy("checking_code", askForUnit) : "";
  // Meanwhile the person may have declined, gone to another screen, or left.
  if (!form.isConnected || steps.currentScreen() !== from) return undefined;
  if (refused()) return goOn();
  const faults = faultsIn(steps.questionsOf(from));
  if (message) faults.push({ place: document.getElementById("code-place"), message });
  if (faults.length) return showFaults(faults, goTo);
  clearFaults();
  if (steps.isStart() && offersDraft(steps.showNext)) return undefined;
  if (toCheck) {
    toCheck = false;
    return steps.showCheck(rowOf(changedOn));
  }
  return askForGate(steps.currentScreen(), leavePart) ? undefined : leavePart();
}

/** Without the name of the agency the form can be filled in as well. */
const askForUnit = () => learnUnit().catch(() => "");

function leavePart() {
  left = steps.currentScreen();
  steps.showNext();
  left = null;
}

/** Run a slow action while the button shows its name. */
async function whileBusy(wording, work) {
  const label = button.textContent;
  button.textContent = say(wording);
  button.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    button.textContent = label;
    button.removeAttribute("aria-busy");
  }
}

let underWay = false; // a second tap while the code is being asked for must not skip a screen

/** Run `work` unless another is running. If it fails, the whole form is shown, which the browser can send by itself. */
async function alone(work) {
  if (underWay) return;
  underWay = true;
  try {
    await work();
  } catch {
    steps.unfold();
  } finally {
    underWay = false;
  }
}

function next() {
  if (steps.isStart()) agree();
  return goOn();
}

/** Enter in a box sends no form and agrees to nothing: on the first page it leads to the button. */
function onEnter() {
  if (steps.isStart()) button.focus();
  else alone(next);
}

async function showOrLeave(faults, leave) {
  const found = faults.length ? faults : await leave();
  if (!found.length) return;
  const first = found.find(({ place }) => place);
  if (first) {
    toCheck = true;
    steps.show(steps.screenOf(first.place));
  }
  showFaults(found, goTo);
}

/** Use the code of a scanned card. Another card belongs to another person, so the earlier entries are deleted. */
function takeCard() {
  const signs = takeScannedCode();
  if (!signs) return;
  const before = form.elements.code.value;
  if (before && !printed(before).startsWith(signs)) {
    forget();
    recall();
  }
  fillFromSign(signs);
}

/** Run one part of the start. The form can be filled in and sent without a part that fails. */
function attempt(part, ...given) {
  try {
    return part(...given);
  } catch {
    return undefined;
  }
}

function startQuestion(question) {
  const { start } = KINDS[question.dataset.kind] || {};
  if (start) attempt(start, question);
  attempt(startChoices, question);
}

function startAnswering() {
  form.addEventListener("change", (event) => {
    remember();
    const question = event.target.closest(".question, #code-place");
    if (question) clearFault(question);
    if (question && isGate(question)) settle();
  });
  form.addEventListener("input", remember);
  // A page that comes back whole from the browser's memory after sending must not show what was sent.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** One screen at a time, if everything that leads from one to the next works. */
function startSteps() {
  form.addEventListener("submit", (event) => {
    if (!steps.isStepwise()) return;
    event.preventDefault();
    onEnter();
  });
  // The second click of a double click would hit the next screen's button at the same place.
  button.addEventListener("click", (event) => event.detail < 2 && alone(next));
  bar.querySelector("[data-act=back]").addEventListener("click", (event) => {
    if (event.detail > 1) return;
    clearFaults();
    steps.goBack();
  });
  const showConsent = attempt(startConsent, bar, steps.isStart, () => alone(goOn));
  steps.onShow(() => {
    remember();
    if (showConsent) showConsent();
    tellBlanks(left, goTo);
    if (steps.isCheck()) drawSummary(document.getElementById("check-answers"), goTo);
  });
  steps.startScreens();
  return true;
}

function startForm() {
  attempt(nameSheet);
  if (attempt(recall) === false) return;
  attempt(takeCard);
  questions.forEach((question) => attempt(startQuestion, question));
  attempt(ignoreSecondTaps);
  attempt(followChosenUnit);
  attempt(startCodeEntry);
  attempt(startSharedDevice);
  attempt(startDrafts);
  attempt(settle);
  attempt(startAnswering);
  if (!attempt(startSteps)) steps.unfold();
  if (draftOpened() !== null) attempt(arriveAtDraft, draftOpened());
  attempt(remember);
  if (!steps.isStart()) askForUnit();
}

attempt(startTextSize);
attempt(startPrinting);
if (form) startForm();
else attempt(forgetReceived);
