"""Sentences with a number or a fact in them read well, be it known, unknown or equal; the note reads as a chart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decisionaid.domain.aid_texts import texts_of
from decisionaid.domain.fill_sentences import fill
from decisionaid.exports import note
from decisionaid.locale import words
from tests.builders import MAN_62, WOMAN_50, Table, Visit, text_of
from tests.exports.test_pdf import handout

HEALTHY_40 = {**MAN_62, "value_age": "40", "value_systolic_bp": "110"}
PEOPLE = {
    "62": MAN_62,
    "50": WOMAN_50,
    "40": HEALTHY_40,
    "74": {**MAN_62, "value_age": "74"},
    "on a statin": {**MAN_62, "value_statin": "yes", "value_dose": "moderate"},
    "no values": {},
}
PRICED = 'facts: {statin: {price: {money: 12, expires: "2027-12-31"}}}\n'


def visit_of(table: Table, values: dict[str, str]) -> Visit:
    visit = table.open_visit(name="Rosa Morales")
    if values:
        visit.send("card/situation", {**values, "then": "picture"})
    return visit


def every_sentence(table: Table, visit: Visit) -> list[str]:
    """What both aids say to this person, in both languages."""
    the_clinic, found = table.app.extensions["clinic"], []
    opened = table.store.people.visit(visit.id)
    for aid in ("statin", "my-life"):
        for language in ("en", "es"):
            scene = the_clinic.scene(opened, aid, language=language)
            for text in texts_of(scene.aid).values():
                said = fill(text, scene.aid, scene.numbers, words(language))
                found += [said.text] if said else []
    return found


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("site", ["", PRICED], ids=["no price", "priced"])
def test_no_sentence_has_a_hole_or_tells_two_equal_numbers_apart(tmp_path: Path, who: str, site: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "site.yaml").write_text(site or "name: Clinic\n", encoding="utf-8")
    table = Table(folder)
    said = every_sentence(table, visit_of(table, dict(PEOPLE[who])))
    table.store.close()
    assert len(said) > 200
    for text in said:
        assert "{" not in text
        assert "not known yet)" not in text
        assert "no se sabe todavía)" not in text
        counts = re.findall(r"(?:about|unas|cerca de) \d+ (?:in|de cada|entre) [\d,]+", text)
        assert "not to" not in text or len(set(counts)) == len(counts), text
        assert "y no a" not in text or len(set(counts)) == len(counts), text
        assert not re.search(r"(?:each|every|cada) 1 (?:year|month|week|day|año|mes|semana|día)\b", text), text


def test_a_price_that_nobody_has_given_is_said_as_such_and_one_that_is_known_is_said(tmp_path: Path) -> None:
    for site, wanted in (
        ("name: Clinic\n", ("The price here is not known yet.", "Todavía no se sabe el precio aquí.")),
        (PRICED, ("Here it costs about $12.00.", "Aquí cuesta cerca de")),
    ):
        folder = tmp_path / wanted[0][:4]
        folder.mkdir()
        (folder / "site.yaml").write_text(site, encoding="utf-8")
        table = Table(folder)
        said = every_sentence(table, visit_of(table, dict(MAN_62)))
        table.store.close()
        assert f"The plain version costs little. {wanted[0]}" in said
        assert any(wanted[1] in text for text in said)


def test_a_change_that_the_picture_cannot_show_is_said_in_those_words(table: Table) -> None:
    said = every_sentence(table, visit_of(table, dict(HEALTHY_40)))
    assert "The change is too small to see in this picture." in said
    assert not [text for text in said if "about 1 in 100 and not" in text]


def note_of(table: Table, values: dict[str, str], language: str = "en") -> str:
    visit = visit_of(table, values)
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    return note.render(handout(table, visit, language)).decode()


def test_the_note_uses_the_words_of_a_chart_with_units_and_leaves_out_what_is_no(table: Table) -> None:
    said = note_of(table, {**MAN_62, "value_bp_treated": "yes", "value_current_smoker": "yes"})
    line = next(line for line in said.splitlines() if line.startswith("From:"))
    for part in (
        "sex male",
        "age 62 years",
        "total cholesterol 220 mg/dL",
        "HDL 42 mg/dL",
        "systolic BP 140 mmHg",
        "eGFR 80 mL/min/1.73 m²",
        "treated for blood pressure",
        "smokes now",
    ):
        assert part in line
    for absent in (" no,", "flutter", "fibrillation", "diabetes", "very high", "_", "statin", "yes"):
        assert absent not in line, absent


def test_the_note_says_them_in_spanish_too(table: Table) -> None:
    line = next(line for line in note_of(table, dict(WOMAN_50), "es").splitlines() if "mmHg" in line)
    for part in (
        "sexo femenino",
        "edad 50 años",
        "presión sistólica 160 mmHg",
        "en tratamiento para la presión",
        "diabetes",
    ):
        assert part in line
    assert " no," not in line


def test_the_note_says_both_answers_where_one_has_changed(table: Table) -> None:
    visit = visit_of(table, dict(MAN_62))
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    visit.send("card/situation", {"value_current_smoker": "yes", "value_systolic_bp": "120", "then": "picture"})
    said = note.render(handout(table, visit)).decode()
    assert "smokes now: no, now yes" in said
    assert "systolic BP 140 mmHg, now 120 mmHg" in said


def test_the_plan_of_a_patient_counts_no_values(table: Table) -> None:
    visit = visit_of(table, dict(MAN_62))
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    for page in ("plan", "print"):
        assert not re.search(r"\d+ values? confirmed", text_of(visit.get(page).text))
