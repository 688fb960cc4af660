// Sending: one request, named by the nonce, so that sending twice counts once. Nothing is forgotten before it is received.

import { say } from "./wording.js";
import { form, questions } from "./answers.js";
import { forget } from "./memory.js";

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

/** Send the form. Leaves for the receipt, or returns the faults to show. */
export async function send(button) {
  if (underWay) return [];
  underWay = true;
  button.textContent = say("sending");
  button.setAttribute("aria-busy", "true");
  try {
    const [response, answer] = await post();
    if (response.ok) {
      forget();
      // replace: the step before the receipt is not the filled-in form
      location.replace(answer.next);
      return [];
    }
    if (answer.faults) return answer.faults.map(({ question, message }) => ({ place: placeOf(question), message }));
    return [{ place: null, message: answer.message || say("not_sent") }];
  } catch {
    return [{ place: null, message: say("not_sent") }];
  } finally {
    underWay = false;
    button.textContent = say("send");
    button.removeAttribute("aria-busy");
  }
}
