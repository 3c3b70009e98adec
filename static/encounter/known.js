/* The list above "These are right": it says at once what is changed beneath it, also while there is no connection. */

import { is_ticked } from "./fields.js";

const label_of = (field) => field.closest("label")?.textContent.trim() ?? "";

function words_of(fields) {
  if (fields.some(is_ticked)) return fields.filter((each) => each.checked).map(label_of).join(" · ");
  const [box] = fields, unit = box.parentElement.querySelector("option:checked, .unit")?.textContent ?? "";
  return box.value.trim() && `${box.value.trim()} ${unit.trim()}`.trim();
}

/** Nobody confirms a value that is not the one in the box, and nobody one that a question is open about: its line waits, as on a
    page that asks back. So does one whose day was changed, for a day is said in words. */
export function say_known(form) {
  for (const place of form.querySelectorAll("[data-says]")) {
    const fields = [...form.querySelectorAll(`[name="${place.dataset.says}"]`)];
    const day = fields[0]?.closest(".row").querySelector("[type=date]");
    if (fields.length && day !== fields[0] && place.textContent !== words_of(fields)) place.textContent = words_of(fields);
    place.parentElement.hidden = Boolean(form.querySelector(`[data-problem="${place.dataset.says}"]`) ?? (day?.value !== day?.defaultValue));
  }
}
