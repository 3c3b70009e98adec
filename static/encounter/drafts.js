/* What is in a box is sealed on this device as it is typed: it is there again after a lock, a reload, Back or another address.

   A draft lies in no log and in no queue. It goes when its words are on their way to the server, or when the visit ends, here or
   elsewhere. It shows in the box that it was typed into, in that visit alone; whoever may not open the visit is not given its key.
   Pages outside a visit keep nothing: a name typed on the shelf must not stay for the next patient. */

import { accepted, address_of, fill, held, hidden_of } from "./fields.js";
import { say_known } from "./known.js";
import { here, loud_of, made, page, site, visit } from "./screen.js";
import { seal, unseal } from "./sealing.js";
import { secret_of } from "./server.js";
import { store } from "./store.js";

export const BOX = "textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=submit], [type=password])";

/** Of a box: `rows` that hold its draft here, what the server has (`base`), and, if it came
    back, which line was the newest when it was typed (`seen`). */
const drafts = new WeakMap();
const is_box = (field) => Boolean(field.name && field.form) && field.matches(BOX);
const boxes_of = (form) => [...form.elements].filter(is_box);
const value_in = (fields, name) => fields?.find(([each]) => each === name)?.[1];

function draft_of(field) {
  if (!drafts.has(field)) drafts.set(field, { rows: [], base: value_in(accepted.get(field.form), field.name) ?? field.defaultValue, work: Promise.resolve() });
  return drafts.get(field);
}

/** Write down what is in the box now; while that is under way, what is typed meanwhile is written down a single time after it. */
export function note(field) {
  if (!visit || !is_box(field)) return;
  const draft = draft_of(field);
  if (draft.again) return draft.work;
  draft.again = true;
  draft.work = draft.work.then(() => write(field, draft)).catch(loud_of("not kept"));
  return draft.work;
}

async function write(field, draft) {
  draft.again = false;
  const { form, name, value } = field, at = Date.now(), box = (await store()).drafts;
  if (value === draft.base) {
    for (const n of draft.rows.splice(0)) await box.drop(n);
    draft.own = draft.seen = undefined;
    return;
  }
  const plain = { address: address_of(form), name, value, base: draft.base, seen: draft.seen ?? form.elements.seen.value, hidden: hidden_of(form) };
  const n = await box.put({ ...(draft.own && { n: draft.own }), visit, at, sealed: await seal(plain, visit) });
  if (!draft.own) draft.rows.push((draft.own = n));
}

/** These fields of a form are on their way to the server: their drafts go, but for what was typed since. */
export async function settle(form, fields) {
  for (const field of boxes_of(form).filter((each) => drafts.has(each) && !held.has(each))) {
    Object.assign(draft_of(field), { base: value_in(fields, field.name) ?? field.value, seen: undefined });
    await note(field);
  }
}

/** Which line was the newest when words that came back into a form were typed, so that the server tells what was said since. */
export const seen_by = (form) => boxes_of(form).map((field) => !held.has(field) && drafts.get(field)?.seen).find(Boolean);

/** What was typed and not saved is in its box again. */
export async function bring_back() {
  const rows = (await (await store()).drafts.all()).filter((row) => row.visit === visit), found = [];
  for (const row of rows) {
    const plain = await unseal(row).catch(() => null);
    if (plain) found.push({ ...plain, n: row.n, at: row.at });
  }
  found.sort((one, other) => one.at - other.at);
  for (const form of document.forms) {
    for (const field of boxes_of(form)) {
      const own = found.filter((each) => each.address === address_of(form) && each.name === field.name);
      if (own.length) show(field, own);
    }
    say_known(form);
  }
}

function show(field, found) {
  const typed_since = drafts.has(field), draft = draft_of(field), last = found.at(-1), now = field.value;
  draft.rows = [...new Set([...draft.rows, ...found.map(({ n }) => n)])];
  if (typed_since) return;
  draft.base = now;
  if (last.value === now) return note(field);
  fill(field, last.value);
  draft.seen = last.seen;
  for (const [name, value] of last.hidden) field.form.elements[name].value = value;
  if (last.base === null || last.base === now) return;
  held.set(field, now); // another screen has saved since: nothing is sent over it before somebody touches it
  const line = made("p", { className: "small", textContent: now ? `${here.sayOlder} “${now}”` : here.sayOlderEmpty });
  line.dataset.older = field.name;
  line.dir = "auto";
  field.after(line);
}

/** A page that asks back holds words that the server did not take. */
export function note_asked() {
  for (const form of page.forms) {
    if (!form.querySelector("[data-problem]")) continue;
    for (const field of boxes_of(form).filter((each) => each.value)) {
      draft_of(field).base = null;
      note(field);
    }
  }
}

/** Drafts of visits that have ended go, wherever they ended, and those that are older than this clinic keeps them. */
export async function forget(ended) {
  const box = (await store()).drafts, old = Date.now() - site.keep * 24 * 3_600_000, over = new Map([[visit, ended]]);
  for (const { n, visit: of, at } of await box.all()) {
    if (!over.has(of)) over.set(of, (await secret_of(of, true).catch(() => null))?.ended);
    if (over.get(of) || at < old) await box.drop(n);
  }
}
