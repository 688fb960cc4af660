// Ranking by taps: the first tap is place 1, the next place 2; a second tap takes a place back and the rest move up.
// Without the script there is a list to choose from for each place; with it these lists are hidden and hold the values.

import { say, element } from "../../static/js/wording.js";
import { controlsOf, changed } from "../../static/js/answering/answers.js";
import { startCounter } from "../../static/js/answering/counter.js";

/** The place before the option, on the page that checks the answers. */
export function inWords(control, value, label) {
  return `${control.name.split(".")[1]}. ${label}`;
}

export function start(question) {
  const places = controlsOf(question).filter((control) => control.tagName === "SELECT");
  const options = Array.from(places[0].options).filter((option) => option.value);
  const card = element("div", { class: "opts ranks" });
  const spoken = element("p", { class: "unseen", role: "status" });

  const ranked = () => places.map((place) => place.value).filter(Boolean);
  const write = (codes) => places.forEach((place, index) => (place.value = codes[index] || ""));

  const rows = options.map((option) => {
    const id = question.id + "-r" + option.value;
    const button = element("button", { type: "button", class: "row rank", "aria-labelledby": `${id}-n ${id}` });
    const badge = element("b", { class: "place", "aria-hidden": "true" });
    const spokenPlace = element("span", { class: "unseen", id: id + "-n" });
    button.append(badge, spokenPlace, element("span", { id }, option.textContent));
    button.addEventListener("click", () => {
      const codes = ranked();
      const at = codes.indexOf(option.value);
      if (at >= 0) codes.splice(at, 1);
      else if (codes.length < places.length) codes.push(option.value);
      else {
        refuse();
        spoken.textContent = say("counter_full", { most: places.length });
        return;
      }
      write(codes);
      changed(question);
      spoken.textContent = say(at >= 0 ? "rank_removed" : "rank_given", { option: option.textContent, place: codes.length });
    });
    card.append(button);
    return { button, badge, spokenPlace, code: option.value };
  });

  const update = () => {
    const codes = ranked();
    rows.forEach(({ button, badge, spokenPlace, code }) => {
      const place = codes.indexOf(code) + 1;
      button.setAttribute("aria-pressed", String(place > 0));
      badge.textContent = place || "";
      spokenPlace.textContent = place ? say("rank_place", { place }) : "";
    });
    show();
  };
  places[0].closest(".places").hidden = true;
  places[0].closest(".places").after(card, spoken);
  const { show, refuse } = startCounter(card, places.length, () => ranked().length, {});
  question.addEventListener("change", update);
  question.addEventListener("refresh", update);
  update();
}
