/* Leaving the page waits for what is not saved yet. */

import { go_away, lock } from "./ending.js";
import { send_plainly, sent_plainly } from "./forms.js";
import { flush, queue } from "./queue.js";
import { go, say, site, visit } from "./screen.js";
import { reachable } from "./server.js";

const waits = () => queue.underway || queue.waiting || (visit && !navigator.onLine);

async function leave(go) {
  while (queue.underway) await new Promise((later) => setTimeout(later, 20));
  await flush();
  if (!queue.waiting && (navigator.onLine || (await reachable()))) return go();
  if (queue.trouble !== "SignIn") say(queue.waiting ? "NotYet" : "Offline");
}

export function hold_links(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.target || link.origin !== location.origin || link.pathname === site.signIn || !waits()) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  leave(() => go(link.href));
}

export function hold_form(event) {
  const form = event.target, ends = form.matches("[data-end-form]");
  if (form.matches("[data-choose], [method=dialog]") || sent_plainly.delete(form)) return;
  if (!waits() && !ends && !form.matches("[data-sign-out]")) return;
  event.preventDefault();
  if (ends && waits()) lock(form);
  else if (ends || !waits()) go_away(form, event.submitter);
  else leave(() => send_plainly(form, event.submitter));
}
