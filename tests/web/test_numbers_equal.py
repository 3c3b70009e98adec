"""Every place that says a chance says the same: shapes, attributes, words, table, paper, PDF, note, log and model."""

from __future__ import annotations

import itertools
from decimal import ROUND_HALF_UP, Decimal

import lxml.html
import pypdfium2
import pytest
from lxml.html import HtmlElement

from decisionaid import risk
from tests.builders import Visit, text_of
from tests.figures.shapes import drawn
from tests.web.rooms import Clinic, tokens

pytestmark = [pytest.mark.hazard("H12"), pytest.mark.rule("R12")]

SEXES, AGES, TOTALS = ("female", "male"), (40, 47, 55, 62, 70, 75, 76, 79), (150, 240)
OTHERS = [
    ("120", "no", "no", "no"),
    ("140", "no", "no", "yes"),
    ("160", "yes", "yes", "no"),
    ("170", "yes", "yes", "yes"),
]
"""(systolic, treated, diabetes, smoking)"""
NAMES = (
    "sex",
    "age",
    "total_cholesterol",
    "hdl",
    "systolic_bp",
    "egfr",
    "bp_treated",
    "diabetes",
    "current_smoker",
    "statin",
)


def _lattice() -> list[dict[str, str]]:
    made = []
    for number, (sex, age, total, more) in enumerate(itertools.product(SEXES, AGES, TOTALS, OTHERS)):
        systolic, treated, diabetes, smoking = more
        for statin in ("no", "yes") if number % 2 else ("no",):
            egfr = "95" if number % 2 else "55"
            row = (sex, str(age), str(total), "45", systolic, egfr, treated, diabetes, smoking, statin)
            made.append(dict(zip(NAMES, row, strict=True)))
    return made


PEOPLE = _lattice()
RATIOS = {"moderate_dose": 0.75, "high_dose": 0.65, "stop_moderate": 1 / 0.75, "stop_high": 1 / 0.65}


def _rounded(chance: float, of: int) -> tuple[int, bool]:
    """Half up, on decimals: written a second time."""
    count = int((Decimal(f"{chance:.12f}") * of).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return count, count == 0 and chance > 0


def _words(count: int, of: int, below: bool) -> str:
    many = f"{of:,}"
    return f"fewer than 1 in {many}" if below else f"about {count} in {many}"


def _visit(clinic: Clinic, person: dict[str, str]) -> Visit:
    """Values, and where they arrived, of one person."""
    visit = clinic.visit()
    hidden = tokens(visit.client, visit.id)
    values = {f"value_{key}": value for key, value in person.items()}
    values |= {"value_dose": "moderate"} if person["statin"] == "yes" else {}
    visit.client.post(
        visit.address("card/situation"), data={**hidden, **values, "list_checks": "none", "then": "picture"}
    )
    option = "stay" if person["statin"] == "yes" else "no_statin"
    data = {**hidden, "key": hidden["key"] + "d", "arrived": f"option.{option}", "then": "plan"}
    assert visit.client.post(visit.address("card/decision"), data=data).status_code == 303
    return visit


def _arrays(page: HtmlElement) -> dict[tuple[str, str], HtmlElement]:
    """(claim, of) -> the array of it."""
    groups = page.xpath("//svg[@data-figure='icon_array']/g[@data-claim]")
    return {(group.get("data-claim"), group.get("data-of")): group for group in groups}


def _check_array(group: HtmlElement, where: str) -> tuple[int, int]:
    """The shapes are as many as the attributes say, and all of them together as many as there are people."""
    shapes, of = drawn(group), int(group.get("data-of"))
    said = {"event": group.get("data-count"), "spared": group.get("data-spared"), "between": group.get("data-between")}
    happens = sum(shapes.get(state, 0) for state in ("event", "either", "extra"))
    assert {**{state: shapes.get(state, 0) for state in said}, "event": happens} == {
        state: int(count) for state, count in said.items()
    }, where
    assert shapes.get("extra", 0) == int(group.get("data-extra", 0)), where
    assert sum(shapes.values()) == of, where
    alt = group.getparent().get("aria-label")
    return int(said["event"]), of if alt else 0


@pytest.mark.parametrize("part", range(8))
def test_every_place_says_the_number_of_the_model(clinic: Clinic, part: int) -> None:
    numbers = 0
    for person in PEOPLE[part::8]:
        numbers += _one(clinic, person)
    assert numbers >= 3 * len(PEOPLE[part::8])


def _one(clinic: Clinic, person: dict[str, str]) -> int:  # long: one person, every place in the order it is read
    visit = _visit(clinic, person)
    html = visit.get("card/picture").text
    page, paper = lxml.html.fromstring(html), lxml.html.fromstring(visit.get("print").text)
    note = visit.get("note?plain=1").text
    line = clinic.table.store.log.read(clinic.table.store.people.visit(visit.id).person_id)[-1]
    shown = {number.claim: number for number in line.shown.numbers}
    expected = _expected(person)
    arrays, printed = _arrays(page), _arrays(paper)
    finer = visit.get("card/picture?face=ascvd-1000").text
    strip = lxml.html.fromstring(finer)
    tables = text_of(lxml.html.tostring(page.xpath("//details[@data-table]")[0], encoding="unicode"))
    for claim, chance in expected.items():
        count, below = _rounded(chance, 100)
        assert shown[claim].chance == pytest.approx(chance, rel=1e-12), (claim, person)
        assert (shown[claim].count, shown[claim].of, shown[claim].below_half) == (count, 100, below), (claim, person)
        assert _check_array(arrays[claim, "100"], claim) == (count, 100)
        assert _check_array(printed[claim, "100"], f"paper {claim}") == (count, 100)
        said = _words(count, 100, below)
        labelled = [
            each
            for each in page.xpath(f"//*[@data-claim='{claim}' and @data-of='100' and not(self::g)]")
            if each.get("data-count")
        ]
        assert labelled
        assert all(
            (each.get("data-count"), said in each.text_content().lower()) == (str(count), True) for each in labelled
        )
        assert said in arrays[claim, "100"].getparent().get("aria-label").lower()
        assert said in tables.lower()
        assert said in note.lower()
        assert said in text_of(lxml.html.tostring(paper, encoding="unicode")).lower()
        thousand, thin = _rounded(chance, 1000)
        if 'data-face="ascvd-1000"' in html:
            assert _bar(strip, claim) == (str(thousand), "1000"), (claim, person)
            assert _words(thousand, 1000, thin).replace(str(thousand), f"{thousand:,}") in text_of(finer).lower()
    for claim in set(expected) - {"baseline"}:
        base, with_it = _rounded(expected["baseline"], 100)[0], _rounded(expected[claim], 100)[0]
        assert int(arrays[claim, "100"].get("data-spared")) == max(base - with_it, 0)
        if base != with_it:
            fewer = f"{abs(base - with_it)} {'fewer' if with_it < base else 'more'} in 100"
            assert fewer in html
            assert fewer in text_of(lxml.html.tostring(paper, encoding="unicode"))
    for (claim, of), group in arrays.items():
        _check_array(group, f"{claim} of {of}")
    assert {claim for claim, of in arrays if of == "100"} == set(expected)
    return len(arrays) + len(strip.xpath("//svg[@data-figure='bars']/g[@data-claim]"))


def _bar(page: HtmlElement, claim: str) -> tuple[str, str]:
    """What the bar of a claim counts, and of how many."""
    (group,) = page.xpath(f"//svg[@data-figure='bars']/g[@data-claim='{claim}']")
    return group.get("data-count"), group.get("data-of")


def _expected(person: dict[str, str]) -> dict[str, float]:
    """What the model says of this person, asked without the way of a visit, and the effects on top."""
    units = {"age": "age", "total_cholesterol": "total_cholesterol_mg_dl", "hdl": "hdl_mg_dl", "egfr": "egfr"}
    units["systolic_bp"] = "systolic_bp_mmhg"
    asked: dict[str, object] = {theirs: float(person[ours]) for ours, theirs in units.items()} | {"sex": person["sex"]}
    asked |= {key: person[key] == "yes" for key in ("bp_treated", "diabetes", "current_smoker", "statin")}
    base = risk.models()["prevent_base"].estimate(asked, ("ascvd_10y_pct",)).probability("ascvd_10y_pct")
    if int(person["age"]) > 75:
        return {"baseline": base}
    claims = ("stop_moderate",) if person["statin"] == "yes" else ("moderate_dose", "high_dose")
    return {"baseline": base, **{claim: base * RATIOS[claim] for claim in claims}}


def test_the_lattice_holds_about_two_hundred_people_of_every_kind() -> None:
    assert 180 <= len(PEOPLE) <= 220
    baselines = {_rounded(_expected(person)["baseline"], 100)[0] for person in PEOPLE}
    assert len(baselines) >= 20
    assert min(baselines) <= 1
    assert max(baselines) >= 25


@pytest.mark.parametrize("person", PEOPLE[::67])
def test_the_pdf_says_what_the_page_says(clinic: Clinic, person: dict[str, str]) -> None:
    visit = _visit(clinic, person)
    pdf = pypdfium2.PdfDocument(visit.get("plan.pdf").data)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split()).lower()
    for chance in _expected(person).values():
        assert _words(*_rounded(chance, 100)[:1], 100, _rounded(chance, 100)[1]) in text


@pytest.mark.parametrize("display", ["bars", "table", "words"])
def test_every_display_says_the_same(clinic: Clinic, display: str) -> None:
    for person in PEOPLE[5::61]:
        visit = _visit(clinic, person)
        visit.send("card/picture", {"display": display})
        html = visit.get("card/picture").text
        for claim, chance in _expected(person).items():
            count, below = _rounded(chance, 100)
            if display != "table":
                assert f'data-claim="{claim}" data-count="{count}" data-of="100"' in html, (display, claim)
            assert _words(count, 100, below) in text_of(html).lower()
