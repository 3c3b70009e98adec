/* In a frame a browser may refuse to keep anything, and then the first touch of it throws. What waits is then kept in the memory of
   this window, which lives as long as the frame is on the page, and the quiet line says so. Nothing here is asked for at load that
   would make a browser ask a person. */
{
  const kept = (window.decisionaid ??= { bearer: "", scopes: [], look: {}, turn: 0 });
  kept.lacks = (word, what) => {
    document.documentElement.dataset.frameLacks = word;
    console.warn(`decisionaid: the page around this frame lacks ${word}${what ?? ""}`);
  };

  const refused = (name) => { try { window[name].getItem("decisionaid"); return false; } catch { return true; } };
  const memory = () => Object.defineProperties({}, {
    getItem: { value(name) { return this[name] ?? null; } },
    setItem: { value(name, text) { this[name] = String(text); } },
    removeItem: { value(name) { delete this[name]; } },
    clear: { value() { for (const name of Object.keys(this)) delete this[name]; } },
  });

  if (kept.memory || refused("localStorage")) {
    kept.memory ??= { localStorage: memory(), sessionStorage: memory() };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { configurable: true, get: () => kept.memory[name] });
    try { Object.defineProperty(navigator, "locks", { configurable: true, value: undefined }); } catch { /* then two tabs take turns by the server alone */ }
  }

  document.addEventListener("readystatechange", () => {
    const words = kept.memory && document.querySelector("[data-waiting]")?.dataset;
    if (!words?.sayKeptHere) return;
    words.sayKept = words.sayNotYet = words.sayKeptHere;
  });
}
