// Faults: a summary on top that takes the focus and links to the questions, and the same words beside each question.

import { say, element } from "../wording.js";

const summary = document.getElementById("fault-summary");

function beside(place, message) {
  const note = element("p", { class: "fault", id: place.id + "-fault" });
  note.append(element("span", { class: "unseen" }, say("fault_prefix") + " "), message);
  const legend = place.querySelector("legend");
  if (legend) legend.after(note);
  else place.prepend(note);
  place.classList.add("wrong");
  invalid(place, true);
  describe(place, (ids) => ids.concat(note.id));
}

/** Inputs and lists can be marked as invalid; radio buttons cannot. */
function invalid(place, is) {
  place.querySelectorAll("input:not([type=radio]), select, textarea").forEach((box) =>
    is ? box.setAttribute("aria-invalid", "true") : box.removeAttribute("aria-invalid"));
}

/** The words beside a fault belong to the group of options, or to the box where there is no group. */
function describe(place, change) {
  const owner = place.tagName === "FIELDSET" ? place : place.querySelector("input");
  const ids = change((owner.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  if (ids.length) owner.setAttribute("aria-describedby", ids.join(" "));
  else owner.removeAttribute("aria-describedby");
}

export function clearFault(place) {
  const note = document.getElementById(place.id + "-fault");
  if (!note) return;
  note.remove();
  place.classList.remove("wrong");
  invalid(place, false);
  describe(place, (ids) => ids.filter((id) => id !== note.id));
}

export function clearFaults() {
  document.querySelectorAll(".wrong").forEach(clearFault);
  summary.hidden = true;
  summary.textContent = "";
  const prefix = say("fault_prefix") + " ";
  if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length);
}

/** Show faults `{place, message}`; a place is a question, the code, or null for the form as a whole. */
export function showFaults(faults, goTo) {
  clearFaults();
  const heading = faults.every(({ place }) => !place) ? faults[0].heading || "not_sent_heading" : faults.length > 1 ? "faults_heading" : "fault_heading";
  summary.append(element("h2", {}, say(heading)));
  const list = element("ul");
  faults.forEach(({ place, message }) => {
    const line = element("li");
    if (place) {
      beside(place, message);
      const number = place.querySelector(".no");
      const words = number ? say("question_number", { number: parseInt(number.textContent, 10) }) + ": " + message : message;
      const link = element("a", { href: "#" + place.id }, words);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        goTo(place);
      });
      line.append(link);
    } else {
      line.append(message);
    }
    list.append(line);
  });
  summary.append(list);
  summary.hidden = false;
  document.title = say("fault_prefix") + " " + document.title;
  summary.focus();
  summary.scrollIntoView({ block: "start" });
}
