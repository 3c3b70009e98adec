/* This page as the script sees it: whose visit it shows, its forms, and the quiet line that says whether all is saved. */

export const root = document.documentElement;
/** What every page says to a script: the addresses that it may need, and whose visit it shows. */
export const site = document.body.dataset;
export const visit = site.encounter ?? "";
export const quiet = document.querySelector("[data-saved]");
/** What the server says to a script: the visit's key, and the words for the quiet line. Empty outside a visit. */
export const here = document.querySelector("[data-waiting]")?.dataset ?? {};
/** The name of what is kept in this browser: another clinic under the same host has its own. */
export const base_name = `decisionaid${site.base.slice(0, -1)}`;
/** The forms whose choices are saved as they are tapped; found anew when the card is told anew. */
export const page = { forms: [...document.querySelectorAll("form[data-choose]")] };

export const made = (tag, what) => Object.assign(document.createElement(tag), what);

/** Go to another page; a frame has a way of its own. */
export const go = (address) => (window.decisionaid?.go ?? ((to) => location.assign(to)))(address);

export function loud(what) {
  console.error(`decisionaid: ${what}`);
  root.dataset.lacks = `${root.dataset.lacks ?? ""} ${what}`.trim();
}

export const loud_of = (what) => (problem) => loud(`${what} (${problem?.name})`);

function storage_named(name) {
  try { window[name].getItem("decisionaid"); return window[name]; } catch { loud(`no ${name}`); return null; }
}
export const tab = storage_named("sessionStorage"), device = storage_named("localStorage");

export function say(word, address, link) {
  if (!quiet) return;
  const text = here[`say${word}`] ?? "";
  quiet.dataset.state = word.toLowerCase();
  if (!address && quiet.textContent === text) return;
  quiet.textContent = text;
  if (!address) return;
  quiet.append(" ", made("a", { href: address, textContent: link }));
}
