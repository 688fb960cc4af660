// Entries are kept as long as the tab: they survive a reload, a crash or Back, and a new visitor finds none.
// On a shared device nothing is kept.

import { say, element } from "../wording.js";
import { form, questions, controlsOf, filled } from "../answering/answers.js";
import { settle } from "../answering/asked.js";
import { scannedPart } from "../codes/access_code.js";
import { fillFromSign, keptCode, signOf } from "../codes/code_entry.js";
import { later, notLater } from "./later.js";
import { shared, leaveEmpty, warnOfLoss } from "./shared_device.js";

const KEY = "ballot " + location.pathname;
const ANOTHER = "#new";
let opened = null; // the screen of a saved form that this page was loaded to show
let kept = true; // whether the browser keeps what it is given

function stored() {
  if (shared) return {};
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

function store(sheet) {
  notLater(write); // what was to be written is what this takes the place of
  if (shared) return;
  try {
    // The last four signs of a scanned code stay off the disk, since the history holds the others.
    const content = sheet && sheet.code ? { ...sheet, code: keptCode(sheet.code), sign: signOf() } : sheet;
    if (content) sessionStorage.setItem(KEY, JSON.stringify(content));
    else sessionStorage.removeItem(KEY);
  } catch {
    tellThatNothingIsKept();
  }
}

/** If storage is off or full, the form works and warns that a reload loses the entries. */
function tellThatNothingIsKept() {
  if (!kept) return;
  kept = false;
  form.before(element("p", { class: "note device", role: "status" }, say("no_memory")));
  warnOfLoss();
}

/** 128 random bits that identify this sheet, so that repeated sending counts once. */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Give a new sheet its name. The number for resuming is a field too. */
export function nameSheet() {
  if (!form.elements.resume) form.append(element("input", { type: "hidden", name: "resume" }));
  form.elements.nonce.value = randomName();
}

const screenOf = (state) => (state && state.screen) || "";

/** All entries, also of questions that are not asked at present. */
export function sheet() {
  const fields = {};
  questions.forEach((question) =>
    filled(question).forEach(([control, value]) => (fields[control.name] = (fields[control.name] || []).concat(value))),
  );
  const { nonce, variant, code, resume } = form.elements;
  const names = { nonce: nonce.value, variant: variant.value, code: code ? code.value : "", resume: resume.value };
  return { fields, ...names, screen: screenOf(history.state) };
}

function write() {
  store(sheet());
}

/** Store the entries after drawing: storing takes longer on a slow phone. A shared device keeps nothing. */
export function remember() {
  if (!shared) later(write);
}

/** Empty the form and its storage; `sent` is the page with the receipt, to which Back leads from now on. */
export function forget(sent) {
  store(sent ? { sent } : null);
  form.reset();
}

/** On the page that the server shows after the browser has sent the form itself: the tab keeps nothing of it. */
export function forgetReceived() {
  if (!document.getElementById("receipt-line") || !stored().nonce) return;
  store({ sent: location.pathname + "/received" + location.search });
}

function fill({ fields = {}, nonce, code, resume, sign }) {
  form.elements.nonce.value = nonce || randomName();
  form.elements.resume.value = resume || "";
  if (form.elements.code && code) form.elements.code.value = code;
  if (sign) fillFromSign(sign);
  questions.forEach((question) =>
    controlsOf(question).forEach((control) => {
      const values = fields[control.name] || [];
      if (/radio|checkbox/.test(control.type)) control.checked = values.includes(control.value);
      else if (values.length) control.value = values[0];
    }),
  );
}

/** The same step of the history again, in the order of questions that was begun. */
function loadInOrder(variant, state) {
  const address = new URL(location.href);
  address.searchParams.set("v", variant);
  history.replaceState(state, "", address);
  location.reload();
}

/** Restore the stored entries. False if the page is being left for its receipt or for the variant that was begun. */
export function recall() {
  const cleanAddress = location.pathname + location.search;
  if (location.hash === ANOTHER) {
    store(null);
    history.replaceState(null, "", cleanAddress);
  }
  let known = stored();
  // A card scanned after sending belongs to another person.
  if (known.sent && scannedPart(location.hash)) known = {};
  if (known.sent) {
    location.replace(known.sent);
    return false;
  }
  if (known.variant && known.variant !== form.elements.variant.value) {
    if (new URLSearchParams(location.search).get("v") !== known.variant) {
      loadInOrder(known.variant, history.state);
      return false;
    }
  }
  // An empty form starts at its first screen, whatever the browser's history says.
  if (!known.nonce) history.replaceState(null, "", location.hash.startsWith("#screen") ? cleanAddress : location.href);
  // A tab that crashed has lost its history's latest steps.
  else if (known.screen && !screenOf(history.state) && !location.hash) history.replaceState({ screen: known.screen, depth: 0 }, "");
  fill(known);
  opened = known.opened ? known.screen : null;
  return true;
}

export const draftOpened = () => opened;

/** Continue a saved draft. False if the page is reloaded for it. */
export function takeUp(draft) {
  store({ ...draft, opened: true });
  if (!shared && kept && draft.variant !== form.elements.variant.value) {
    loadInOrder(draft.variant, { screen: draft.screen, depth: 0 });
    return false;
  }
  fill(draft);
  questions.forEach((question) => question.dispatchEvent(new Event("refresh")));
  settle();
  return true;
}

/** Leave for the page that says the draft is saved, and keep nothing on this device. */
export function leaveSaved() {
  store(null);
  leaveEmpty("kept");
}
