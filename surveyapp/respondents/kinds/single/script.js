// A long list of options becomes a box to type in: "so noi vu" finds "Sở Nội vụ". The hidden select holds the value.

import { say, element, plainLetters } from "../../static/js/wording.js";
import { changed } from "../../static/js/answering/answers.js";

export function start(question) {
  const select = question.querySelector("select.long");
  if (!select) return;
  const options = Array.from(select.options).filter((option) => option.value);
  const names = options.map((option) => [option, plainLetters(option.textContent)]);
  const id = question.id + "-list";
  const box = element("input", {
    type: "text", role: "combobox", class: "search", autocomplete: "off", "aria-expanded": "false", "aria-autocomplete": "list",
    "aria-controls": id, "aria-labelledby": select.getAttribute("aria-labelledby"), placeholder: say("search_hint"),
  });
  const list = element("ul", { role: "listbox", id, class: "found", "aria-labelledby": select.getAttribute("aria-labelledby") });
  const spoken = element("p", { class: "unseen", role: "status" });
  list.hidden = true;
  let shown = [];
  let active = -1;
  let typed = false; // since the box was entered

  const chosenLabel = () => (select.value ? select.options[select.selectedIndex].textContent.trim() : "");

  const mark = (index) => {
    active = index;
    Array.from(list.children).forEach((line, at) => line.setAttribute("aria-selected", String(at === active)));
    if (active >= 0) {
      box.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    list.hidden = true;
    spoken.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const open = (typed) => {
    const words = plainLetters(typed).split(" ");
    // Each word typed begins a word of the name; names that begin with the first of them come first.
    const fits = ([, name]) => words.every((word) => (" " + name).includes(" " + word));
    const found = names.filter(fits);
    const first = found.filter(([, name]) => name.startsWith(words[0]));
    shown = first.concat(found.filter((one) => !first.includes(one))).map(([option]) => option);
    list.textContent = "";
    shown.forEach((option, at) => {
      const line = element("li", { role: "option", id: id + "-" + at }, option.textContent);
      // mousedown would take the focus from the box and close the list before the click arrives
      line.addEventListener("mousedown", (event) => event.preventDefault());
      line.addEventListener("click", () => choose(option));
      list.append(line);
    });
    list.hidden = !shown.length;
    box.setAttribute("aria-expanded", String(shown.length > 0));
    mark(-1);
    spoken.textContent = say(shown.length ? "search_found" : "search_none", { count: shown.length });
    spoken.classList.toggle("unseen", shown.length > 0);
  };

  const choose = (option) => {
    select.value = option.value;
    box.value = chosenLabel();
    close();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  box.addEventListener("focus", () => { typed = false; box.select(); open(""); });
  box.addEventListener("click", () => list.hidden && open(""));
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    typed = true;
    open(box.value);
    if (!box.value.trim() && select.value) {
      select.value = "";
      changed(question);
    }
  });
  box.addEventListener("change", (event) => event.stopPropagation());
  box.addEventListener("blur", () => { box.value = chosenLabel(); close(); });
  box.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      if (list.hidden) open("");
      if (shown.length) mark((active + move + shown.length) % shown.length);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (active >= 0) choose(shown[active]);
      else if (typed && box.value.trim()) choose(shown[0]);
      else close();
    } else if (event.key === "Escape") {
      box.value = chosenLabel();
      close();
    }
  });
  const update = () => document.activeElement !== box && (box.value = chosenLabel());
  question.addEventListener("change", update);
  question.addEventListener("refresh", update);
  const line = element("div", { class: "chosen" });
  line.append(box);
  select.hidden = true;
  select.after(line, list, spoken);
  update();
}
