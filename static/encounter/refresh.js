/* The card told anew by the server, without a new page. */

import { BOX, bring_back } from "./drafts.js";
import { is_dirty } from "./fields.js";
import { queue } from "./queue.js";
import { go, page, visit } from "./screen.js";

/** After a tap that changes other words on the card the server tells it anew, unless somebody is writing; focus and open panels stay.
    `begin` is done to each form that came. `look`: only where another screen has spoken. */
export async function tell_anew(begin, look) {
  if (queue.underway || page.forms.some(is_dirty)) return;
  const text = await fetch(location.pathname + (/^\?face=[\w-]+/.exec(location.search) ?? ""), { cache: "no-store" })
    .then((answer) => (answer.status === 410 ? go(location.pathname) : answer.ok && answer.text())).catch(() => "");
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (fresh.body.dataset.encounter !== visit || queue.underway || page.forms.some(is_dirty)) return;
  const newest = (of) => of.querySelector("main [name=seen]")?.value;
  if (look && (newest(fresh) === newest(document) || document.activeElement?.matches(BOX))) return;
  page.recalled = false;
  const active = document.activeElement, form_at = page.forms.indexOf(active?.form), at = [...(active?.form?.elements ?? [])].indexOf(active);
  const panels = () => [...document.querySelectorAll("main details")], open = new Set(panels().filter((each) => each.open).map((each) => each.innerText.split("\n")[0]));
  for (const part of ["main", "nav.topics"]) document.querySelector(part)?.replaceWith(document.adoptNode(fresh.querySelector(part)));
  for (const each of panels()) each.open ||= open.has(each.innerText.split("\n")[0]);
  page.forms = [...document.querySelectorAll("form[data-choose]")];
  page.forms.forEach(begin);
  if (active !== document.activeElement) { // at once: a key that is pressed meanwhile is meant for it
    const fields = [...(page.forms[form_at]?.elements ?? [])], same = fields.find((each) => each.name === active.name && each.value === active.value);
    (same ?? fields[at] ?? document.querySelector("main")).focus({ preventScroll: true });
  }
  await bring_back();
}
