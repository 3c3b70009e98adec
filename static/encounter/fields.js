/* What stands in the fields of a form, and the questions beside them. */

const OURS = ["csrf_token", "key", "seen"];

/** What was last written down here for a form, and what the server last took. */
export const synced = new WeakMap(), accepted = new WeakMap();
export const address_of = (form) => new URL(form.action, location.href).pathname;
export const read = (form) => [...new FormData(form)].filter(([name]) => !OURS.includes(name));
export const is_dirty = (form) => JSON.stringify(read(form)) !== JSON.stringify(synced.get(form));

export function show_problems(form, problems) {
  for (const old of form.querySelectorAll("[data-problem]")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const [name, words] of Object.entries(problems)) {
    const found = form.elements[name], field = found instanceof RadioNodeList ? found[0] : found;
    const line = Object.assign(document.createElement("p"), { className: "ask-back", id: `ask_${name}`, textContent: words });
    line.dataset.problem = name;
    (field?.closest("fieldset, .row") ?? form).append(line);
    field?.setAttribute("aria-describedby", line.id);
    if (field && field.type !== "radio" && field.type !== "checkbox") field.setAttribute("aria-invalid", "true");
  }
}
