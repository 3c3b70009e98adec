/* What the page around a frame is told, and what it may ask, over the port that it handed over. Loaded a single time in a window, in which
   one page takes the place of another; `begin` is done for each. Details hold nothing about a person's health unless the site has the
   scope "choices"; words that somebody typed, and what is just between us, are never among them. */

const kept = window.decisionaid, QUICK = 250, MOST_GROWTHS = 12, LEAST = 160, MOST = 20_000;
const tell_choices = (type, detail) => kept.tell(type, kept.scopes.includes("choices") ? detail : {});

/** A choice was saved: told to a site that may know what, in closed words alone. */
kept.chosen = async (body, answer) => {
  const data = await answer.json().catch(() => ({})), fields = [...new URLSearchParams(body)];
  if (!data.saved) return;
  const is_word = (name) => document.querySelector(`[name="${CSS.escape(name)}"]:is([type=radio], [type=checkbox], button)`);
  const hushed = fields.some(([name, value]) => name.endsWith("private") && value === "yes");
  const { aid, card } = document.body.dataset;
  tell_choices("choice", { aid, card, values: hushed ? {} : Object.fromEntries(fields.filter(([name]) => is_word(name) && name !== "then")) });
};

/* the height of what is there: of the content, never of the window */
const of_a_page = { told: 0, at: 0, quick: 0, calm: LEAST, stopped: false }, height = { ...of_a_page };
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
  const root = document.documentElement;
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

const asked = {
  look: ({ look }) => dress((kept.look = look ?? {})),
  focus: () => document.querySelector("main")?.focus(),
  pause: () => { const sheet = document.querySelector("[data-sheet]"); if (sheet && !sheet.open) sheet.showModal(); },
  resume: () => document.querySelector("[data-sheet]")?.close(),
  print: () => { const way = document.querySelector("[data-print-way]"); if (way) kept.go(way.href); },
  plan: async () => {
    const link = document.querySelector("[data-plan-way]");
    if (!link) return;
    await kept.go(link.href);
    if (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
    const parts = [...document.querySelectorAll("[data-plan] > [data-section]")];
    tell_choices("plan", { text: parts.map((each) => each.innerText).join("\n\n") });
  },
};

/* what is told by itself */
function say_where() {
  const { card, page } = document.body.dataset, door = document.querySelector("[data-door]"), problem = document.body.dataset.problemPage;
  if (!door && !problem) return kept.tell("card", { card: card ?? page ?? "topics", name: document.title });
  if (door?.dataset.state === "ended") return kept.tell("ended");
  if (problem || door.dataset.state !== "code") kept.tell("error", { code: problem ? `answer-${problem}` : "code-needed" });
}

let begun = null;
kept.begin = () => {
  kept.port.onmessage = ({ data }) => asked[data?.type]?.(data);
  dress(kept.look);
  say_where();
  Object.assign(height, of_a_page);
  if (begun !== document.body) watch((begun = document.body));
  measure();
};

function watch(body) {
  new ResizeObserver(measure).observe(body);
  for (const sheet of document.querySelectorAll("dialog")) new MutationObserver(measure).observe(sheet, { attributes: true });
  const quiet = document.querySelector("[data-saved]");
  if (quiet) new MutationObserver(() => kept.tell("saved", { pending: Number(quiet.dataset.waiting ?? 0) })).observe(quiet, { attributes: true, attributeFilter: ["data-state", "data-waiting"] });
}
