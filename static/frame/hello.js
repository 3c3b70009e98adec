/* Meets the page around a frame. `hello` goes to listed sites only and never to everybody; the site hands over a port, and everything
   after runs on that. What is said there is in hosted.js, which a frame loads when it is given a port: a plain frame never is. */
{
  const kept = window.decisionaid, root = document.documentElement, AGAIN = 1_000;
  const sites = new Map(JSON.parse(root.dataset.framed || "[]").map(([origin, ...scopes]) => [origin, scopes]));
  if (self.origin === "null") kept.lacks("allow-same-origin", " in its sandbox: the cards cannot work here");
  const own = self.origin !== "null" && location.origin;
  const is_listed = (origin) => origin !== "null" && (sites.has(origin) || origin === own);

  kept.tell = (type, detail = {}) => kept.port?.postMessage({ type, ...detail });

  function hello() {
    const near = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);
    const to = is_listed(near) ? [near] : near === own || location.ancestorOrigins ? [] : [...sites.keys()];
    for (const origin of to) parent.postMessage({ decisionaid: "hello", version: 1 }, origin);
  }

  addEventListener("message", ({ source, origin, data, ports }) => {
    if (source !== parent || !is_listed(origin) || data?.decisionaid !== "port" || !ports[0]) return;
    kept.port?.close();
    kept.port = ports[0];
    kept.scopes = sites.get(origin) ?? ["choices"]; // our own page of documentation, which is listed nowhere
    kept.look = data.look ?? {};
    converse();
  });

  /** A page that is still arriving begins by itself; one page may take the place of another while the script is on its way. */
  async function converse(tries = 0) {
    const anew = tries ? `&again=${tries}` : ""; // a browser may remember for an address that it could not be loaded
    try { if (!kept.begin) await import("./hosted.js" + anew); } catch { return setTimeout(converse, AGAIN, tries + 1); }
    if (document.readyState !== "loading") kept.begin();
  }

  document.addEventListener("DOMContentLoaded", () => { if (kept.port) converse(); else hello(); });
}
