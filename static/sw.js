/* Between the pages of a visit and the network: style sheets and scripts that never change under their name, and one kind page for
   when there is no connection. It keeps nothing that speaks of a patient: pages and answers pass through it and are never stored. */

const STATIC = new URL(".", location).pathname, NAME = `decisionaid${new URL("..", location).pathname.slice(0, -1)}`;
const KEPT = `${NAME}-static`, WORDS = `${NAME}-words`;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => offline()));
  else if (address.pathname.startsWith(STATIC) && address.searchParams.has("v")) event.respondWith(unchanging(request, address));
});

/** A file whose address changes with its content; an older one of the same name goes. */
async function unchanging(request, address) {
  const kept = await caches.open(KEPT), found = await kept.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") {
    for (const old of await kept.keys()) if (new URL(old.url).pathname === address.pathname) await kept.delete(old);
    await kept.put(request, answer.clone());
  }
  return answer;
}

async function offline() {
  const told = await (await caches.open(WORDS)).match(location.pathname);
  const words = told ? await told.json() : {
    lang: "en", dir: "ltr", title: "Not connected just now", again: "Try again",
    text: "What was tapped is kept on this device, and is saved when the connection is back.",
  };
  const plain = Object.fromEntries(Object.entries(words).map(([name, text]) => [name, String(text).replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`)]));
  const { style = "" } = words, hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style)));
  return new Response(
    `<!doctype html><html lang="${plain.lang}" dir="${plain.dir}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
      `<meta name="color-scheme" content="light dark"><title>decisionaid</title><style>${style}</style><main data-offline><h1>${plain.title}</h1><p>${plain.text}</p>` +
      `<p><a class="button" href="">${plain.again}</a></p></main></html>`,
    { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${btoa(String.fromCharCode(...hash))}'` } },
  );
}
