/* Copies a code or an address. "Copied" is said only after the browser has done so; where it may not, the text is marked. */

const button = document.querySelector("[data-copy]"), from = document.querySelector("[data-copy-from]"), said = document.querySelector("[data-copy-said]");

button.hidden = false;
button.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(from.textContent);
    said.textContent = button.dataset.copied;
  } catch {
    getSelection().selectAllChildren(from);
    said.textContent = button.dataset.marked;
  }
});
