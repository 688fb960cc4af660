// Faults: a summary on top that takes the focus and links to the questions, and the same words beside each question.

import { say, element } from "../wording.js";
import { numberOf } from "../answering/answers.js";

const summary = document.getElementById("fault-summary");

function beside(place, message) {
  const note = element("p", { class: "fault", id: place.id + "-fault" });
  note.append(element("span", { class: "unseen" }, say("fault_prefix") + " "), message);
  const legend = place.querySelector("legend");
  if (legend) legend.after(note);
  else place.prepend(note);
  place.classList.add("wrong");
  mark(place, true, (ids) => ids.concat(note.id));
}

function set(owner, name, value) {
  if (value) owner.setAttribute(name, value);
  else owner.removeAttribute(name);
}

/**
 * The words beside a fault describe the boxes to type in, of several those that are known to be wrong, or the group of
 * options. Radio buttons cannot be invalid.
 */
function mark(place, isWrong, change) {
  const known = isWrong ? place.querySelectorAll("[aria-invalid]") : [];
  const boxes = known.length ? known : place.querySelectorAll("input:not([type=radio]), select, textarea");
  const typed = Array.from(boxes).filter((box) => box.matches("textarea, [type=text]:not(.write-in)"));
  (typed.length ? typed : [place]).forEach((owner) =>
    set(owner, "aria-describedby", change((owner.getAttribute("aria-describedby") || "").split(" ").filter(Boolean)).join(" ")));
  boxes.forEach((box) => set(box, "aria-invalid", isWrong && "true"));
}

export function clearFault(place) {
  const note = document.getElementById(place.id + "-fault");
  if (!note) return;
  note.remove();
  place.classList.remove("wrong");
  mark(place, false, (ids) => ids.filter((id) => id !== note.id));
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
      const link = element("a", { href: "#" + place.id }, [numberOf(place), message].filter(Boolean).join(": "));
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
