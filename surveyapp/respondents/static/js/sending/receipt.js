// The last page, drawn in place of the form: the receipt number is shown once and is in no address, storage or history.

import { element } from "../wording.js";
import { form } from "../answering/answers.js";
import { forget } from "../keeping/memory.js";

let shown = false;

/** Whether the last page has replaced the form. */
export const isReceipt = () => shown;

/** The way to an empty form, in this tab and under this address. */
function another(words) {
  const address = new URL(location.pathname + location.search, location.href);
  address.searchParams.delete("v"); // the next person draws an order of their own
  const link = element("a", { href: address }, words);
  link.addEventListener("click", () => forget());
  return link;
}

/** Show `heading` and `paragraphs` in place of the form, and the receipt where there is one. */
export function showReceipt({ heading, paragraphs, receipt, receipt_label: label, receipt_note: note, receipt_another: words }) {
  shown = true;
  const said = element("div", { class: "said" });
  const title = element("h1", { tabindex: "-1" }, heading);
  said.append(title, ...paragraphs.map((text) => element("p", {}, text)));
  if (receipt) {
    const line = element("p", { class: "receipt", id: "receipt-line" }, label + " ");
    line.append(element("strong", { id: "receipt-number" }, receipt));
    const last = element("p");
    last.append(another(words));
    said.append(line, element("p", { class: "soft" }, note), last);
  }
  const main = form.closest("main");
  main.textContent = "";
  main.append(said);
  document.querySelectorAll("#step-bar, a[hreflang]").forEach((place) => place.remove());
  document.querySelector("header .name").replaceWith(element("p", { class: "name" }, document.querySelector("header .name").textContent));
  document.documentElement.classList.remove("stepwise");
  document.title = heading;
  window.scrollTo(0, 0);
  title.focus({ preventScroll: true });
}
