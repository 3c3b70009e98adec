# ruff: noqa: E501 - lines of pages are kept whole
"""The same visit in a frame in Firefox and in WebKit, which keep no cookie and no storage of another site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.chart import STRICT, Chart, FramedClinic
from e2e.other_browsers import Driven, Firefox, WebKit
from tests.builders import MAN_62

pytestmark = pytest.mark.hold


@pytest.fixture(params=[Firefox, WebKit], ids=["firefox", "webkit"])
def driven(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driven]:
    made: Driven = request.param(tmp_path / "browser")
    yield made
    made.close()


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[tuple[FramedClinic, Chart]]:
    """Two sites on this machine: one has a name, the other a number."""
    (tmp_path / "clinic").mkdir()
    chart = Chart(tmp_path, "localhost")
    made = FramedClinic(tmp_path / "clinic", f"  - origin: {chart.origin}\n")
    made.origin = made.url = f"https://127.0.0.1:{made.port}"
    made.start()
    yield made, chart
    made.stop()
    chart.stop()


FILL = """for (const [name, value] of Object.entries(arguments[0])) {
  const all = [...document.querySelectorAll(`[name=${name}]`)], choice = all.find((each) => /radio|checkbox/.test(each.type) && each.value === value);
  if (choice) choice.click(); else { all[0].value = value; for (const type of ['input', 'change']) all[0].dispatchEvent(new Event(type, { bubbles: true })); }
}"""


def test_a_whole_visit_in_a_frame_from_card_to_paper(driven: Driven, clinic: tuple[FramedClinic, Chart]) -> None:
    served, chart = clinic
    visit = served.visit()
    frame = f'<iframe sandbox="{STRICT}" src="{served.url}/frame/{served.code(visit)}?aid=statin" width="1000" height="800"></iframe>'
    driven.go(chart.hold("/visit", frame))
    driven.frame()
    driven.until("return document.body.dataset.card === 'situation'", "the first card")
    kept = driven.run("return [Boolean(window.decisionaid.memory), Boolean(window.decisionaid.bearer)]")
    driven.run(FILL, dict(MAN_62))
    driven.click("button[name=then][value=picture]")
    driven.until("return document.body.dataset.card === 'picture'", "the picture")
    driven.click("nav.topics [data-topic=decision]")
    driven.until("return document.body.dataset.card === 'decision'", "the decision")
    driven.click(".arrive [data-option='option.no_statin']")
    driven.until("return document.querySelector('[data-saved]').textContent === 'Saved'", "saved")
    driven.click("[data-plan-way]")
    driven.until("return Boolean(document.querySelector('[data-decision]'))", "the plan")
    driven.click("[data-in-a-tab=print] button")
    driven.until("return Boolean(document.querySelector('[data-address]'))", "the address for a tab")
    address = driven.run("return document.querySelector('[data-address]').textContent")
    driven.go(address)
    driven.click("form.entry button")
    driven.until("return Boolean(document.querySelector('[data-decision]'))", "the paper")
    assert [line.value.get("option") for line in served.lines(visit) if line.kind == "decision"]
    print(f"{type(driven).__name__}: memory instead of storage, bearer: {json.dumps(kept)}")
    assert kept[1], "no cookie is counted on"
