// Which questions are asked: the codes that skip rules see, and their effect.

import { holds } from "./skip_rules.js";
import { form, questions, filled, isAnswered, isAsked } from "./answers.js";
import { KINDS } from "../question_kinds.js";

const rules = new Map(
  (form ? Array.from(form.querySelectorAll("[data-when]")) : []).map((place) => [place, JSON.parse(place.dataset.when)]),
);

/** The codes that skip rules see: answers only, so a stated reason (a negative code) is no answer. */
export function codesOf(question) {
  const { code = Number } = KINDS[question.dataset.kind] || {};
  const codes = filled(question)
    .map(([control, value]) => [control.name.split("."), value])
    .filter(([name]) => name[1] !== "missing" && name[2] !== "text")
    .map(([name, value]) => code(value, name[1], question.dataset))
    .filter((found) => Number.isInteger(found) && found >= 0);
  return new Set(codes);
}

const looksAt = (rule) => (rule.item ? [rule.item] : (rule.all || rule.any || [rule.not]).flatMap(looksAt));

const rulesOver = new Map(
  questions.map((question) => [question, [question.closest(".section"), question].filter((place) => rules.has(place)).map((place) => rules.get(place))]),
);
const gates = new Set(Array.from(rules.values()).flatMap(looksAt));

/** Whether any rule depends on this question. */
export const isGate = (question) => gates.has(question.id);

/** Whether the rule of a section waits for a question that is still open. */
export function isUndecided(section) {
  if (!rules.has(section)) return false;
  const open = questions.filter((question) => isAsked(question) && !isAnswered(question)).map((question) => question.id);
  return looksAt(rules.get(section)).some((id) => open.includes(id));
}

/** The sections that are not asked while this question is blank. */
export const sectionsOver = (question) =>
  Array.from(rules).filter(([place, rule]) => place.classList.contains("section") && looksAt(rule).includes(question.id)).map(([place]) => place);

/** Apply the rules in the order of the form; skipped questions are neither shown nor sent, but keep their entries. */
export function settle() {
  const given = new Map();
  questions.filter((question) => isGate(question) || rulesOver.get(question).length).forEach((question) => {
    const asked = rulesOver.get(question).every((rule) => holds(rule, given));
    if (question.disabled === asked) question.disabled = !asked;
    if (question.hidden === asked) question.hidden = !asked;
    if (asked && isGate(question)) given.set(question.id, codesOf(question));
  });
}
