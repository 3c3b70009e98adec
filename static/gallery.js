// Looks every second whether a file of the aids was saved, and shows the page again if so.
const { look, state } = document.currentScript.dataset;

setInterval(async () => {
  try {
    const now = await (await fetch(look, { cache: "no-store" })).text();
    if (now !== state) location.reload();
  } catch {
    // the gallery was stopped; the page stays as it is
  }
}, 1000);
