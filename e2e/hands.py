# ruff: noqa: E501 - lines of script are kept whole
"""What hands do on the pages, and what eyes measure there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, FrameLocator, Page, expect

from tests.builders import MAN_62

AXE = Axe.from_file(Path(__file__).parent / "vendor" / "axe.min.js")
KEPT = "Kept on this device until we are connected"


def type_values(cards: Page | FrameLocator, values: Mapping[str, str]) -> None:
    """Fill in the situation card as a clinician does."""
    for name, value in values.items():
        if name.startswith("list_") or cards.locator(f"[name={name}][type=radio]").count():
            cards.locator(f"[name={name}][value={value}]").check()
        else:
            cards.locator(f"[name={name}]").fill(value)


def walk_to_the_picture(cards: Page | FrameLocator) -> None:
    """From the first card, in a tab or in a frame: the values of a man of 62, and on to the picture."""
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    type_values(cards, MAN_62)
    cards.locator("button[name=then][value=picture]").click()
    expect(cards.locator("[data-card=picture]")).to_be_visible()


def walk_to_the_plan(cards: Page | FrameLocator) -> None:
    """On from there: "not now" is tapped and saved, and the plan is opened."""
    walk_to_the_picture(cards)
    cards.locator("nav.topics [data-topic=decision]").click()
    cards.locator(".arrive [data-option='option.no_statin']").click()
    expect(cards.locator("[data-saved]")).to_have_text("Saved")
    cards.locator("[data-plan-way]").click()
    expect(cards.locator("[data-decision]")).to_be_visible()


def saved(page: Page, words: str = "Saved") -> None:
    """The quiet line says so."""
    expect(page.locator("[data-saved]")).to_have_text(words)


@contextmanager
def saving(page: Page) -> Iterator[None]:
    """What is done within this is saved when it is left, also where the quiet line says so already, of what came before."""
    with page.expect_response(lambda each: each.request.method == "POST") as answered:
        yield
    assert answered.value.ok
    saved(page)


def tap(page: Page, option: str) -> None:
    """One tap on a box of the decision card."""
    page.locator(f".arrive [data-option='{option}']").click()


def taps_on(page: Page) -> list[str]:
    """Every touch of the page from now on, over all of its addresses, in its order."""
    taps: list[str] = []
    page.expose_function("tapped", lambda where: taps.append(where))
    page.add_init_script(
        "addEventListener('pointerdown', (e) => tapped(e.target.textContent.trim().slice(0, 40)), true)"
    )
    return taps


def audit_frame(frame: Frame) -> list[str]:
    """The same within a frame: a run on the page around does not reach into one of another site."""
    frame.evaluate((Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8"))
    strict = {name: {"enabled": True} for name in ("color-contrast-enhanced", "target-size")}
    run = "(rules) => axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] })"
    found = frame.evaluate(run, strict)
    return [f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]]


def bar_at_rest(page: Page) -> None:
    """Stand the bar of the visit below the page. It lies over whatever is scrolled beneath it, which a scroll frees."""
    page.evaluate("document.querySelector('.visit-bar')?.style.setProperty('position', 'static')")


def audit(page: Page, *, forced: bool = False) -> list[str]:
    """What axe finds, with the stricter contrast and the size of targets; colours of the system are not ours to judge."""
    rules: dict[str, Any] = {
        "color-contrast-enhanced": {"enabled": not forced},
        "color-contrast": {"enabled": not forced},
        "target-size": {"enabled": True},
    }
    bar_at_rest(page)
    found = AXE.run(page, options={"rules": rules, "resultTypes": ["violations", "incomplete"]}).response
    said = [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
    return said + [f"incomplete {each['id']}" for each in found["incomplete"] if "frame" in each["id"]]


WATCH = """() => {
  window.moved = { shift: 0, changes: [] };
  new PerformanceObserver((list) => { for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved.shift += each.value; })
    .observe({ type: 'layout-shift', buffered: true });
  new MutationObserver((list) => { for (const each of list) {
      const at = each.target.nodeType === 1 ? each.target : each.target.parentElement;
      if (!at?.closest('[data-saved]')) window.moved.changes.push(each.type + ' ' + (at?.outerHTML ?? '').slice(0, 80)); } })
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
"""Counts every layout shift since the page began, and every change of the page from now on but the saved word."""

SHIFTS = """() => new Promise((done) => { let sum = 0; const from = [];
  new PerformanceObserver((list) => { for (const each of list.getEntries()) if (!each.hadRecentInput) {
      sum += each.value; from.push(...each.sources.map((s) => s.node?.nodeName + '.' + s.node?.className)); } })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done({ sum, from }), 150); })"""

BOXES = """(selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility()).map((each) => {
  const box = each.getBoundingClientRect(); return { x: box.x, y: box.y, w: box.width, h: box.height,
    what: (each.className || each.tagName) + ' ' + (each.innerText || each.name || '').slice(0, 40) }; })"""

TARGETS = (
    "a[href], button:not(.first-button), summary, select, textarea, label:has(input[type=radio]), label:has(input[type=checkbox]), "
    "input:not([type=hidden], [type=radio], [type=checkbox])"
)
INLINE = "p a[href], li > a[href]:only-child, dd a[href]"


def counts_on(page: Page) -> set[tuple[str, str, str]]:
    """(claim, count, of) of every number that the page carries in words or in a figure."""
    found = page.locator("[data-claim][data-count]").evaluate_all(
        "all => all.map((each) => [each.dataset.claim, each.dataset.count, each.dataset.of])"
    )
    return {(claim, count, of) for claim, count, of in found}


def until(page: Page | Frame, script: str) -> None:
    """The answer of a script has become true; it may be a promise, which `wait_for_function` would take for true at once."""
    for _ in range(100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not within ten seconds: {script}")


def settled(page: Page | Frame, script: str) -> Any:
    """The answer of a script when it has stayed the same for half a second."""
    before, now = object(), page.evaluate(script)
    while before != now:
        page.wait_for_timeout(500)
        before, now = now, page.evaluate(script)
    return now


def stand_in(page: Page, box: str) -> None:
    """The cursor stands in a box; what it is folded into is opened."""
    page.locator(box).evaluate(
        "(each) => { for (let at = each.closest('details'); at; at = at.parentElement.closest('details')) at.open = true; }"
    )
    page.locator(box).focus()
