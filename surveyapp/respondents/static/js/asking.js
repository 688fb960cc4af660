// A question that has to be answered before going on. Where the browser has no dialogs, all else on the page is hidden.

import { element } from "./wording.js";

const open = []; // the last one is on top
let count = 0;
let before = () => {};

/** Do something before each dialog opens. */
export const beforeAsking = (listener) => (before = listener);

/** `buttons` are [label, action] pairs, the first one the safe choice; Escape and Back do `otherwise`. Returns the dialog. */
export function ask(heading, lines, buttons, otherwise = () => {}) {
  before();
  const [focused, place] = [document.activeElement, scrollY];
  const id = "asking-" + ++count;
  const dialog = element("dialog", { class: "asking", "aria-labelledby": id });
  const around = Array.from(document.body.children).filter((one) => !one.hidden);
  const close = (action) => {
    if (!open.includes(dismissal)) return;
    open.splice(open.indexOf(dismissal), 1);
    if (dialog.showModal) dialog.close();
    else around.forEach((one) => (one.hidden = false));
    dialog.remove();
    if (!dialog.showModal) window.scrollTo(0, place);
    if (focused && focused.isConnected) focused.focus({ preventScroll: true });
    action();
  };
  const dismissal = () => close(otherwise);
  dialog.append(element("h2", { id }, heading));
  lines.forEach((line) => dialog.append(typeof line === "string" ? element("p", {}, line) : line));
  const row = element("p", { class: "choices" });
  buttons.forEach(([label, action], at) => {
    const button = element("button", { type: "button", class: at ? "quiet" : "" }, label);
    button.addEventListener("click", () => close(action));
    row.append(button);
  });
  dialog.append(row);
  // The second Escape closes a dialog without asking.
  ["cancel", "close"].forEach((name) => dialog.addEventListener(name, dismissal));
  document.body.append(dialog);
  open.push(dismissal);
  if (dialog.showModal) dialog.showModal();
  else {
    around.forEach((one) => (one.hidden = true));
    Object.entries({ role: "dialog", "aria-modal": "true", tabindex: "-1", open: "" }).forEach(([name, value]) => dialog.setAttribute(name, value));
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && dismissal());
    window.scrollTo(0, 0);
  }
  row.firstChild.focus();
  return dialog;
}

/** Do what Escape does, for the browser's Back. False if nothing is asked at present. */
export function dismiss() {
  const top = open[open.length - 1];
  if (top) top();
  return Boolean(top);
}
