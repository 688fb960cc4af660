// The input for the code: filled from the card's QR code except the last four letters; typing errors are reported at
// once.

import { say, element } from "../wording.js";
import { form } from "../answering/answers.js";
import { faultOfCode, lettersOf, printed, scannedPart } from "./access_code.js";
import { shared } from "../keeping/shared_device.js";

const box = form ? form.elements.code : null;
let onSign = ""; // the part of the code that came by a QR sign

const isScanned = () => Boolean(onSign) && printed(box.value).startsWith(onSign);

/** The fault of the code as a message, or ""; an empty input is a fault only if the form needs a code. */
export function faultOfEntry() {
  if (!box) return "";
  if (!box.value.trim()) return box.required ? say("code_needed") : "";
  const fault = faultOfCode(box.value);
  if (fault === "short" && isScanned()) return say("code_last_four");
  return fault ? say("code_" + fault, { count: lettersOf(box.value).length }) : "";
}

/**
 * The part of the address after "#", which is not sent to a server, or "". It is removed from the address at once.
 * On a shared device it is not used, and the page says why.
 */
export function takeScannedCode() {
  const scanned = scannedPart(location.hash);
  if (!box || !scanned) return "";
  history.replaceState(history.state, "", location.pathname + location.search);
  if (!shared) return scanned;
  document.getElementById("code-hint").before(element("p", { class: "note device", role: "status" }, say("scan_shared")));
  return "";
}

/** Show the scanned part in the input. */
export function fillFromSign(signs) {
  onSign = signs;
  if (!printed(box.value).startsWith(signs)) box.value = signs + "-";
}

/** The code as the device may store it: a scanned one without its last four letters, as the history holds the rest. */
export const keptCode = (code) => (onSign && printed(code).startsWith(onSign) ? onSign : code);

/** The scanned part, or "". */
export const signOf = () => (isScanned() ? onSign : "");

export function startCodeEntry() {
  if (!box) return;
  const told = element("p", { class: "told", id: "code-told", role: "status" });
  box.after(told);
  box.setAttribute("aria-describedby", "code-hint code-told");
  const update = (isLeft) => {
    // A short code is unfinished, which is reported only on continuing.
    const fault = box.value.trim() ? faultOfCode(box.value) : "short";
    const finished = fault !== "short";
    if (finished) told.textContent = say(fault ? "code_" + fault : "code_complete", { count: lettersOf(box.value).length });
    else told.textContent = isScanned() ? say("code_last_four") : "";
    told.classList.toggle("fault", finished && fault !== "");
    if (isLeft && !fault) box.value = printed(box.value);
  };
  box.addEventListener("input", () => update(false));
  box.addEventListener("change", () => update(true));
  // A second card scanned into the same tab changes only what follows "#", which loads nothing by itself.
  window.addEventListener("hashchange", () => scannedPart(location.hash) && location.reload());
  update(true);
}
