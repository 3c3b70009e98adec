/* <decision-aid>: conversation cards inside any page. One iframe in a shadow root; a handshake with listed origins on both sides; then a
   port of their own. This file never changes under its name: a page may hold its hash. See custom-elements.json and the page /embed. */
const VERSION = "1.0.0", WAIT = 10_000, MOMENT = 60, LEAST = 160, MOST = 20_000, NAME = "decision-aid";
const WORDS = { loading: ["eager", "lazy"], theme: ["", "light", "dark"], "text-size": ["normal", "large"], mode: ["visit", "card"] };
const PLAIN = ["src", "label", "lang", "min-height"], TOKENS = ["accent", "paper", "ink", "focus", "radius"];
const EVENTS = ["card", "choice", "saved", "plan", "ended", "error"];
const SHEET = `:host{display:grid;min-height:var(--decision-aid-min-height,20rem);background:var(--decision-aid-paper,#faf6ef)}
:host([hidden]){display:none}:host([theme=dark]){background:var(--decision-aid-paper,#1a1816)}
@media(prefers-color-scheme:dark){:host(:not([theme=light])){background:var(--decision-aid-paper,#1a1816)}}
iframe,div{grid-area:1/1}iframe{border:0;inline-size:100%;min-block-size:100%;display:block}
div{z-index:1;align-self:start;padding:1rem}.on,slot[name]{display:none}.off slot[name]{display:block}
@media print{:host{min-height:0}iframe{block-size:11rem!important;min-block-size:0}div:not(.on)~iframe{display:none}}`;
const ODD = /^(\[object .*|undefined|null|true|false)$/; // what a framework writes that was given no plain word
const fits = (name, value) => value !== null && (WORDS[name] ? WORDS[name].includes(value) : !ODD.test(value));
const camel = (name) => name.replace(/-./g, (two) => two[1].toUpperCase());

const Base = globalThis.HTMLElement ?? class {}; // on a server there is none

class DecisionAid extends Base {
  static observedAttributes = [...PLAIN, ...Object.keys(WORDS)];
  #root; #box; #frame; #port; #rest; #wait; #gone; #height = 0;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open", delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    this.#root.adoptedStyleSheets = [sheet];
    const box = (this.#box = document.createElement("div")), other = document.createElement("slot");
    other.name = "error";
    box.append(other, document.createElement("slot"));
    this.#root.append(box);
  }

  connectedCallback() {
    for (const name of DecisionAid.observedAttributes.map(camel)) {
      if (!Object.hasOwn(this, name)) continue; // set before this file had arrived
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    clearTimeout(this.#gone);
    if (!this.#rest) this.#begin();
  }

  /** A page may move the element; only when it stays away is anything torn down. */
  disconnectedCallback() {
    this.#gone = setTimeout(() => this.isConnected || this.#end(), MOMENT);
  }

  connectedMoveCallback() {}

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (now !== null && !fits(name, now)) console.warn(`${NAME}: ${name}="${now}" is none of ${(WORDS[name] ?? ["plain words"]).filter(Boolean).join(", ")}`);
    if (!this.#rest) return;
    if (name === "src" || name === "lang") { this.#end(); this.#begin(); }
    else { this.#title(); this.#size(); this.#send("look", { look: this.#look() }); }
  }

  get #home() {
    try { return new URL(this.src, document.baseURI); } catch { return null; }
  }

  #begin() {
    const home = this.#home;
    if (!this.src || !/^https?:$/.test(home?.protocol)) return;
    if (this.lang) home.searchParams.set("language", this.lang);
    this.#rest = new AbortController();
    const { signal } = this.#rest, frame = (this.#frame = document.createElement("iframe"));
    frame.part = "frame";
    frame.allow = "clipboard-write";
    frame.loading = this.loading;
    this.#title();
    addEventListener("message", (event) => this.#met(event, home.origin), { signal });
    document.addEventListener("securitypolicyviolation", (event) => {
      if (/^(frame|child|default)-src/.test(event.violatedDirective) && event.blockedURI.startsWith(home.origin)) this.#missing(home, `add "${home.origin}" to ${event.violatedDirective} of this page's Content-Security-Policy`);
    }, { signal });
    frame.addEventListener("load", () => { this.#wait ??= setTimeout(() => this.#missing(home), WAIT); }, { signal });
    if (this.loading !== "lazy") this.#wait = setTimeout(() => this.#missing(home), WAIT);
    frame.src = home.href;
    this.#size();
    this.#root.append(frame);
  }

  #end() {
    clearTimeout(this.#wait);
    this.#rest?.abort();
    this.#port?.close();
    this.#frame?.remove();
    this.#rest = this.#port = this.#frame = this.#wait = undefined;
    this.#height = 0;
    this.#box.className = "";
  }

  #met({ source, origin, data }, home) {
    if (source !== this.#frame?.contentWindow || origin !== home || data?.decisionaid !== "hello") return;
    clearTimeout(this.#wait);
    const { port1, port2 } = new MessageChannel(), again = this.#port;
    again?.close();
    this.#port = port1;
    port1.onmessage = (event) => this.#told(event.data);
    source.postMessage({ decisionaid: "port", look: this.#look() }, home, [port2]);
    if (!again) this.#say("ready", { version: VERSION });
  }

  #told({ type, ...detail }) {
    if (type === "height") { // told by a frame that can be seen: one that the page hides leaves the link, not a hole
      this.#box.className = "on";
      this.#height = Math.min(MOST, Math.max(LEAST, Number(detail.height) || LEAST));
      return this.#size();
    }
    if (type === "top") return this.getBoundingClientRect().top < 0 && this.scrollIntoView({ block: "start" });
    if (type === "card") this.#title(detail.name);
    if (EVENTS.includes(type)) this.#say(type, detail);
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(`${NAME}:${type}`, { bubbles: true, composed: true, detail: Object.freeze(detail) }));
  }

  /** The frame never answered: the link in the slot stays, and whoever installs this is told what to look at. */
  #missing(home, what) {
    clearTimeout(this.#wait);
    if (this.#port) return;
    this.#box.className = "off";
    console.warn(`${NAME}: ${home.origin} did not answer. ${what ?? `One of these may be missing: frame-src ${home.origin} in this page's Content-Security-Policy; "frames: [{origin: ${location.origin}}]" in site.yaml of ${home.origin}; allow-scripts and allow-same-origin in a sandbox around`}.`);
    this.#say("error", { code: what ? "policy" : "no-answer" });
  }

  #title(name = "") { if (this.#frame) this.#frame.title = this.label.trim() || name || "Decision aid"; }

  #size() {
    const least = parseInt(this.minHeight, 10) || 0, tall = Math.max(this.#height, least);
    if (tall && this.#frame) this.#frame.style.blockSize = `${tall}px`;
  }

  #look() {
    const style = getComputedStyle(this), tokens = {};
    for (const each of TOKENS) tokens[each] = style.getPropertyValue(`--${NAME}-${each}`).trim();
    return { theme: this.theme, textSize: this.textSize, mode: this.mode, tokens };
  }

  #send(type, more) { this.#port?.postMessage({ type, ...more }); }
  pause() { this.#send("pause"); }
  resume() { this.#send("resume"); }
  print() { this.#send("print"); }
  requestPlan() { this.#send("plan"); }
  focus(options) { this.#frame?.focus(options); this.#send("focus"); }
}

for (const name of DecisionAid.observedAttributes) {
  Object.defineProperty(DecisionAid.prototype, camel(name), {
    configurable: true, enumerable: true,
    get() { const value = this.getAttribute(name); return fits(name, value) ? value : (WORDS[name]?.[0] ?? ""); },
    set(value) { if (value === null || value === undefined) this.removeAttribute(name); else this.setAttribute(name, value); },
  });
}

if (globalThis.customElements) {
  const there = customElements.get(NAME);
  if (there) console.warn(`${NAME}: version ${there.version} is on this page already; ${VERSION} is left out`);
  else { DecisionAid.version = VERSION; customElements.define(NAME, DecisionAid); }
}
