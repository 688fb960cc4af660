// The same evaluator as forms/model/skip_rules.py; both are tested with the same vectors.

const COMPARISONS = {
  is: (codes, code) => codes.length === 1 && codes[0] === code,
  is_not: (codes, code) => !(codes.length === 1 && codes[0] === code),
  in: (codes, wanted) => codes.every((code) => wanted.includes(code)),
  not_in: (codes, wanted) => !codes.some((code) => wanted.includes(code)),
  includes: (codes, code) => codes.includes(code),
  at_least: (codes, least) => Math.min(...codes) >= least,
  at_most: (codes, most) => Math.max(...codes) <= most,
};

/**
 * Whether a rule is true. `given` maps a question to the set of codes chosen in it.
 * Comparing with a question that has no answer is false, never an error; only `answered` speaks of an absent answer.
 */
export function holds(rule, given) {
  if (rule.all) return rule.all.every((part) => holds(part, given));
  if (rule.any) return rule.any.some((part) => holds(part, given));
  if (rule.not) return !holds(rule.not, given);
  const codes = Array.from(given.get(rule.item) || []);
  if ("answered" in rule) return codes.length > 0 === rule.answered;
  if (codes.length === 0) return false;
  const name = Object.keys(COMPARISONS).find((comparison) => comparison in rule);
  return name !== undefined && COMPARISONS[name](codes, rule[name]);
}
