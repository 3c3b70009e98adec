/* Going from page to page within a frame. Each page is asked for with the bearer that this window holds, and takes the place of the
   one before it: so a browser that keeps no cookie here loses nothing, and one Back leaves the page around. Without this script the
   links and forms are plain ones, and a cookie of this visit alone carries them. */
{
  const kept = window.decisionaid, SCREEN = "Decisionaid-Screen";
  const ours = (address) => new URL(address, location.href).origin === location.origin;

  if (!kept.asks) {
    const plain = window.fetch.bind(window);
    kept.asks = (address, init = {}) => {
      if (!ours(address)) return plain(address, init);
      const headers = new Headers(init.headers);
      headers.set(SCREEN, "frame");
      if (kept.bearer) headers.set("Authorization", `Bearer ${kept.bearer}`);
      return plain(address, { ...init, headers });
    };
    window.fetch = async (address, init = {}) => {
      const answer = await kept.asks(address, init);
      if (init.method === "POST" && answer.ok) kept.chosen?.(init.body, answer.clone());
      return answer;
    };
  }

  kept.go = async (address, init = {}) => {
    let answer, text;
    try {
      answer = await kept.asks(address, { cache: "no-store", ...init, headers: { Accept: "text/html" } });
      text = await answer.text();
    } catch {
      const quiet = document.querySelector("[data-saved]"), words = document.querySelector("[data-waiting]")?.dataset;
      if (quiet && words) quiet.textContent = words.sayOffline;
      return kept.tell("error", { code: "offline" });
    }
    if (!(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) return kept.tell("error", { code: "not-a-page" });
    const there = new URL(answer.url || address, location.href), { hash } = new URL(address, location.href);
    show(text, there.pathname + there.search + hash, init.arrives);
  };

  /** Take the place of this page. Scripts of modules run a single time for each address, so theirs gets a number. */
  function show(text, address, arrives) {
    const page = new DOMParser().parseFromString(text, "text/html"), had_focus = document.hasFocus();
    kept.turn += 1;
    for (const script of page.querySelectorAll("script[type=module][src]")) script.setAttribute("src", `${script.getAttribute("src")}#${kept.turn}`);
    history.replaceState(null, "", address);
    document.open();
    document.write(`<!doctype html>${page.documentElement.outerHTML}`);
    document.close();
    addEventListener("DOMContentLoaded", () => {
      if (had_focus) document.querySelector("main")?.focus({ preventScroll: true });
      if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
      else if (!arrives) kept.tell("top"); // nothing moves for a first page: somebody may be writing elsewhere
    }, { once: true });
  }

  /** A code opens the visit here; a bearer comes back, and is held in this window and nowhere else. */
  async function enter(form) {
    const refused = form.querySelector("[data-refused]"), say = (words) => { refused.textContent = words; refused.hidden = !words; };
    let answer;
    try {
      answer = await kept.asks(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, cache: "no-store" });
      const data = await answer.json();
      if (!answer.ok) {
        say(data.problem);
        return kept.tell("error", { code: answer.status === 429 ? "too-many-tries" : "code-refused" });
      }
      kept.bearer = data.bearer;
      await kept.go(data.next, { arrives: true });
    } catch {
      kept.tell("error", { code: "offline" });
    }
  }

  function tapped(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.target || !ours(link.href)) return;
    event.preventDefault();
    const { pathname, search, hash } = new URL(link.href);
    if (hash && pathname === location.pathname && search === location.search) location.replace(link.href); // within the page: nothing to go back to
    else kept.go(link.href);
  }

  function sent(event) {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method === "dialog") return;
    event.preventDefault();
    if (form.matches("[data-enter]")) return enter(form);
    const body = new URLSearchParams(new FormData(form, submitter));
    kept.go(form.action, { method: "POST", body });
  }

  // after every other script of the page: what it holds back is not ours to send
  document.addEventListener("DOMContentLoaded", () => {
    if (self.origin === "null") return;
    addEventListener("click", tapped);
    addEventListener("submit", sent);
    const form = document.querySelector("[data-door][data-state=code] [data-enter]");
    if (form && !kept.bearer) enter(form);
  });
}
