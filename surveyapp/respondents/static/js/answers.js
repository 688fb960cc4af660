// What the form holds now. The controls of the page are the only store: widgets read and write them.

import { holds } from "./skip_rules.js";

export const form = document.getElementById("survey-form");
export const questions = form ? Array.from(form.querySelectorAll(".question")) : [];

const controls = new Map(
  questions.map((question) => [question, Array.from(question.querySelectorAll("[name]"))]),
);
const rules = new Map(
  (form ? Array.from(form.querySelectorAll("[data-when]")) : []).map((place) => [place, JSON.parse(place.dataset.when)]),
);

export function controlsOf(question) {
  return controls.get(question);
}

/** [control, value] of everything filled in or chosen in a question. */
export function filled(question) {
  return controlsOf(question)
    .filter((control) => ("checked" in control && /radio|checkbox/.test(control.type) ? control.checked : control.value.trim()))
    .map((control) => [control, control.value.trim()]);
}

export function isAnswered(question) {
  return filled(question).length > 0;
}

/** The code that one filled control stands for, as the server counts it (any text is 1); null where it stands for none. */
const CODES = {
  text: () => 1,
  // Points given: the option is chosen.
  allocation: (value, option) => (Number(value) > 0 ? Number(option) : null),
  // Columns hold whole numbers: 2,5 with one decimal is 25.
  number: (value, option, { decimals }) => Math.round(Number(value.replace(",", ".")) * 10 ** Number(decimals)),
  date(value) {
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value);
    const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(value);
    const parts = iso ? iso.slice(1) : local && local.slice(1).reverse();
    return parts && Number(parts[0]) * 10000 + Number(parts[1]) * 100 + Number(parts[2]);
  },
};

/** The codes that skip rules see: answers only, so a stated reason (a negative code) is no answer. */
export function codesOf(question) {
  const read = CODES[question.dataset.kind] || Number;
  const codes = filled(question)
    .map(([control, value]) => [control.name.split("."), value])
    .filter(([name]) => name[1] !== "missing" && name[2] !== "text")
    .map(([name, value]) => read(value, name[1], question.dataset))
    .filter((code) => Number.isInteger(code) && code >= 0);
  return new Set(codes);
}

export function isAsked(question) {
  return !question.disabled;
}

const looksAt = (rule) => (rule.item ? [rule.item] : (rule.all || rule.any || [rule.not]).flatMap(looksAt));

const rulesOver = new Map(
  questions.map((question) => [question, [question.closest(".section"), question].filter((place) => rules.has(place)).map((place) => rules.get(place))]),
);
const gates = new Set(Array.from(rules.values()).flatMap(looksAt));

/** Whether any rule looks at this question. */
export const isGate = (question) => gates.has(question.id);

/** Whether the rule of a section waits for a question that is still open. */
export function isUndecided(section) {
  if (!rules.has(section)) return false;
  const open = questions.filter((question) => isAsked(question) && !isAnswered(question)).map((question) => question.id);
  return looksAt(rules.get(section)).some((id) => open.includes(id));
}

/** Ask what the rules ask, in the order of the form; what is not asked is neither shown nor sent, but stays typed. */
export function settle() {
  const given = new Map();
  questions.filter((question) => isGate(question) || rulesOver.get(question).length).forEach((question) => {
    const asked = rulesOver.get(question).every((rule) => holds(rule, given));
    if (question.disabled === asked) question.disabled = !asked;
    if (question.hidden === asked) question.hidden = !asked;
    if (asked && isGate(question)) given.set(question.id, codesOf(question));
  });
}

/** Tell everyone who listens that a widget changed its controls. */
export function changed(question) {
  question.dispatchEvent(new Event("change", { bubbles: true }));
}
