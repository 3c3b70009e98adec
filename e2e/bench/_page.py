"""One page as a slow laptop meets it: a quarter of this machine's speed, 10 Mbit/s, 40 ms away, an empty cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

SLOWER = 4
BITS, AWAY_MS = 10_000_000, 40
PATIENCE_MS = 60_000
SETTLE_MS = 300
BETWEEN_TAPS_MS = 400
FINGER_MS = 60

WATCH = """
window.seen = { paint: 0, blocking: 0, shift: 0, slow: {}, taps: 0, tapped: 0 };
const watch = (type, each, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(each))
  .observe({ type, buffered: true, ...more });
watch('largest-contentful-paint', (one) => { seen.paint = one.startTime; });
watch('longtask', (one) => { seen.blocking += Math.max(0, one.duration - 50); });
watch('layout-shift', (one) => { if (!one.hadRecentInput) seen.shift += one.value; });
watch('event', ({ interactionId: of, duration }) => { if (of) seen.slow[of] = Math.max(seen.slow[of] ?? 0, duration); },
  { durationThreshold: 16 });
addEventListener('pointerup', (one) => { if (one.isTrusted) { seen.taps += 1; seen.tapped = one.timeStamp; } },
  { capture: true });
"""
"""Kept by the browser itself: paints, tasks over 50 ms, shifts, and for each tap the time until the next frame."""

LOADED = """() => { const n = performance.getEntriesByType('navigation')[0];
  return { ...seen, usable: n.domContentLoadedEventEnd, nodes: document.querySelectorAll('*').length }; }"""

MIDDLE_OF = """(place) => new Promise((done) => { const found = document.querySelector(place);
  found.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  requestAnimationFrame(() => setTimeout(() => {
    const { x, y, width, height } = document.querySelector(place).getBoundingClientRect();
    done([x + width / 2, y + height / 2]); })); })"""


@dataclass(frozen=True)
class Loaded:
    """One load of a page; milliseconds since the navigation began.

    Attributes:
        paint: the largest paint. usable: the page is read and its script has run, so a tap is handled.
        blocking: what tasks took over 50 ms each. size: compressed bytes.
        heap: bytes of script after the taps and a collection.
        worst_tap: from a tap to the frame that shows it, the worst; 0 where nobody tapped.
    """

    paint: float
    usable: float
    blocking: float
    shift: float
    nodes: int
    size: int
    requests: int
    heap: int
    worst_tap: float = 0


def slow_down(cdp: CDPSession) -> None:
    """As a slow laptop on a clinic's line."""
    each_way = BITS / 8
    line = {"offline": False, "latency": AWAY_MS, "downloadThroughput": each_way, "uploadThroughput": each_way}
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", line)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@contextmanager
def slow_page(browser: Browser, kept: Any = None) -> Iterator[tuple[Page, CDPSession]]:
    """A page of its own, with nothing in the cache, slowed down."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, storage_state=kept)
    try:
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(WATCH)
        page = context.new_page()
        cdp = context.new_cdp_session(page)
        cdp.send("Performance.enable")
        slow_down(cdp)
        yield page, cdp
    finally:
        context.close()


def load(browser: Browser, address: str, kept: Any = None, tap: Callable[[Page], int] | None = None) -> Loaded:
    """Load a page, wait until it rests, tap on it, and ask the browser what it saw.

    Args:
        tap: taps, and says how many times; each one must have come.
    """
    with slow_page(browser, kept) as (page, cdp):
        size, asked = [0], []
        cdp.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
        cdp.on("Network.loadingFinished", lambda event: size.append(event["encodedDataLength"]))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.wait_for_function("() => seen.paint")  # told some time after it happened, on a machine that is busy
        page.wait_for_timeout(SETTLE_MS)
        found = page.evaluate(LOADED)
        own = [url for url in asked if not url.startswith("data:")]
        worst = _worst(page, tap) if tap else 0
        cdp.send("HeapProfiler.collectGarbage")
        metrics = {each["name"]: each["value"] for each in cdp.send("Performance.getMetrics")["metrics"]}
        return Loaded(
            found["paint"], found["usable"], found["blocking"], found["shift"], found["nodes"],
            int(sum(size)), len(own), int(metrics["JSHeapUsedSize"]), worst,
        )  # fmt: skip


def _worst(page: Page, tap: Callable[[Page], int]) -> float:
    """What stays under the browser's threshold of 16 ms is told as 16."""
    taps = tap(page)
    page.wait_for_timeout(SETTLE_MS)
    seen = page.evaluate("seen")
    assert seen["taps"] == taps, f"{taps} taps were made, and {seen['taps']} came"
    return float(max([16, *seen["slow"].values()]))


def tap_each(page: Page, places: list[str], times: int) -> int:
    """Tap one place after the other as a finger does, each when the page is ready for it."""
    for number in range(times):
        press(page, places[number % len(places)])
        page.wait_for_function("() => !document.querySelector('[data-tapped]')")
        page.wait_for_timeout(BETWEEN_TAPS_MS)
    return times


def press(page: Page, place: str) -> None:
    """The bare mouse: a click by name would run the tool's own checks on the page within the time that is measured."""
    x, y = page.evaluate(MIDDLE_OF, place)
    page.mouse.click(x, y, delay=FINGER_MS)
