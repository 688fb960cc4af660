// Sending: one request, identified by the nonce, so that repeated sending counts once. Entries are kept until the receipt
// arrives, and nothing is sent again unless the person asks for it.

import { say } from "../wording.js";
import { form, questions } from "../answering/answers.js";
import { forget } from "../keeping/memory.js";
import { post } from "./posting.js";
import { showReceipt } from "./receipt.js";
import { shared, leaveEmpty } from "../keeping/shared_device.js";

let underWay = false;

const placeOf = (id) => questions.find((question) => question.id === id) || (id === "code" ? document.getElementById("code-place") : null);

/** The fields of a refusal, without any entries. */
function bodyOfRefusal(consent) {
  const { version, variant, language } = form.elements;
  return new URLSearchParams({ version: version.value, variant: variant.value, language: language.value, [consent.id]: "0" });
}

/** Send the form, or, with the question of consent, that it was refused: both are requests of one kind and length. Ends
 * on the receipt, or returns the faults to show. */
export async function send(button, refused) {
  if (underWay) return [];
  // Known before anything was sent; every other failure leaves open whether the form arrived.
  if (navigator.onLine === false) return [{ place: null, message: say("offline") }];
  underWay = true;
  const label = button.textContent;
  button.textContent = say("sending");
  button.setAttribute("aria-busy", "true");
  let [faults, received] = [];
  try {
    const [response, answer] = await post(form.getAttribute("action"), refused ? bodyOfRefusal(refused) : new URLSearchParams(new FormData(form)));
    received = response.ok && answer;
    faults = (answer.faults || []).map(({ question, message }) => ({ place: placeOf(question), message }));
    if (!faults.length) faults = [{ place: null, message: answer.message || say("not_sent") }];
  } catch {
    faults = [{ place: null, message: say("not_sent"), heading: "not_confirmed_heading" }];
  }
  if (received) {
    if (shared) leaveEmpty(refused ? "none" : "sent");
    else {
      forget(received.next);
      showReceipt(received);
    }
    return []; // and still under way, until the page has gone
  }
  underWay = false;
  button.textContent = refused ? label : say("send_again");
  button.removeAttribute("aria-busy");
  return faults;
}
