/* The page of documentation at work: attributes, tokens and methods of the element, what it tells, and the dialog. */

const cards = document.querySelector("#cards"), told = document.querySelector("[data-events]");

for (const type of ["ready", "card", "choice", "saved", "plan", "ended", "error"]) {
  document.addEventListener(`decision-aid:${type}`, ({ detail }) => {
    const line = document.createElement("li"), code = document.createElement("code");
    code.textContent = `decision-aid:${type} ${JSON.stringify(detail)}`;
    line.append(code);
    told.append(line);
  });
}
for (const box of document.querySelectorAll("[data-attribute]")) {
  box.addEventListener("change", () => (box.value ? cards.setAttribute(box.dataset.attribute, box.value) : cards.removeAttribute(box.dataset.attribute)));
}
for (const box of document.querySelectorAll("[data-token]")) {
  box.addEventListener("change", () => {
    cards.style.setProperty(`--decision-aid-${box.dataset.token}`, box.value);
    cards.minHeight = cards.minHeight === "320" ? "321" : "320"; // an element is not told of a token, but of an attribute
  });
}
for (const button of document.querySelectorAll("[data-method]")) button.addEventListener("click", () => cards[button.dataset.method]());

const dialog = document.querySelector("[data-in-dialog]"), home = cards.parentElement, after = cards.nextElementSibling;
document.querySelector("[data-dialog]").addEventListener("click", () => {
  const place = dialog.querySelector("[data-place]");
  dialog.showModal();
  if (place.moveBefore) place.moveBefore(cards, null);
});
document.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => { if (home.moveBefore && cards.parentElement !== home) home.moveBefore(cards, after); });
