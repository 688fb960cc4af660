// Checks before sending, for faults that a person can correct at once. The server checks everything again.

import { say } from "../wording.js";
import { isAnswered, isAsked } from "../answering/answers.js";
import { KINDS } from "../question_kinds.js";

/** The fault of one question, or "" where there is none. */
function faultOf(question) {
  if ("required" in question.dataset && !isAnswered(question)) return say("required");
  const { fault } = KINDS[question.dataset.kind] || {};
  return fault ? fault(question) : "";
}

export function faultsIn(questions) {
  return questions
    .filter(isAsked)
    .map((place) => ({ place, message: faultOf(place) }))
    .filter(({ message }) => message);
}
