// A file that is too large is refused before it is sent; the server refuses it as well. While a file is sent, the button
// says so and sends nothing twice.
const form = document.querySelector("form[data-most-bytes]");
const input = form?.querySelector("input[type=file]");
const message = form?.querySelector("[data-too-large]");
const button = form?.querySelector("button[data-sending]");
const isTooLarge = () => (input.files[0]?.size ?? 0) > Number(form.dataset.mostBytes);

input?.addEventListener("change", () => {
  message.hidden = !isTooLarge();
});
form?.addEventListener("submit", (event) => {
  if (isTooLarge()) {
    event.preventDefault();
    message.hidden = false;
    input.focus();
    return;
  }
  button.textContent = button.dataset.sending;
  button.disabled = true;
});
