// Sending: one request, named by the nonce, so that sending twice counts once. Nothing is forgotten before it is received,
// and nothing is sent again unless the person asks for it.

import { say } from "./wording.js";
import { form, questions } from "./answers.js";
import { forget } from "./memory.js";
import { shared, leaveEmpty } from "./shared_device.js";

const PATIENCE = 30000;
let underWay = false;

const placeOf = (id) => questions.find((question) => question.id === id) || (id === "code" ? document.getElementById("code-place") : null);

async function post() {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      credentials: "omit",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
      signal: patience.signal,
    });
    return [response, await response.json()];
  } finally {
    clearTimeout(timer);
  }
}

function leave(answer) {
  if (shared) return leaveEmpty("sent");
  forget(answer.next);
  // replace: the step before the receipt is not the filled-in form
  return location.replace(answer.next);
}

/** Send the form. Leaves for the receipt, or returns the faults to show. */
export async function send(button) {
  if (underWay) return [];
  // Known before anything was sent; every other failure leaves open whether the form arrived.
  if (navigator.onLine === false) return [{ place: null, message: say("offline") }];
  underWay = true;
  button.textContent = say("sending");
  button.setAttribute("aria-busy", "true");
  let faults;
  try {
    const [response, answer] = await post();
    if (response.ok) {
      leave(answer);
      return []; // and still under way, until the page has gone
    }
    faults = (answer.faults || []).map(({ question, message }) => ({ place: placeOf(question), message }));
    if (!faults.length) faults = [{ place: null, message: answer.message || say("not_sent") }];
  } catch {
    faults = [{ place: null, message: say("not_sent"), heading: "not_confirmed_heading" }];
  }
  underWay = false;
  button.textContent = say("send_again");
  button.removeAttribute("aria-busy");
  return faults;
}
