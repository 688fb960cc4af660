// "2/3 chosen" below a card with a limited number of choices, and the message when the limit is reached.

import { say, element } from "../wording.js";

/**
 * Draws the line below `card`. `count` gives how many are chosen; `attributes` silence a line whose words are said
 * elsewhere. Returns what to do after a change, and on one too many.
 */
export function startCounter(card, most, count, attributes = { role: "status" }) {
  const line = element("p", { class: "counter", ...attributes });
  const show = () => (line.textContent = say("counter", { chosen: count(), most }));
  card.after(line);
  show();
  return { show, refuse: () => (line.textContent = say("counter_full", { most })) };
}
