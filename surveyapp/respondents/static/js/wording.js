// Messages of the script come from the page, in the page's language.

const block = document.getElementById("page-wording");
const sentences = block ? JSON.parse(block.textContent) : {};

/** The sentence of that key; {names} in it are replaced by values. */
export function say(key, values = {}) {
  return (sentences[key] || key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** A new element with attributes and plain text: never markup, so nothing typed or sent can become a tag. */
export function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  Object.keys(attributes).forEach((name) => made.setAttribute(name, attributes[name]));
  if (text) made.textContent = text;
  return made;
}

/** Letters and digits only, small, without diacritics: "Sở Nội vụ" is found by "so noi vu". */
export function plainLetters(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/đ/g, "d")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
