/* What a page needs before it is drawn, and when nobody touches it. Small and not deferred, so that nothing moves later.
   "js" says that choices are saved as they are tapped; where the script for that does not arrive, the page is a plain form again. */
{
  const root = document.documentElement;
  if (globalThis.crypto?.subtle) {
    root.classList.add("js");
    addEventListener("error", ({ target }) => { if (target instanceof HTMLScriptElement) root.classList.remove("js"); }, true);
  }
  try { if (sessionStorage.getItem("decisionaid.larger")) root.dataset.text = "large"; } catch { /* a frame may have no storage */ }

  // the server locks a screen that rests; this one then shows so by itself, and no patient stays on it
  const HELD = 30;
  const rest = () => {
    const minutes = Number(document.body?.dataset.rest);
    clearTimeout(globalThis.resting); // of the window: in a frame one page takes the place of another
    if (minutes) globalThis.resting = setTimeout(() => (document.querySelector("dialog[open]") && minutes < HELD ? held(minutes) : location.reload()), minutes * 60_000 + 1_000);
  };
  const held = (minutes) => { globalThis.resting = setTimeout(() => location.reload(), (HELD - minutes) * 60_000); };
  for (const touch of ["DOMContentLoaded", "pointerdown", "keydown"]) addEventListener(touch, rest, { passive: true });
}
