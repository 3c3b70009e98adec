/* The tools of the bar: let's just talk, and larger text. */

import { here, loud, root, tab, visit } from "./screen.js";
import { post } from "./server.js";

export function start_talk() {
  const button = document.querySelector("[data-talk]"), sheet = document.querySelector("[data-sheet]");
  if (!button || !sheet) return loud("no sheet for “let’s just talk”");
  button.addEventListener("click", () => {
    if (!("commandForElement" in HTMLButtonElement.prototype)) sheet.showModal();
    post(here.hold, [["encounter", visit]], visit).catch(() => {}); // offline nothing rests before the connection is back
  });
  sheet.addEventListener("close", () => {
    for (const more of sheet.querySelectorAll("details")) more.open = false;
    if (document.activeElement === document.body) button.focus({ preventScroll: true });
  });
}

export function start_larger() {
  const box = document.querySelector("[data-larger]");
  if (!box) return loud("no box for larger text");
  box.checked = root.dataset.text === "large"; // page.js has set it before anything was drawn
  box.addEventListener("change", () => {
    if (box.checked) tab?.setItem("decisionaid.larger", "yes");
    else tab?.removeItem("decisionaid.larger");
    delete root.dataset.text;
  });
}
