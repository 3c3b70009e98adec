/* What the page around a frame is told, and what it may ask. `hello` goes to listed sites only and never to everybody; the site hands
   over a port, and everything after runs on that. Details hold nothing about a person's health unless the site has the scope
   "choices"; words that somebody typed, and what is just between us, are never among them. */
{
  const kept = window.decisionaid, root = document.documentElement, QUICK = 250, MOST_GROWTHS = 12, LEAST = 160, MOST = 20_000;
  const sites = new Map(JSON.parse(root.dataset.framed || "[]").map(([origin, ...scopes]) => [origin, scopes]));
  if (self.origin === "null") kept.lacks("allow-same-origin", " in its sandbox: the cards cannot work here");
  const own = self.origin !== "null" && location.origin;
  const is_listed = (origin) => origin !== "null" && (sites.has(origin) || origin === own);

  kept.tell = (type, detail = {}) => kept.port?.postMessage({ type, ...detail });
  kept.tell_choices = (type, detail) => kept.tell(type, kept.scopes.includes("choices") ? detail : {});

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
    kept.port.onmessage = (event) => kept.hear(event.data);
    kept.hear({ type: "look", look: data.look });
    say_where();
    height.told = 0;
    measure();
  });

  const asked = { look: ({ look }) => dress((kept.look = look ?? {})), focus: () => document.querySelector("main")?.focus() };
  kept.hear = (data) => (asked[data?.type] ?? kept.ways?.[data?.type])?.(data);

  /* the height of what is there: of the content, never of the window */
  const height = { told: 0, at: 0, quick: 0, calm: LEAST, stopped: false };
  function measure() {
    if (height.stopped || !innerWidth || !document.body || matchMedia("print").matches) return;
    const open = document.querySelector("dialog[open]"), needs = Math.max(document.body.getBoundingClientRect().height, open?.scrollHeight ?? 0);
    const now = Math.min(MOST, Math.max(LEAST, Math.ceil(needs)));
    if (Math.abs(now - height.told) <= 1) return;
    const at = performance.now();
    height.quick = now > height.told && at - height.at < QUICK ? height.quick + 1 : 0;
    height.at = at;
    if (!height.quick) height.calm = now;
    if (height.quick >= MOST_GROWTHS || (height.quick > 2 && now === MOST)) { // each new height makes it taller: it scrolls inside instead
      height.stopped = true;
      kept.tell("height", { height: height.calm });
      return kept.tell("error", { code: "height" });
    }
    height.told = now;
    kept.tell("height", { height: now });
  }

  /* the look that the page around asks for: colours as six digits, and only where they can be read */
  const HEX = /^#[0-9a-f]{6}$/i, TEXT = 4.5, SHAPE = 3;
  const light = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (one, other) => { const [low, high] = [light(one), light(other)].sort((a, b) => a - b); return (high + 0.05) / (low + 0.05); };
  const mix = (one, other, part) => "#" + [1, 3, 5].map((at) => Math.round(parseInt(one.slice(at, at + 2), 16) * part + parseInt(other.slice(at, at + 2), 16) * (1 - part)).toString(16).padStart(2, "0")).join("");

  function dress({ theme, textSize, mode, tokens = {} }) {
    for (const [name, value] of [["theme", theme], ["mode", mode]]) if (value) root.dataset[name] = value; else delete root.dataset[name];
    if (textSize === "large") root.dataset.text = "large";
    root.removeAttribute("style");
    const style = getComputedStyle(root), now = (name) => style.getPropertyValue(name).trim(), given = (name) => (HEX.test(tokens[name]) ? tokens[name] : "");
    const paper = given("paper") || now("--paper"), ink = given("ink") || now("--ink"), accent = given("accent") || now("--accent"), focus = given("focus") || accent;
    if (![paper, ink, accent, focus].every((each) => HEX.test(each))) return;
    const quiet = mix(ink, paper, 0.8), tint = mix(accent, paper, 0.1);
    const fits = contrast(ink, paper) >= TEXT && contrast(quiet, tint) >= TEXT && contrast(accent, paper) >= TEXT && contrast(focus, paper) >= SHAPE;
    if (!fits) return kept.tell("error", { code: "contrast" });
    const set = (name, value) => root.style.setProperty(`--${name}`, value);
    if (given("paper") || given("ink")) for (const [name, value] of Object.entries({ paper, surface: paper, ink, quiet, tint, hair: mix(ink, paper, 0.2), line: mix(ink, paper, 0.55) })) set(name, value);
    if (given("accent")) { set("accent", accent); set("tint", tint); }
    if (given("focus")) set("focus", focus);
    if (/^\d{1,2}px$/.test(tokens.radius)) set("radius", tokens.radius);
  }

  /* what is told by itself */
  function say_where() {
    const { card, page } = document.body.dataset, door = document.querySelector("[data-door]"), problem = document.body.dataset.problemPage;
    if (!door && !problem) return kept.tell("card", { card: card ?? page ?? "topics", name: document.title });
    if (door?.dataset.state === "ended") return kept.tell("ended");
    if (problem || door.dataset.state !== "code") kept.tell("error", { code: problem ? `answer-${problem}` : "code-needed" });
  }

  document.addEventListener("DOMContentLoaded", () => {
    dress(kept.look);
    new ResizeObserver(measure).observe(document.body);
    for (const sheet of document.querySelectorAll("dialog")) new MutationObserver(measure).observe(sheet, { attributes: true });
    const quiet = document.querySelector("[data-saved]");
    if (quiet) new MutationObserver(() => kept.tell("saved", { pending: Number(quiet.dataset.waiting ?? 0) })).observe(quiet, { attributes: true, attributeFilter: ["data-state", "data-waiting"] });
    if (kept.port) say_where(); else hello();
    measure();
  });
}
