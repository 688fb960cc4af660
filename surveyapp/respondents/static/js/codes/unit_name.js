// Looks up the agency of the code once and writes its name in place of "the agency on your card".

import { form, questions } from "../answering/answers.js";
import { faultOfEntry } from "./code_entry.js";
import { post } from "../sending/posting.js";

const LONGEST = 80;
const PATIENCE = 5000; // on a line that is slower, the form is begun without the name of the agency

const places = Array.from(document.querySelectorAll(".unit"));
const usual = places.map((place) => place.textContent);

let ofCode = "";
let chosen = () => "";

/** The agency named in the form comes before that of the code. */
function write() {
  const name = chosen() || ofCode;
  places.forEach((place, at) => (place.textContent = name || usual[at]));
}

const typed = () => (form.elements.code ? form.elements.code.value.trim() : "");

/** The fault of the code, or "". A lost connection is no fault of the code: the answers can be given meanwhile. */
export async function learnUnit() {
  const code = typed();
  const fault = faultOfEntry();
  if (!code || fault) {
    ofCode = "";
    write();
    return fault;
  }
  try {
    const [response, answer] = await post(form.dataset.unit, new URLSearchParams({ code }), PATIENCE);
    if (typed() !== code) return await learnUnit(); // the reply is about a code that was changed meanwhile
    if (response.ok) {
      ofCode = answer.unit;
      write();
      document.dispatchEvent(new CustomEvent("codeknown", { detail: answer }));
    }
    return response.ok || response.status >= 500 ? "" : answer.message;
  } catch {
    return "";
  }
}

/** On the open link the agency is the one chosen in the form itself, or written in beside "another agency". */
export function followChosenUnit() {
  const question = questions.find((one) => "namesUnit" in one.dataset);
  if (!question) return;
  const select = question.querySelector("select");
  chosen = () => {
    const other = question.querySelector(".write-in:enabled");
    // "None" is below the list and is no name.
    return select?.value ? select.options[select.selectedIndex].textContent.trim() : shortened(other ? other.value : "");
  };
  ["change", "input", "refresh"].forEach((event) => question.addEventListener(event, write));
  write();
}

/** Long names are cut at 80 letters, as on the plain page. */
function shortened(name) {
  const letters = Array.from(name.replace(/\s+/g, " ").trim());
  return letters.length > LONGEST ? letters.slice(0, LONGEST - 1).join("") + "…" : letters.join("");
}
