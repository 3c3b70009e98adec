"""The page behind a number: whole without a script, never a ratio without its people, and closed to everybody else."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from decisionaid.figures import ChartFigure
from tests.builders import MAN_62, WOMAN_50, Table, Visit, every_face, sign_in, text_of

ROOT = Path(__file__).parents[2]
LONG = """claims:
  long: {outcome: ascvd_30, from: baseline_long, risk_ratio: 0.75, low: 0.7, high: 0.8, group: trials_ctt,
    certainty: low, source: ctt2012, verified: primary}
"""
"""An effect over a time that no trial lasted, as no aid could show it."""


@pytest.fixture
def visit(table: Table) -> Visit:
    """Walk (a), with values in."""
    made = table.open_visit()
    made.send("card/situation", {**MAN_62, "then": "picture"})
    return made


def test_the_picture_card_leads_to_what_stands_behind_each_number(visit: Visit) -> None:
    claims = re.findall(r'data-evidence\s+href="[^"]*evidence/(\w+)"', every_face(visit))
    claims = list(dict.fromkeys(claims))
    assert claims == ["baseline", "moderate_dose", "high_dose", "aches_statin", "sugar_statin"]
    for claim in claims:
        assert visit.get(f"card/evidence/{claim}").status_code == 200


def test_the_page_is_whole_without_a_script(visit: Visit) -> None:
    page = visit.get("card/evidence/moderate_dose").text
    assert len(re.findall(r'<svg[^>]*data-figure="forest"', page)) == 1
    said = text_of(page)
    assert "In all of these studies it happened to fewer people" in said
    assert "CTT 2012 0.79 (0.77–0.81)" in said
    assert page.count("<h1>") == 1


@pytest.mark.rule("RC-1")
@pytest.mark.rule("R4")
@pytest.mark.parametrize("claim", ["moderate_dose", "high_dose", "aches_statin", "sugar_statin"])
def test_ratios_never_stand_without_the_people_and_these_come_first(visit: Visit, claim: str) -> None:
    page, card = visit.get(f"card/evidence/{claim}").text, every_face(visit)
    people, studies = page.index("data-absolute"), page.index("data-trials")
    assert people < studies
    shown = re.findall(r'data-claim="(\w+)" data-count="(\d+)" data-of="(\d+)"', page[people:studies])
    assert len(shown) >= 2
    for one in shown:
        assert 'data-claim="{}" data-count="{}" data-of="{}"'.format(*one) in card
    if claim.endswith("_dose"):
        assert "The trials also counted procedures to open a vessel." in page[studies:]


@pytest.mark.rule("R10")
def test_somebody_past_the_age_of_the_trials_is_shown_no_ratio(table: Table) -> None:
    older = table.open_visit()
    older.send("card/situation", {**MAN_62, "value_age": "77", "then": "picture"})
    assert older.get("card/evidence/moderate_dose").status_code == 404
    assert "data-trials" not in older.get("card/evidence/baseline").text


@pytest.mark.rule("R11")
def test_thirty_years_stand_alone_with_no_choice_and_no_ten_years_beside_them(tmp_path: Path) -> None:
    text = (ROOT / "aids/statin/aid.yaml").read_text(encoding="utf-8")
    (tmp_path / "aids/statin").mkdir(parents=True)
    shown = text.replace("ascvd: moderate_dose, ascvd_30: unknown, ", "ascvd: moderate_dose, ascvd_30: long, ")
    shown = shown.replace("claims:\n", LONG, 1)
    assert shown.count("ascvd_30: long,") == 1
    (tmp_path / "aids/statin/aid.yaml").write_text(shown, encoding="utf-8")
    table = Table(tmp_path / "data", more={"aids": str(tmp_path / "aids")})
    younger = table.open_visit()
    younger.send("card/situation", {**WOMAN_50, "then": "picture"})
    page = younger.get("card/evidence/baseline_long").text
    people = page[page.index("data-absolute") : page.index("data-readings")]
    assert re.findall(r'data-claim="(\w+)"', people) == ["baseline_long"]
    assert "in the next 30 years" in people
    assert younger.get("card/evidence/long").status_code == 404
    assert "10 years" not in page[page.index("data-absolute") : page.index("</main>")]
    table.store.close()


@pytest.mark.rule("R2")
def test_the_readings_say_that_they_are_no_lever_and_ask_about_nothing_else(visit: Visit) -> None:
    page = visit.get("card/evidence/baseline").text
    asked = re.findall(r'data-reading="(\w+)"', page)
    assert asked == ["total_cholesterol", "hdl", "systolic_bp", "egfr"]
    said = text_of(page)
    warning = "This asks how sure the number is. It does not show what happens when you change it."
    assert said.index(warning) < said.index("If it were")
    assert not re.findall(r"<(?:input|select|button)\b[^>]*", page[page.index("data-readings") : page.index("</main>")])


def test_looking_writes_nothing_into_the_log(table: Table, visit: Visit) -> None:
    person = table.store.people.visit(visit.id).person_id
    before = table.store.log.read(person)
    visit.get("card/evidence/baseline")
    assert table.store.log.read(person) == before


@pytest.mark.parametrize("claim", ["nothing", "aches_dummy", "per_mmol", "baseline_long", "__class__"])
def test_a_number_with_nothing_behind_it_has_no_such_page(visit: Visit, claim: str) -> None:
    answer = visit.get(f"card/evidence/{claim}")
    assert answer.status_code == 404
    assert "data-trials" not in answer.text


@pytest.mark.hazard("T01")
def test_the_page_of_another_clinicians_visit_is_not_there(table: Table, visit: Visit) -> None:
    third = table.stranger()
    assert third.get(visit.address("card/evidence/baseline")).status_code == 303
    sign_in(third, table.store, "A Third Clinician", "words that nobody knows")
    answer = third.get(visit.address("card/evidence/baseline"))
    assert answer.status_code == 404
    assert "data-claim" not in answer.text


@pytest.mark.hazard("T02")
def test_data_in_the_page_cannot_end_its_block(table: Table) -> None:
    hostile = "</script><script>alert(1)</script><!--"
    figure = ChartFigure(picture="", alt="", table=None, panels=(), chart={"layout": {"text": hostile}})  # type: ignore[arg-type]
    with table.app.test_request_context():
        template = table.app.jinja_env.from_string(
            '{% from "components/chart.html" import chart with context %}{{ chart(figure, "x", "Touch it.") }}'
        )
        page = template.render(figure=figure)
    assert page.count("<script") == 1
    block = re.search(r"<script[^>]*data-chart>(.*?)</script>", page, re.DOTALL)
    assert block
    assert json.loads(block.group(1)) == {"layout": {"text": hostile}}


def test_the_data_of_each_chart_can_be_read_back(visit: Visit) -> None:
    page = visit.get("card/evidence/baseline").text
    blocks = re.findall(r'<script type="application/json" data-chart>(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 4
    for block in blocks:
        assert json.loads(block)["layout"]["meta"]["tokens"]
    names = re.findall(r'aria-label="([^"]*if it were wrong[^"]*)"', page)
    assert len(names) == 4
    assert "As it was read, 140 mmHg: about 7 in 100." in unescape(" ".join(names))


def test_the_chart_library_is_named_nowhere_but_where_a_chart_is(table: Table, visit: Visit) -> None:
    for page in ("card/situation", "card/picture", "card/decision", "plan", ""):
        assert "plotly" not in visit.get(page).text
    assert 'data-library="/static/vendor/plotly-basic-4.1.1.min.js' in visit.get("card/evidence/baseline").text


def test_the_chart_library_is_served_packed_and_with_its_licence(table: Table) -> None:
    packed = table.client.get("/static/vendor/plotly-basic-4.1.1.min.js", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < 400_000
    licence = table.client.get("/static/vendor/plotly-basic-4.1.1.LICENSE").text
    assert "MIT License" in licence
    assert "WITHOUT WARRANTY" in licence
