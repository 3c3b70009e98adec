# ruff: noqa: E501 - lines of script are kept whole
"""What a first visit to a card may cost, with an empty cache: 25 KiB in six requests, 600 nodes, and nothing that shifts."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from decisionaid.web.static_files import FOR_FRAMES, FOR_OTHERS, texts
from e2e.conftest import Desk, Room
from e2e.hands import SHIFTS

ROOT = Path(__file__).parent.parent
MOST_BYTES, MOST_REQUESTS, MOST_NODES = 25 * 1024, 6, 600
OWN_ON_A_CARD, OWN_IN_ALL, FOR_A_HOST = 8 * 1024, 15 * 1024, 3 * 1024
ON_A_CARD_IN_A_FRAME = int(10.5 * 1024)
"""More than the 8 KB of a card in a tab: the way from page to page and the memory of a frame are 2.6 KB besides."""
OF_THE_MANUAL = ("embed.js",)
"""Scripts of the page that documents the element."""


def test_every_card_stays_within_its_budget(desk: Desk, room: Room, record_property: pytest.RecordProperty) -> None:
    wrong = []
    for card in (*room.cards, "plan", ""):
        context = desk.context()
        page = context.new_page()
        cdp = context.new_cdp_session(page)
        cdp.send("Network.enable")
        asked: list[str] = []
        size = {"bytes": 0}
        cdp.on("Network.requestWillBeSent", lambda event, asked=asked: asked.append(event["request"]["url"]))
        cdp.on(
            "Network.loadingFinished",
            lambda event, size=size: size.update(bytes=size["bytes"] + event["encodedDataLength"]),
        )
        desk.show(page, room.visit, card)
        page.wait_for_load_state("networkidle")
        asked = [url for url in asked if not url.startswith("data:")]  # the browser's own picture in a field for a day
        nodes, shifts = page.evaluate("document.querySelectorAll('*').length"), page.evaluate(SHIFTS)
        timing = page.evaluate(
            "() => { const n = performance.getEntriesByType('navigation')[0];"
            " return [Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime), Math.round(n.domInteractive)]; }"
        )
        line = f"{card or 'table'}: {size['bytes']} bytes, {len(asked)} requests, {nodes} nodes, shift {shifts['sum']}, paint/usable {timing} ms"
        record_property("budget", line)
        print(line)
        within = (
            size["bytes"] <= MOST_BYTES and len(asked) <= MOST_REQUESTS and nodes <= MOST_NODES and shifts["sum"] == 0
        )
        if not within:
            wrong.append(f"{line} {shifts['from']}")
        context.close()
    assert not wrong, "\n".join(wrong)


def test_our_own_scripts_are_small() -> None:
    served = {name: text for name, text in texts(ROOT / "static").items() if name.endswith(".js") and "/" not in name}
    packed = {name: len(gzip.compress(text, 9)) for name, text in served.items()}
    print(packed)
    assert packed["encounter.js"] <= OWN_ON_A_CARD
    of_a_frame = {"encounter.js", "chart.js", "ended.js", "hosted.js", *FOR_FRAMES}
    assert packed["framed.js"] + packed["encounter.js"] <= ON_A_CARD_IN_A_FRAME
    of_a_tab = packed.keys() - {"hosted.js", *FOR_FRAMES, *FOR_OTHERS, *OF_THE_MANUAL}
    assert sum(packed[name] for name in of_a_tab) <= OWN_IN_ALL
    assert sum(packed[name] for name in of_a_frame) <= OWN_IN_ALL
    assert all(packed[name] <= FOR_A_HOST for name in FOR_OTHERS)
    assert packed.keys() >= {"encounter.js", "print.js", "sw.js"}


def test_the_script_lays_nothing_out_before_the_page_is_drawn(desk: Desk, room: Room) -> None:
    context = desk.context()
    context.add_init_script(
        "window.forced = 0; window.FormData = class extends FormData { constructor(...of) { super(...of); forced += 1; } };"
    )
    page = context.new_page()
    for card in room.cards:
        desk.show(page, room.visit, card)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("forced") == 0, card


def test_what_the_script_reads_of_a_form_is_what_a_browser_would_send(desk: Desk, room: Room) -> None:
    both = """async () => { const { read } = await import("/static/encounter/fields.js"), ours = ["csrf_token", "key", "seen"];
      return [...document.forms].map((form) => [read(form), [...new FormData(form)].filter(([name]) => !ours.includes(name))]); }"""
    page, compared = desk.page(), 0
    for card in room.cards:
        desk.show(page, room.visit, card)
        page.evaluate(
            """() => { for (const field of document.querySelectorAll("main input, main textarea, main select")) {
              if (["radio", "checkbox"].includes(field.type)) field.checked = true;
              else if (!["hidden", "date", "select-one"].includes(field.type)) field.value = "one\\ntwo"; }
              const [first] = document.querySelectorAll("main textarea"); if (first) first.disabled = true; }"""
        )
        for read, sent in page.evaluate(both):
            assert read == sent, card
            compared += len(sent)
    assert compared > 40
