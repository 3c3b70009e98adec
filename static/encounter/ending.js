/* The end of a visit: this browser forgets it, and a screen that could not send everything yet shows nothing more. */

import { forget } from "./drafts.js";
import { send_plainly } from "./forms.js";
import { flush, queue } from "./queue.js";
import { device, here, made, quiet, visit } from "./screen.js";
import { reachable, secret_of } from "./server.js";
import { store } from "./store.js";

/** The server clears this browser; what waits here of another visit stays, sealed. */
export async function go_away(form, button) {
  const box = await store().catch(() => null);
  if (box) {
    await forget(form.matches("[data-end-form]"));
    const left = [...(await box.all()).filter((each) => !each.stuck), ...(await box.drafts.all())];
    if (left.length) form.append(made("input", { type: "hidden", name: "waiting", value: "yes" }));
  }
  send_plainly(form, button);
}

/** End the visit while lines wait: the screen shows nothing more, and the visit ends when they are sent. */
export async function lock(form) {
  device?.setItem("decisionaid.ending", visit);
  const sheet = made("main");
  sheet.append(made("h1", { textContent: here.sayLocked }), quiet);
  sheet.dataset.locked = "";
  form.hidden = true;
  document.body.replaceChildren(sheet, form);
  document.title = "decisionaid";
  for (;;) {
    await flush();
    if (!queue.waiting && (await reachable())) break;
    await new Promise((later) => { addEventListener("online", later, { once: true }); setTimeout(later, 3_000); });
  }
  form.elements.csrf_token.value = (await secret_of(visit)).csrf;
  device?.removeItem("decisionaid.ending");
  await go_away(form);
}
