// "Save and continue later": the server stores the form, encrypted under the card's code or, for a form with an open
// link, under a resume code that is shown once.

import { say, element } from "../wording.js";
import { form, questions, isAnswered, isAsked } from "../answering/answers.js";
import { ask } from "../asking.js";
import { agreement } from "../consent.js";
import { faultOfEntry } from "../codes/code_entry.js";
import { post } from "../sending/posting.js";
import { sheet, takeUp, leaveSaved, remember } from "./memory.js";
import * as steps from "../screens.js";

const byCodeOnly = form && form.elements.code && form.elements.code.required;
let waiting = false; // a draft lies under the code that was typed

async function told(page, body) {
  const address = new URL(form.getAttribute("action"), location.href);
  address.pathname += page;
  try {
    const [response, answer] = await post(address, body);
    return response.ok ? answer : { message: answer.message || say("draft_failed") };
  } catch {
    return { message: say(navigator.onLine === false ? "offline" : "draft_failed") };
  }
}

function everythingTyped() {
  const { fields, ...about } = sheet();
  const body = new URLSearchParams({ ...about, version: form.elements.version.value });
  Object.keys(fields).forEach((name) => fields[name].forEach((value) => body.append(name, value)));
  return body;
}

async function save(button, spoken) {
  spoken.textContent = "";
  const slip = faultOfEntry();
  if (slip) {
    const place = document.getElementById("code-place");
    steps.show(steps.screenOf(place), place);
    spoken.textContent = slip;
    return;
  }
  if (button.hasAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true"); // a disabled button would lose the focus
  const answer = await told("/draft", everythingTyped());
  button.removeAttribute("aria-busy");
  if (!form.isConnected) return; // sent meanwhile
  if (answer.message) {
    spoken.textContent = answer.message;
    return;
  }
  const lines = [say("draft_kept", { weeks: answer.weeks })];
  if (answer.resume) {
    form.elements.resume.value = answer.resume;
    remember();
    lines.unshift(say("draft_note_code"), ...codeToKeep(answer.resume));
  } else lines.unshift(say("draft_by_card"));
  const tell = () => ask(say("draft_saved"), lines, [[say("draft_go_on"), () => {}], [say("draft_leave"), answer.resume ? leaving : leaveSaved]]);
  // The resume code is shown only here, so leaving asks whether it was written down.
  const leaving = () => ask(say("draft_noted"), codeToKeep(answer.resume), [[say("draft_not_noted"), tell], [say("draft_leave"), leaveSaved]]);
  tell();
}

/** The resume code with a button that copies it, or marks it where the browser does not let pages copy. */
function codeToKeep(code) {
  const line = element("p", { class: "receipt" }, say("draft_resume_code") + " ");
  const number = element("strong", {}, code);
  line.append(number);
  const button = element("button", { type: "button", class: "quiet" }, say("draft_copy"));
  const spoken = element("span", { role: "status" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code);
      spoken.textContent = say("draft_copied");
    } catch {
      getSelection().selectAllChildren(number);
      spoken.textContent = say("draft_marked");
    }
  });
  const act = element("p", {});
  act.append(button, " ", spoken);
  return [line, act];
}

/** `given`: fields that were filled in on this page just before. */
async function open(code, spoken, given = {}) {
  const answer = await told("/draft/open", new URLSearchParams({ code }));
  if (!form.isConnected) return;
  if (answer.message) {
    spoken.textContent = answer.message;
    return;
  }
  const draft = { ...answer, fields: { ...answer.fields, ...given } };
  if (takeUp(byCodeOnly || answer.by_card ? { ...draft, code } : { ...draft, resume: code })) arriveAtDraft(draft.screen);
}

/** Show the screen on which a saved form was left, or else its first blank, and say that it is open. */
export function arriveAtDraft(name) {
  const left = document.getElementById(name);
  const blank = left ? null : questions.find((question) => isAsked(question) && !isAnswered(question));
  const screen = left || (blank ? steps.screenOf(blank) : null);
  const note = element("p", { class: "note opened", id: "opened" }, say("draft_opened"));
  steps.onceShown(() => {
    const here = steps.currentScreen();
    if (blank && !steps.isStart()) {
      blank.before(note);
      blank.setAttribute("aria-describedby", note.id);
    } else (here.closest(".section") || here).prepend(note);
  });
  if (!screen) steps.showCheck();
  else steps.show(screen, screen.matches(".start") ? null : blank);
  note.scrollIntoView({ block: "start" });
}

function placeForSaving() {
  const button = document.querySelector("#step-bar [data-act=save]");
  const spoken = element("p", { class: "fault saving", role: "alert" });
  button.addEventListener("click", async (event) => {
    if (event.detail > 1) return; // the second click of a double click on what stood there before
    await save(button, spoken);
    if (spoken.textContent) spoken.scrollIntoView({ block: "center" });
  });
  form.after(spoken);
  steps.onShow(() => {
    button.hidden = steps.isStart();
    spoken.textContent = "";
  });
}

function placeForResuming() {
  const place = element("details", { class: "resuming" });
  const button = element("button", { type: "button", class: "quiet" }, say("draft_open"));
  const spoken = element("p", { class: "fault", role: "alert" });
  place.append(element("summary", {}, say("draft_resume")));
  const typed = byCodeOnly ? form.elements.code : element("input", { type: "text", id: "resume-input", maxlength: "60", autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
  if (byCodeOnly) place.append(element("p", { class: "hint" }, say("draft_resume_card")));
  else place.append(element("label", { for: "resume-input" }, say("draft_resume_code")), typed);
  button.addEventListener("click", () => {
    spoken.textContent = byCodeOnly ? faultOfEntry() : typed.value.trim() ? "" : say("draft_code_needed");
    if (spoken.textContent) typed.focus();
    else open(typed.value.trim(), spoken);
  });
  if (!byCodeOnly) {
    typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      button.click();
    });
  }
  place.append(button, spoken);
  document.getElementById("code-place").after(place);
}

/** On leaving the first screen: if the code has a draft and nothing was answered yet, ask whether to open it. */
export function offersDraft(goOn) {
  const begun = questions.some((question) => isAnswered(question) && !steps.screenOf(question).classList.contains("start"));
  if (!waiting || begun) return false;
  const code = form.elements.code.value.trim();
  const spoken = element("p", { class: "fault", role: "alert" });
  waiting = false;
  ask(say("draft_found"), [say("draft_found_choose")], [[say("draft_open"), () => open(code, spoken, agreement())], [say("draft_anew"), goOn]]);
  document.getElementById("code-place").append(spoken);
  return true;
}

export function startDrafts() {
  document.addEventListener("codeknown", (event) => (waiting = Boolean(event.detail.draft)));
  placeForSaving();
  placeForResuming();
}
