// The box for the code: a code from the card's QR sign is put into it, and a slip of the pen is told while it is typed.

import { say, element } from "./wording.js";
import { form } from "./answers.js";
import { faultOfCode, lettersOf, printed } from "./access_code.js";

const box = form ? form.elements.code : null;

/** What is wrong with the code in words, or ""; an empty box is a fault only where the form needs a code. */
export function faultOfEntry() {
  if (!box) return "";
  if (!box.value.trim()) return box.required ? say("code_needed") : "";
  const fault = faultOfCode(box.value);
  return fault ? say("code_" + fault, { count: lettersOf(box.value).length }) : "";
}

/**
 * The code that came in the address after "#", where no server and no log sees it; "" where none did.
 * It is taken out of the address at once, so that neither the history nor a copied address holds it.
 */
export function takeScannedCode() {
  const scanned = location.hash.slice(1);
  if (!box || faultOfCode(scanned)) return "";
  history.replaceState(history.state, "", location.pathname + location.search);
  return printed(scanned);
}

export function startCodeEntry() {
  if (!box) return;
  const told = element("p", { class: "told", id: "code-told", role: "status" });
  box.after(told);
  box.setAttribute("aria-describedby", "code-hint code-told");
  const update = (isLeft) => {
    // As long as it is too short it is simply not finished; that is told only on the way on.
    const fault = box.value.trim() ? faultOfCode(box.value) : "short";
    const finished = fault !== "short";
    told.textContent = finished ? say(fault ? "code_" + fault : "code_complete", { count: lettersOf(box.value).length }) : "";
    told.classList.toggle("fault", finished && fault !== "");
    if (isLeft && !fault) box.value = printed(box.value);
  };
  box.addEventListener("input", () => update(false));
  box.addEventListener("change", () => update(true));
  // A second card scanned into the same tab changes only what follows "#", which loads nothing by itself.
  window.addEventListener("hashchange", () => faultOfCode(location.hash.slice(1)) || location.reload());
  update(true);
}
