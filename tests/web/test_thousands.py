"""1,200 is twelve hundred for some and one and a fifth for others: nobody guesses which (hazard H03)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from decisionaid.assets import asset_root
from decisionaid.cards._values import AmountTyped, AskBack, amounts_in, read_amount, readings_of
from decisionaid.domain.aid import Input
from decisionaid.locale import words
from tests.builders import MAN_62, Table, Visit, text_of
from tests.cards.talk import plan

CASE = json.loads((Path(__file__).parents[1] / "cases" / "03_thousands_separator.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.hazard("H03")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """A practice clinic whose statin card also asks for albumin in the urine, with the model that uses it."""
    folder = tmp_path_factory.mktemp("uacr")
    shutil.copytree(asset_root() / "aids" / "statin", folder / "aids" / "statin")
    file = folder / "aids" / "statin" / "aid.yaml"
    text = file.read_text(encoding="utf-8")
    asked = '  uacr: {ask: "Albumin in the urine", kind: number, unit: "mg/g{creat}", plausible: [0.1, 25000]}\n'
    text = text.replace("  bp_treated: {ask", f"{asked}  bp_treated: {{ask", 1)
    text = text.replace("name: prevent_base", "name: prevent_variants", 1)
    text = text.replace("      egfr: egfr\n", "      egfr: egfr\n      uacr_mg_g: uacr\n", 1)
    text = text.replace("output: ascvd_10y_pct", "output: uacr_ascvd_10y_pct").replace(
        "output: ascvd_30y_pct", "output: uacr_ascvd_30y_pct"
    )
    file.write_text(text, encoding="utf-8")
    spoken = folder / "aids" / "statin" / "es.yaml"
    es, albumin = spoken.read_text(encoding="utf-8"), '  uacr: {ask: "Albúmina en la orina"}\n'
    es = es.replace("  bp_treated: {ask", f"{albumin}  bp_treated: {{ask", 1)
    spoken.write_text(es, encoding="utf-8")
    made = Table(folder / "data", more={"aids": str(folder / "aids")})
    yield made
    made.store.close()


def typed(table: Table, text: str, language: str, **more: str) -> tuple[Visit, Any]:
    visit = table.open_visit(name="Sam Rivera")
    table.store.people.speak(visit.id, language, table.store.people.visit(visit.id).account_id or "")
    data = {**MAN_62, "value_diabetes": "yes", "value_uacr": text, "then": "picture", **more}
    return visit, visit.send("card/situation", data)


ASKED = [(text, "en", "Is that {one} or {other}?") for text in CASE["typed"]]
ASKED += [(text, "es", "¿Es {one} o {other}?") for text in CASE["spanish"]]


@pytest.mark.parametrize(("text", "language", "question"), ASKED)
def test_a_number_that_can_be_read_both_ways_is_asked_back(
    table: Table, text: str, language: str, question: str
) -> None:
    visit, answer = typed(table, text, language)
    both = [words(language).typed(f"{each:.10g}") for each in amounts_in(text).values()]
    assert answer.status_code == 400
    assert question.format(one=both[0], other=both[1]) in text_of(answer.text)
    assert plan(table, visit).situation == {}
    assert f'value="{text}"' in answer.text, "the text stays as it was typed"
    for reading, amount in amounts_in(text).items():
        again, kept = typed(table, text, language, read_uacr=reading)
        assert kept.status_code == 303
        assert {each.input: each.value for each in plan(table, again).situation["statin"]}["uacr"] == amount


@pytest.mark.parametrize("text", ["1200", "1 200", "1,200.0"])
def test_a_number_that_can_be_read_one_way_only_is_read(table: Table, text: str) -> None:
    visit, answer = typed(table, text, "en")
    assert answer.status_code == 303
    assert 'data-count="20"' in visit.get("card/picture").text


UACR = Input(ask="Albumin in the urine", kind="number", unit="mg/g{creat}", plausible=(0.1, 25000))
TOTAL = Input(ask="Total", kind="number", unit="mmol/L", plausible=(1.5, 15))
STEPS = Input(ask="Steps", kind="count", unit="{count}", plausible=(0, 30000))


@pytest.mark.parametrize(
    ("asked", "text", "amount"),
    [
        (TOTAL, "5,170", 5.17),
        (TOTAL, "5.170", 5.17),
        (STEPS, "1,250", 1250),
        (STEPS, "12.000", None),
        (UACR, "0,120", 0.12),
        (UACR, "1.200,5", 1200.5),
        (UACR, "12,34", 12.34),
        (UACR, "1,200,000", None),
        (UACR, "１２０", 120),
        (UACR, "1,200", None),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_allowed_range_decides_where_it_can(asked: Input, text: str, amount: float | None, language: str) -> None:
    answer = read_amount("x", asked, AmountTyped(text), words(language))
    assert isinstance(answer, AskBack) if amount is None else answer == {
        "amount": amount, "unit": asked.unit, "text": text
    }  # fmt: skip


PRESSURE = Input(ask="Upper blood pressure", kind="number", unit="mm[Hg]", plausible=(60, 260))


@pytest.mark.parametrize("text", ["1,400", "1.400"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We expect 60 to 260 mmHg here. What is it?"),
        ("es", "Aquí esperamos 60 a 260 mmHg. ¿Cuál es?"),
    ],
)
def test_a_number_that_fits_in_neither_reading_is_asked_with_the_range(text: str, language: str, said: str) -> None:
    """Nobody has to choose between 1400 and 1.4 mmHg: both are a slip of the hand, and neither can be confirmed."""
    spoken = words(language)
    assert read_amount("x", PRESSURE, AmountTyped(text), spoken) == AskBack("value_x", said)
    assert readings_of(PRESSURE, text, "", spoken) == ()
    for insisted in (AmountTyped(text, meant=True), AmountTyped(text, reading="thousands")):
        assert read_amount("x", PRESSURE, insisted, spoken) == AskBack("value_x", said)


def test_a_rare_value_is_named_with_the_range_and_believed_when_it_is_meant() -> None:
    asked = read_amount("x", PRESSURE, AmountTyped("270"), words("en"))
    said = "Is 270 mmHg what you mean? We expect 60 to 260 mmHg here."
    assert asked == AskBack("value_x", said, can_be_meant=True)
    kept = {"amount": 270, "unit": "mm[Hg]", "text": "270"}
    assert read_amount("x", PRESSURE, AmountTyped("270", meant=True), words("en")) == kept


def test_the_range_is_said_in_the_unit_that_was_chosen() -> None:
    asked = Input(ask="Total", kind="number", unit="mg/dL", also={"mmol/L": 0.02586}, plausible=(60, 600))
    answer = read_amount("x", asked, AmountTyped("40", "mmol/L"), words("en"))
    assert answer == AskBack(
        "value_x", "Is 40 mmol/L what you mean? We expect 1.55 to 15.52 mmol/L here.", can_be_meant=True
    )
    assert read_amount("x", asked, AmountTyped("5.2"), words("en")) == AskBack("value_x", "Is that mmol/L?")


def test_a_card_offers_no_choice_between_two_readings_that_are_both_a_slip(table: Table) -> None:
    visit, answer = typed(table, "120", "en", value_systolic_bp="1,400")
    assert answer.status_code == 400
    assert "We expect 60 to 260 mmHg here. What is it?" in text_of(answer.text)
    assert "read_systolic_bp" not in answer.text
    assert "sure_systolic_bp" not in answer.text
    assert 'value="1,400"' in answer.text
    assert plan(table, visit).situation == {}
