// On a narrow window the list of constructs is folded away; without this script it stands open above the page.
const list = document.querySelector(".side details");
if (list && window.matchMedia("(max-width: 56rem)").matches) {
  list.open = false;
}
