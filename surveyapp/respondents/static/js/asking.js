// A question that has to be answered before going on, in a dialog of the browser's own where it has one.

import { element } from "./wording.js";

/** `buttons` are [label, action] pairs, the first one the safe choice; Escape does `otherwise`. Returns the dialog. */
export function ask(heading, lines, buttons, otherwise = () => {}) {
  const before = document.activeElement;
  const dialog = element("dialog", { class: "asking", "aria-labelledby": "asking-h" });
  const close = () => {
    if (dialog.close) dialog.close();
    dialog.remove();
    if (before && before.isConnected) before.focus();
  };
  dialog.append(element("h2", { id: "asking-h" }, heading));
  lines.forEach((line) => dialog.append(typeof line === "string" ? element("p", {}, line) : line));
  const row = element("p", { class: "choices" });
  buttons.forEach(([label, action], at) => {
    const button = element("button", { type: "button", class: at ? "quiet" : "" }, label);
    button.addEventListener("click", () => {
      close();
      action();
    });
    row.append(button);
  });
  dialog.append(row);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
    otherwise();
  });
  document.body.append(dialog);
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
  row.firstChild.focus();
  return dialog;
}
