/* The visit in a browser: a choice is saved where it is tapped, and kept on this device while there is no connection.

   Every form works without this file; it only makes them instant. What is tapped is sealed and written down here first, then sent,
   and taken away only when the server says that it has it; the same key, sent again, counts a single time. One file, because a
   first card may ask for six things at most. Rejected: sending first and keeping what failed, which loses a tap when the tab is
   killed in between; keeping drafts of words while they are typed, because every draft would stay in the log. */

const root = document.documentElement;
const visit = document.body.dataset.encounter ?? "";
const quiet = document.querySelector("[data-saved]");
const here = document.querySelector("[data-waiting]")?.dataset ?? {};
let forms = [...document.querySelectorAll("form[data-choose]")];
const TRY_AGAIN = [1, 2, 4, 8, 15, 30];
const ANSWER_WITHIN = 10_000, SAY_KEPT_AFTER = 2_000;

class Stop extends Error {
  /** Sending rests; `why` is the word that the quiet line says. */
  constructor(why) { super(why); this.why = why; }
}

function loud(what) {
  console.error(`decisionaid: ${what}`);
  root.dataset.lacks = `${root.dataset.lacks ?? ""} ${what}`.trim();
}

function storage(name) {
  try { window[name].getItem("decisionaid"); return window[name]; } catch { loud(`no ${name}`); return null; }
}
const tab = storage("sessionStorage"), device = storage("localStorage");

function say(word, address, link) {
  if (!quiet) return;
  const text = here[`say${word}`] ?? "";
  quiet.dataset.state = word.toLowerCase();
  if (!address && quiet.textContent === text) return;
  quiet.textContent = text;
  if (!address) return;
  const to = document.createElement("a");
  to.href = address;
  to.textContent = link;
  quiet.append(" ", to);
}

/* ---- where lines wait: IndexedDB, else localStorage, else the form is sent plainly */

function indexed() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("decisionaid", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "n", autoIncrement: true });
    asked.onerror = asked.onblocked = () => fail(asked.error ?? new Error("blocked"));
    asked.onsuccess = () => done(asked.result);
  }).then((base) => {
    base.onclose = base.onversionchange = () => { base.close(); opened = null; };
    const work = (mode, what) => new Promise((done, fail) => {
      const all = base.transaction("waiting", mode, { durability: "strict" });
      const asked = what(all.objectStore("waiting"));
      all.oncomplete = () => done(asked.result);
      all.onabort = all.onerror = () => fail(all.error ?? new Error("not written"));
    });
    return {
      all: () => work("readonly", (rows) => rows.getAll()),
      put: (line) => work("readwrite", (rows) => rows.put(line)),
      drop: (n) => work("readwrite", (rows) => rows.delete(n)),
    };
  });
}

function plainly_stored() {
  if (!device) throw new Error("nothing can be kept in this browser");
  const name = (n) => `decisionaid.${n}`;
  return {
    all: async () => Object.keys(device).filter((key) => /^decisionaid\.\d+$/.test(key))
      .map((key) => JSON.parse(device.getItem(key))).sort((one, other) => one.n - other.n),
    put: async (line) => {
      const n = line.n ?? Math.max(Date.now() * 100, (Number(device.getItem("decisionaid.last")) || 0) + 1);
      device.setItem("decisionaid.last", n);
      device.setItem(name(n), JSON.stringify({ ...line, n }));
      return n;
    },
    drop: async (n) => device.removeItem(name(n)),
  };
}

let opened = null;
const store = () => (opened ??= indexed().catch((problem) => { loud(`no IndexedDB (${problem?.name})`); return plainly_stored(); }));

/* ---- sealed under the visit's key, which the server gives to a signed-in page alone */

const secrets = new Map();
if (visit && here.key) secrets.set(visit, { key: here.key, csrf: here.csrf });
const utf8 = (text) => new TextEncoder().encode(text);
const to_text = (bytes) => btoa(Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each)).join(""));
const to_bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const key_of = (hex) =>
  crypto.subtle.importKey("raw", Uint8Array.from(hex.match(/../g), (each) => parseInt(each, 16)), "AES-GCM", false, ["encrypt", "decrypt"]);

async function seal(plain, key, of_visit) {
  const iv = crypto.getRandomValues(new Uint8Array(12)), where = { name: "AES-GCM", iv, additionalData: utf8(of_visit) };
  return `${to_text(iv)}.${to_text(await crypto.subtle.encrypt(where, await key_of(key), utf8(JSON.stringify(plain))))}`;
}

async function unseal(line, key) {
  const [iv, box] = line.sealed.split(".").map(to_bytes);
  const where = { name: "AES-GCM", iv, additionalData: utf8(line.visit) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(where, await key_of(key), box)));
}

async function ask(address, fields) {
  let answer, data;
  try {
    answer = await fetch(address, {
      method: fields ? "POST" : "GET", body: fields && new URLSearchParams(fields), headers: { Accept: "application/json" },
      redirect: "error", cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    data = await answer.json();
  } catch { throw new Stop("Kept"); } // no connection, or something in between answered that is not our server
  if (answer.status === 401) throw new Stop("SignIn");
  if (answer.status === 429 || answer.status >= 500) throw new Stop("Kept");
  return { status: answer.status, data };
}

async function secret_of(of_visit, anew = false) {
  if (anew || !secrets.has(of_visit)) {
    const { status, data } = await ask(`/visits/${of_visit}/wait-key`);
    if (status !== 200) throw new Stop("NotOurs");
    secrets.set(of_visit, data);
  }
  return secrets.get(of_visit);
}

/** Send fields to an address of a visit; a token that has grown stale is fetched anew a single time. */
async function post(address, fields, of_visit) {
  for (let anew = false; ; anew = true) {
    const answer = await ask(address, [...fields, ["csrf_token", (await secret_of(of_visit, anew)).csrf]]);
    if (anew || !answer.data.reload) return answer;
  }
}

/* ---- the queue: lines of one visit leave in their order, to their own visit and no other */

const answers = new Map(), seen = new Map([[visit, Number(document.body.dataset.seen) || 0]]);
let sending = null, wanted = false, tries = 0, timer = 0, underway = 0, open_here = 0, trouble = "", sent_any = false;

async function keep(plain) {
  const box = await store();
  return box.put({ visit, sealed: await seal(plain, (await secret_of(visit)).key, visit) });
}

async function send(line) {
  const plain = await unseal(line, (await secret_of(line.visit)).key).catch((problem) => {
    if (problem instanceof Stop) throw problem;
    loud("a line that waits here cannot be opened");
    throw new Stop("NotOurs");
  });
  const fields = [...plain.fields, ["seen", Math.max(plain.seen, seen.get(line.visit) ?? 0)]];
  const { status, data } = await post(plain.address, fields, line.visit);
  if (status === 404) await secret_of(line.visit, true); // stops here where somebody else has signed in
  const box = await store();
  if (status === 200 && data.saved) {
    seen.set(line.visit, Math.max(data.seq ?? 0, seen.get(line.visit) ?? 0));
    await box.drop(line.n);
    for (const { line: old } of await lines_at(plain.address, line.visit, (each) => each.stuck && each.stuck !== 409 && each.n < line.n)) await box.drop(old.n);
    sent_any ||= line.visit === visit;
  } else {
    const problems = data.problems ?? { [data.field ?? ""]: data.problem ?? "" };
    await box.put({ ...line, stuck: status, sealed: await seal({ ...plain, problems }, secrets.get(line.visit).key, line.visit) });
  }
  answers.set(plain.key, { status, data });
}

async function send_all() {
  const passed = new Set();
  for (;;) {
    const line = (await (await store()).all()).find((each) => !each.stuck && !passed.has(each.visit));
    if (!line) return;
    try { await send(line); tries = 0; } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      passed.add(line.visit);
      trouble = stop.why === "NotOurs" && line.visit !== visit ? trouble : stop.why;
      if (stop.why === "Kept") return;
    }
  }
}

async function drain() {
  try {
    while (wanted) {
      wanted = false; trouble = "";
      await (navigator.locks ? navigator.locks.request("decisionaid", send_all) : send_all());
    }
  } finally { sending = null; }
}

/** Send what waits; two tabs take turns. */
function flush() {
  wanted = true;
  return (sending ??= drain().then(report).catch((problem) => loud(`what waits could not be read (${problem?.name})`)));
}

async function report() {
  const lines = (await (await store()).all()), own = lines.filter((each) => each.visit === visit);
  const stuck = own.find((each) => each.stuck);
  open_here = own.filter((each) => !each.stuck).length;
  clearTimeout(timer);
  if (lines.some((each) => !each.stuck) && trouble === "Kept") timer = setTimeout(flush, 1_000 * TRY_AGAIN[Math.min(tries++, TRY_AGAIN.length - 1)]);
  if (open_here && trouble === "SignIn") say("SignIn", `/sign-in?next=${encodeURIComponent(location.pathname)}`, here.linkSignIn);
  else if (open_here) say(trouble === "NotOurs" ? "NotOurs" : "Kept");
  else if (stuck?.stuck === 409) say("Ended");
  else if (stuck) await report_stuck(stuck);
  else if (sent_any) say("Saved");
  if (!open_here && !underway && document.querySelector("[data-tapped]")) await tell_anew();
}

async function report_stuck(line) {
  const { address } = await unseal(line, (await secret_of(visit)).key);
  if (forms.some((form) => address_of(form) === address)) say("Asked");
  else say("Asked", address, here.linkAsked);
}

async function lines_at(address, of_visit, which) {
  const found = [];
  for (const line of (await (await store()).all()).filter((each) => each.visit === of_visit && which(each))) {
    const plain = await unseal(line, (await secret_of(of_visit)).key);
    if (plain.address === address) found.push({ line, plain });
  }
  return found;
}

/* ---- forms */

const address_of = (form) => new URL(form.action, location.href).pathname;
const OURS = ["csrf_token", "key", "seen"], GO_WITH_WORDS = ["words_private", "private", "voice", "via"];
const synced = new WeakMap(), accepted = new WeakMap(), sent_plainly = new WeakSet();
const read = (form) => [...new FormData(form)].filter(([name]) => !OURS.includes(name));

/** What to send: everything, but words only where they, or what stands beside them, changed since the server took them; another
    screen may hold newer ones. */
function changed(form, now) {
  const before = accepted.get(form), flat = (fields, name) => JSON.stringify(fields.filter(([each]) => each === name));
  const differs = (name) => flat(before, name) !== flat(now, name);
  const all_words = GO_WITH_WORDS.some(differs);
  return now.filter(([name]) => !("words" in (form.elements[name]?.dataset ?? {})) || all_words || differs(name));
}

async function choose(form, button, field) {
  const then = button?.name === "then" ? button.value : "stay", taps = button?.name && button.name !== "then" && [button.name, button.value];
  const now = read(form);
  if (!button && JSON.stringify(now) === JSON.stringify(synced.get(form))) return;
  if (taps && !press(button)) return;
  const key = crypto.randomUUID(), fields = [...changed(form, now), ...(taps ? [taps] : [["then", then]]), ["key", key], ["said_at", new Date().toISOString()]];
  synced.set(form, now);
  underway += 1;
  const late = setTimeout(() => say("Kept"), SAY_KEPT_AFTER);
  try {
    await keep({ key, address: address_of(form), seen: seen.get(visit), fields });
    await flush();
  } catch (problem) {
    loud(`a line could not be kept (${problem?.name})`);
    return send_plainly(form, button);
  } finally { underway -= 1; clearTimeout(late); }
  const answer = answers.get(key);
  if (answer?.data.saved) accepted.set(form, now);
  if (answer?.data.saved) await done(form, button ?? field, then, answer.data);
  else if (answer && answer.status !== 409) await asked_back(form, then, button, answer.data);
  else if (!answer && then !== "stay" && !open_here) send_plainly(form, button); // another tab has sent it; only the way on is missing
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
  if (then !== "stay") return location.assign(data.next);
  if (touched?.type === "submit" || (touched?.type === "radio" && form.querySelector("[data-day]"))) await tell_anew(); // the words of a box name the day
  for (const words of data.newer ?? []) {
    const list = document.querySelector(".newer") ?? document.querySelector("h1").insertAdjacentElement("afterend", document.createElement("ul"));
    list.className = "newer"; list.role = "note";
    list.append(Object.assign(document.createElement("li"), { textContent: words }));
  }
}

/** After a tap that changes other words on the card the server tells it anew, unless somebody is writing; focus and open panels stay. */
async function tell_anew() {
  const dirty = (form) => JSON.stringify(read(form)) !== JSON.stringify(synced.get(form));
  if (underway || forms.some(dirty)) return;
  const answer = await fetch(location.pathname, { cache: "no-store" }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text().catch(() => ""), "text/html");
  if (!page || page.body.dataset.encounter !== visit || underway || forms.some(dirty)) return;
  const active = document.activeElement, form_at = forms.indexOf(active?.form), at = [...(active?.form?.elements ?? [])].indexOf(active);
  const panels = () => [...document.querySelectorAll("main details")], open = new Set(panels().filter((each) => each.open).map((each) => each.innerText.split("\n")[0]));
  for (const part of ["main", "nav.topics"]) document.querySelector(part)?.replaceWith(document.adoptNode(page.querySelector(part)));
  for (const each of panels()) each.open ||= open.has(each.innerText.split("\n")[0]);
  forms = [...document.querySelectorAll("form[data-choose]")];
  forms.forEach(start_form);
  if (active === document.activeElement) return;
  const fields = [...(forms[form_at]?.elements ?? [])], same = fields.find((each) => each.name === active.name && each.value === active.value);
  (same ?? fields[at] ?? document.querySelector("main")).focus({ preventScroll: true });
}

/** After a tap on the way on, the server's own page asks back; while people still fill in, the question stands beside the field. */
async function asked_back(form, then, button, data) {
  if (then === "stay") return show_problems(form, data.problems ?? { [data.field ?? ""]: data.problem });
  for (const { line } of await lines_at(address_of(form), visit, (each) => each.stuck && each.stuck !== 409)) await (await store()).drop(line.n);
  send_plainly(form, button);
}

function send_plainly(form, button) {
  sent_plainly.add(form);
  form.requestSubmit(button ?? undefined);
}

function show_problems(form, problems) {
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

/** A tab that was closed while lines waited: the form shows what was last tapped, and not what the server knew before. */
async function recall(form) {
  const plains = (await lines_at(address_of(form), visit, (each) => each.stuck !== 409)).map(({ plain }) => plain), last = plains.at(-1);
  if (!last) return;
  for (const field of form.elements) {
    const told = plains.findLast(({ fields }) => fields.some(([name]) => name === field.name)) ?? last;
    const values = (field.type === "checkbox" ? last : told).fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
  synced.set(form, read(form));
  if (last.problems) show_problems(form, last.problems);
}

function start_form(form) {
  synced.set(form, read(form));
  accepted.set(form, read(form));
  form.addEventListener("change", (event) => choose(form, null, event.target));
  form.addEventListener("submit", (event) => {
    if (sent_plainly.delete(form)) return;
    event.preventDefault();
    choose(form, event.submitter ?? form.querySelector("button"));
  });
}

/* ---- leaving the page waits for what is not saved yet */

/** Whether the server answers. The browser's own word is not enough: a laptop without any network still reaches its own server. */
const reachable = () => secret_of(visit, true).then(() => true, () => false);
const waits = () => underway || open_here || (visit && !navigator.onLine);

async function leave(go) {
  while (underway) await new Promise((later) => setTimeout(later, 20));
  await flush();
  if (!open_here && (navigator.onLine || (await reachable()))) return go();
  if (trouble !== "SignIn") say(open_here ? "NotYet" : "Offline");
}

function hold_links(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const there = new URL(link.href);
  if (link.target || there.origin !== location.origin || there.pathname === "/sign-in" || !waits()) return;
  if (there.pathname === location.pathname && there.hash) return;
  event.preventDefault();
  leave(() => location.assign(link.href));
}

function hold_form(event) {
  const form = event.target, ends = form.matches("[data-end-form]");
  if (form.matches("[data-choose], [method=dialog]") || sent_plainly.delete(form)) return;
  if (!waits() && !ends && !form.matches("[action='/sign-out']")) return;
  event.preventDefault();
  if (ends && waits()) lock(form);
  else if (ends || !waits()) go_away(form, event.submitter);
  else leave(() => send_plainly(form, event.submitter));
}

/** The server clears this browser; lines of another visit that could not be sent yet stay, sealed. */
async function go_away(form, button) {
  const others = (await (await store()).all().catch(() => [])).some((each) => !each.stuck);
  if (others) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "waiting", value: "yes" }));
  send_plainly(form, button);
}

/** End the visit while lines wait: the screen shows nothing more, and the visit ends when they are sent. */
async function lock(form) {
  device?.setItem("decisionaid.ending", visit);
  const sheet = document.createElement("main");
  sheet.append(Object.assign(document.createElement("h1"), { textContent: here.sayLocked }), quiet);
  sheet.dataset.locked = "";
  form.hidden = true;
  document.body.replaceChildren(sheet, form);
  document.title = "decisionaid";
  for (;;) {
    await flush();
    if (!open_here && (await reachable())) break;
    await new Promise((later) => { addEventListener("online", later, { once: true }); setTimeout(later, 3_000); });
  }
  form.elements.csrf_token.value = secrets.get(visit).csrf;
  device?.removeItem("decisionaid.ending");
  await go_away(form);
}

/* ---- let's just talk, larger text, the worker, coming back */

function start_talk() {
  const button = document.querySelector("[data-talk]"), sheet = document.querySelector("[data-sheet]");
  if (!button || !sheet) return loud("no sheet for “let’s just talk”");
  button.addEventListener("click", () => {
    if (!("commandForElement" in HTMLButtonElement.prototype)) sheet.showModal();
    post(`/visits/${visit}/hold`, [["encounter", visit]], visit).catch(() => {}); // offline nothing rests before the connection is back
  });
  sheet.addEventListener("close", () => {
    for (const more of sheet.querySelectorAll("details")) more.open = false;
    if (document.activeElement === document.body) button.focus({ preventScroll: true });
  });
}

function start_larger() {
  const box = document.querySelector("[data-larger]");
  if (!box) return loud("no box for larger text");
  box.checked = root.dataset.text === "large"; // page.js has set it before anything was drawn
  box.addEventListener("change", () => {
    if (box.checked) tab?.setItem("decisionaid.larger", "yes");
    else tab?.removeItem("decisionaid.larger");
    delete root.dataset.text;
  });
}

function start_worker() {
  if (!here.worker || window.top !== window || !navigator.serviceWorker) return;
  const words = { lang: root.lang, dir: root.dir, title: here.offlineTitle, text: here.offlineText, again: here.offlineAgain };
  caches.open("decisionaid-words").then((kept) => kept.put("/static/offline-words", new Response(JSON.stringify(words))))
    .then(() => navigator.serviceWorker.register(here.worker, { scope: "/visits/" })).catch(() => {}); // without it only the offline page is missing
}

function start_visit() {
  if (!quiet || !here.key) loud("no place for the quiet line");
  const ending = document.querySelector("[data-end-form]");
  const open = document.querySelector("[data-end]");
  if (device?.getItem("decisionaid.ending") === visit) {
    if (ending) return lock(ending);
    if (open) { root.hidden = true; return location.replace(`/visits/${visit}/plan`); }
    device.removeItem("decisionaid.ending");
  }
  if (open) start_talk();
  for (const once of ["pointerdown", "keydown"]) addEventListener(once, start_worker, { once: true }); // not before: a first card asks for six things at most
}

/** What waited while this tab was closed is shown and sent; a page outside a visit makes no place for lines where there is none. */
async function start_sending() {
  if (document.querySelector("[data-ended]")) await clear_up();
  const bases = visit ? null : await indexedDB.databases?.();
  if (bases && !bases.some(({ name }) => name === "decisionaid")) return;
  if (!(await (await store()).all()).length) return;
  for (const form of forms) await recall(form);
  await flush();
}

/** The server has told the browser to forget; not every browser listens. Sealed lines of another visit stay. */
async function clear_up() {
  tab?.clear();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const each of (await navigator.serviceWorker?.getRegistrations()) ?? []) await each.unregister();
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  root.hidden = true; // the page came back from memory: nothing shows before the server has said who is here
  location.reload();
});
start_larger();
if (globalThis.crypto?.subtle) {
  if (visit) start_visit();
  for (const form of forms) start_form(form);
  document.addEventListener("visibilitychange", () => { if (document.hidden) for (const form of forms) choose(form); });
  addEventListener("click", hold_links);
  addEventListener("submit", hold_form);
  addEventListener("online", () => { tries = 0; flush(); });
  start_sending().catch((problem) => loud(`what waits could not be read (${problem?.name})`));
} else loud("no crypto.subtle: forms are sent plainly");
