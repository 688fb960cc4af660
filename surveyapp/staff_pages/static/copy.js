// Buttons that copy an address. They stay hidden where scripts are switched off or the browser offers no clipboard (on
// plain http): there one click selects the whole address.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}
