/* Forms that are saved as they are tapped: what is sent, and what the answer changes on the page. */

import { seen_by, settle } from "./drafts.js";
import { accepted, address_of, fill, held, is_dirty, is_ticked, read, show_problems, synced } from "./fields.js";
import { say_known } from "./known.js";
import { answers, flush, is_asked, keep, lines_at, queue } from "./queue.js";
import { tell_anew } from "./refresh.js";
import { go, loud_of, made, page, say, visit } from "./screen.js";
import { store } from "./store.js";

const SAY_KEPT_AFTER = 2_000;
const PAGE_ID = 22;
const GO_WITH_WORDS = ["words_private", "private", "voice", "via"];

/** Forms on their way to the server as the browser sends them, without this script. */
export const sent_plainly = new WeakSet();

/** What to send: everything, but words only where they, or what stands beside them, changed since the server took them or since
    they were last put in the queue (there and back again is a change); another screen may hold newer ones. Of a form in parts,
    the parts that changed. */
function changed(form, now) {
  const flat = (fields, name) => JSON.stringify(fields.filter(([each]) => each === name));
  const differs = (name) => [accepted, synced].some((before) => flat(before.get(form), name) !== flat(now, name));
  const { parts } = form.dataset;
  if (parts) return now.filter(([name]) => {
    const part = form.querySelector(`[name=${name}]`).closest(parts);
    return !part || [...part.querySelectorAll("[name]")].some((each) => differs(each.name));
  });
  const all_words = GO_WITH_WORDS.some(differs);
  return now.filter(([name]) => !("words" in (form.elements[name]?.dataset ?? {})) || all_words || differs(name));
}

/** A key of its own for each form that is sent; it begins with the id of the page. */
const key_from = (page_key) => `${page_key.slice(0, PAGE_ID)}-${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;

export async function choose(form, button, field) {
  const then = button?.name === "then" ? button.value : "stay", taps = button?.name && button.name !== "then" && [button.name, button.value];
  if (button) for (const field of form.elements) held.delete(field);
  const now = read(form);
  if (!button && !is_dirty(form)) return;
  if (taps && !press(button)) return;
  const key = key_from(form.elements.key.value), fields = [...changed(form, now), ...(taps ? [taps] : [["then", then]]), ["key", key], ["said_at", new Date().toISOString()]];
  synced.set(form, now);
  queue.underway++;
  const late = setTimeout(() => say("Kept"), SAY_KEPT_AFTER);
  try {
    await keep({ key, address: address_of(form), seen: form.elements.seen.value, knew: seen_by(form), fields });
    await settle(form, now);
    await flush();
  } catch (problem) {
    loud_of("not kept")(problem);
    return send_plainly(form, button);
  } finally { queue.underway--; clearTimeout(late); }
  const answer = answers.get(key);
  if (answer?.data.saved) {
    accepted.set(form, now);
    await done(form, button ?? field, then, answer.data);
  } else if (answer && answer.status !== 409) await asked_back(form, then, button, answer.data);
  else if (!answer && then !== "stay" && !queue.waiting) send_plainly(form, button); // another tab has sent it; only the way on is missing
}

/** A box that is a button looks pressed at once. It says what a tap means, so a second tap means nothing until the page is told anew. */
function press(button) {
  if ("tapped" in button.dataset) return false;
  button.dataset.tapped = "";
  if (button.ariaPressed) button.ariaPressed = String(button.ariaPressed !== "true");
  return true;
}

async function done(form, touched, then, data) {
  show_problems(form, {});
  say_known(form);
  if (then !== "stay") return go(data.next);
  if (touched?.type === "submit" || data.newer?.length || (touched?.type === "radio" && form.querySelector("[data-day]"))) await tell_anew(start_form); // the words of a box name the day
  for (const words of data.newer ?? []) {
    let list = document.querySelector(".newer ul");
    if (!list) {
      const note = made("div", { className: "newer", role: "note" });
      note.append((list = made("ul")));
      document.querySelector("h1").insertAdjacentElement("afterend", note);
    }
    list.append(made("li", { textContent: words }));
  }
}

/** After a tap on the way on, the server's own page asks back; while people still fill in, the question stands beside the field. */
async function asked_back(form, then, button, data) {
  if (then === "stay") {
    show_problems(form, data.problems ?? { [data.field ?? ""]: data.problem });
    return say_known(form);
  }
  for (const { line } of await lines_at(address_of(form), visit, is_asked)) await (await store()).drop(line.n);
  send_plainly(form, button);
}

export function send_plainly(form, button) {
  sent_plainly.add(form);
  form.requestSubmit(button ?? undefined);
}

/** A tab that was closed while lines waited: the form shows what was last tapped, and not what the server knew before. */
export async function recall(form) {
  const plains = (await lines_at(address_of(form), visit, (each) => each.stuck !== 409)).map(({ plain }) => plain), last = plains.at(-1);
  if (!last) return;
  for (const field of form.elements) {
    const told = plains.findLast(({ fields }) => fields.some(([name]) => name === field.name)) ?? (!form.dataset.parts && last);
    if (!told) continue;
    const values = (field.type === "checkbox" && !form.dataset.parts ? last : told).fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    if (is_ticked(field)) field.checked = values.includes(field.value);
    else if (values.length && values[0] !== field.value) fill(field, values[0]);
  }
  form.elements.key.value = key_from(last.key); // what waits was said on this page: it shows it, and has seen no more than it
  form.elements.seen.value = plains[0].seen;
  page.recalled = true;
  synced.set(form, read(form));
  if (last.problems) show_problems(form, last.problems);
  else accepted.set(form, read(form));
  say_known(form);
}

export function start_form(form) {
  synced.set(form, read(form));
  accepted.set(form, read(form));
  /** A day that is being written is no day yet (its year is 0002, then 0020): it is said when its box is left. */
  const left = ({ type, target }) => { say_known(form); if (type !== "change" || target.type !== "date") choose(form, null, target); };
  for (const how of ["change", "focusout"]) form.addEventListener(how, left); // words that came back are no change to a browser
  form.addEventListener("submit", (event) => {
    if (sent_plainly.delete(form)) return;
    event.preventDefault();
    choose(form, event.submitter ?? form.querySelector("button"));
  });
}
