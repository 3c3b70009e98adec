/* What stands in the fields of a form, and the questions beside them. */

import { made } from "./screen.js";

const OUR_FIELDS = ["csrf_token", "key", "seen"];
export const is_ticked = (field) => ["radio", "checkbox"].includes(field.type);
const is_sent = (field) =>
  field.name && !OUR_FIELDS.includes(field.name) && (field.checked || !is_ticked(field)) && field.matches(":is(input, select, textarea):enabled");

/** What was last written down here for a form, and what the server last took. */
export const synced = new WeakMap(), accepted = new WeakMap();
export const address_of = (form) => new URL(form.action).pathname;
/** Boxes that show words older than what the server has, until somebody touches them: what the server has. */
export const held = new WeakMap();
/** What the form would send. Not by `new FormData`: a browser lays the whole page out for that, closed panels too, before it has
    drawn anything. */
export const read = (form) => [...form.elements].filter(is_sent).map(({ name, value }) => [name, held.get(form.elements[name]) ?? value]);
/** What a form says of itself beside its fields, such as which question its box is. */
export const hidden_of = (form) => [...form.elements].filter((each) => each.type === "hidden" && ![...OUR_FIELDS, "encounter"].includes(each.name)).map((each) => [each.name, each.value]);
export const is_dirty = (form) => JSON.stringify(read(form)) !== JSON.stringify(synced.get(form));

/** Put what was typed before into a box, where it can be seen. */
export function fill(field, value) {
  field.value = value;
  for (let panel = field.closest("details"); panel; panel = panel.parentElement.closest("details")) panel.open = true;
}

export function show_problems(form, problems) {
  for (const old of form.querySelectorAll("[data-problem]")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const [name, words] of Object.entries(problems)) {
    const found = form.elements[name], field = found instanceof RadioNodeList ? found[0] : found;
    const line = made("p", { className: "ask-back", id: `ask_${name}`, textContent: words });
    line.dataset.problem = name;
    (field?.closest("fieldset, .row") ?? form).append(line);
    field?.setAttribute("aria-describedby", line.id);
    if (field && !is_ticked(field)) field.setAttribute("aria-invalid", "true");
  }
}
