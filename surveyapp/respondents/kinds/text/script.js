// Shows how many characters are left, near the limit only.

import { say, element } from "../../static/js/wording.js";

const NEAR = 100;

/** Skip rules see whether something was written, but not the text. */
export function code() {
  return 1;
}

export function start(question) {
  const box = question.querySelector("textarea");
  if (!box) return;
  const left = element("p", { class: "left", role: "status" });
  box.after(left);
  box.addEventListener("input", () => {
    const count = box.maxLength - box.value.length;
    left.textContent = count <= NEAR ? say("letters_left", { count }) : "";
  });
}
