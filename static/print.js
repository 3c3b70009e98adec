/* The page to take home, on a screen: its print button, and nothing of anybody after the visit has ended. */

const button = document.querySelector("[data-print]");

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    let began = false;
    const { dataset } = document.documentElement;
    dataset.printing = ""; // this very page, and not the one around it
    addEventListener("afterprint", () => { delete dataset.printing; }, { once: true });
    addEventListener("beforeprint", () => { began = true; }, { once: true });
    window.print();
    setTimeout(() => { // a page around may not allow it, and then nothing is said by anybody
      const other = document.querySelector("[data-not-printed]");
      if (other) other.hidden = began;
      if (!began) delete dataset.printing;
    }, 300);
  });
} else {
  console.error("decisionaid: this page has no print button");
  document.documentElement.dataset.lacks = "print button";
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.hidden = true; // the page came back from memory: nothing shows before the server has said who is here
  location.reload();
});
