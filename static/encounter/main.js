/* The visit in a browser: a choice is saved where it is tapped, and kept on this device while there is no connection.

   Every form works without this; it only makes them instant. The modules beside this one are joined into a single script when the
   server starts, because a first card may ask for six things at most. Rejected: sending first and keeping what failed, which loses a
   tap when the tab is killed in between; sending words while they are typed, because every half sentence would stay in the log. */

import { lock } from "./ending.js";
import { bring_back, forget, note, note_asked, settle } from "./drafts.js";
import { held } from "./fields.js";
import { choose, recall, start_form } from "./forms.js";
import { hold_form, hold_links } from "./leaving.js";
import { flush, queue } from "./queue.js";
import { tell_anew } from "./refresh.js";
import { base_name, device, here, loud, loud_of, page, quiet, root, visit } from "./screen.js";
import { store } from "./store.js";
import { start_larger, start_talk } from "./talk.js";
import { start_worker } from "./worker.js";

function start_visit() {
  if (!quiet || !here.key) loud("no place for the quiet line");
  const ending = document.querySelector("[data-end-form]");
  const open = document.querySelector("[data-end]");
  if (device?.getItem("decisionaid.ending") === visit) {
    if (ending) return lock(ending);
    if (open) { root.hidden = true; return location.replace(open.pathname); }
    device.removeItem("decisionaid.ending");
  }
  if (open) start_talk();
  for (const once of ["pointerdown", "keydown"]) addEventListener(once, start_worker, { once: true }); // not before: a first card asks for six things at most
}

/** What waited while this tab was closed is shown and sent; a page outside a visit makes no place for lines where there is none. */
async function start_sending() {
  const bases = visit ? null : await indexedDB.databases?.();
  if (bases && !bases.some(({ name }) => name === base_name)) return;
  const lines = await (await store()).all();
  if (lines.length) for (const form of page.forms) await recall(form);
  const open = document.querySelector("[data-end]");
  if (open) await bring_back();
  await forget(!open);
  if (lines.length) await flush();
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  root.hidden = true; // the page came back from memory: nothing shows before the server has said who is here
  location.reload();
});
queue.after = async () => {
  if (!queue.waiting && !queue.underway && (document.querySelector("[data-tapped]") || (page.recalled && !queue.stuck))) await tell_anew(start_form);
};
/** Somebody comes back to this screen: it shows what another has said. */
const look = () => visit && !queue.waiting && !queue.stuck && tell_anew(start_form, true);
start_larger();
if (globalThis.crypto?.subtle) {
  if (visit) start_visit();
  for (const form of page.forms) start_form(form);
  document.addEventListener("visibilitychange", () => { if (document.hidden) for (const form of page.forms) choose(form); else look(); });
  addEventListener("focus", look);
  addEventListener("click", hold_links);
  addEventListener("submit", hold_form);
  addEventListener("submit", ({ target }) => { if (visit && !page.forms.includes(target)) settle(target, []); });
  addEventListener("input", ({ target }) => { held.delete(target); note(target); });
  note_asked();
  addEventListener("online", () => { queue.tries = 0; flush(); });
  start_sending().catch(loud_of("what waits could not be read"));
} else loud("no crypto.subtle");
