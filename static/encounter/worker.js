/* The worker that stands between the pages of a visit and the network; see sw.js. */

import { base_name, here, root } from "./screen.js";

export function start_worker() {
  if (!here.worker || window.top !== window || !navigator.serviceWorker) return;
  const words = { lang: root.lang, dir: root.dir, title: here.offlineTitle, text: here.offlineText, again: here.offlineAgain, style: document.querySelector("style").textContent };
  caches.open(`${base_name}-words`).then((kept) => kept.put(here.worker, new Response(JSON.stringify(words))))
    .then(() => navigator.serviceWorker.register(here.worker, { scope: here.visits })).catch(() => {}); // without it only the offline page is missing
}
