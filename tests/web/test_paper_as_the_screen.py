"""What stands beside the numbers on the screen stands beside them on paper and in the PDF: how sure they are."""

from __future__ import annotations

import pypdfium2
import pytest

from decisionaid.locale import words
from tests.builders import MAN_62, Visit, text_of
from tests.web.rooms import Clinic

ON_IT = {**MAN_62, "value_statin": "yes", "value_dose": "moderate"}
SURE = "We are fairly sure of this number."


def decided(clinic: Clinic, arrived: str, values: dict[str, str], display: str = "", **more: str) -> Visit:
    visit = clinic.visit(clinic.browser())
    visit.send("card/situation", {**values, "then": "picture"})
    if display:
        visit.send("card/picture", {"display": display})
    answer = visit.send("card/decision", {"arrived": arrived, **more})
    assert answer.status_code == 303, answer.text
    return visit


def papers(visit: Visit, language: str = "en") -> dict[str, str]:
    """The words of the page that goes home, in each of its forms."""
    pages = pypdfium2.PdfDocument(visit.get(f"plan.pdf?language={language}").data)
    pdf = " ".join(each.get_textpage().get_text_bounded() for each in pages)
    return {
        "print": text_of(visit.get(f"print?language={language}").text),
        "pdf": " ".join(pdf.split()),
        "plan": text_of(visit.get("plan").text) if language == "en" else text_of(visit.get("print?language=es").text),
    }


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("display", ["dots", "bars", "table", "words"])
@pytest.mark.rule("R4")
def test_a_picture_on_paper_says_how_sure_the_number_is(clinic: Clinic, display: str, language: str) -> None:
    visit = decided(clinic, "option.moderate", {**MAN_62}, display)
    for form, said in papers(visit, language).items():
        assert said.count(words(language).say(SURE)) == 1, form


@pytest.mark.rule("R4")
def test_choices_of_different_certainty_say_their_own_on_paper(clinic: Clinic) -> None:
    """Stopping is an assumption: less sure than the chance as it is now."""
    for form, said in papers(decided(clinic, "option.stay", ON_IT)).items():
        assert "Stay on the statin: We are fairly sure of this number." in said, form
        assert "Stop the statin: We are not very sure of this number." in said, form


def test_without_numbers_nobody_is_sure_of_any(clinic: Clinic) -> None:
    for form, said in papers(decided(clinic, "option.moderate", {**MAN_62}, "none")).items():
        assert "sure of this number" not in said, form


DAYS = [
    (
        {"until": "2027-02-22", "look_again": "3mo"},
        "We try this until Monday, February 22, 2027, and look again on Tuesday, February 23, 2027.",
    ),
    (
        {"until": "2027-02-23", "look_again": "3mo"},
        "We try this until Tuesday, February 23, 2027, and look again that day.",
    ),
    ({"until": "2027-02-22"}, "We try this until Monday, February 22, 2027."),
]


@pytest.mark.parametrize(("days", "sentence"), DAYS)
def test_the_two_days_of_a_trial_stand_in_one_sentence(clinic: Clinic, days: dict[str, str], sentence: str) -> None:
    for form, said in papers(decided(clinic, "option.moderate", {**MAN_62}, **days)).items():
        assert said.count(sentence) == 1, form
        assert said.count("We try this until") == 1, form


def test_not_now_with_a_day_to_try_it_until_says_its_days_in_that_sentence_alone(clinic: Clinic) -> None:
    visit = decided(clinic, "option.no_statin", {**MAN_62}, until="2027-02-22", look_again="3mo")
    for form, said in papers(visit).items():
        assert "Not now. No statin for now." in said, form
        assert "and look again on Tuesday, February 23, 2027." in said, form
        assert "Not now – we look again" not in said.split("Line by line")[0], form


def test_sooner_is_said_beside_a_day_and_nowhere_else(clinic: Clinic) -> None:
    for days, sentence, other in (
        ({"look_again": "3mo"}, "Sooner, if this plan gets too heavy.", "Tell us if this plan gets too heavy."),
        ({}, "Tell us if this plan gets too heavy.", "Sooner, if"),
    ):
        for form, said in papers(decided(clinic, "option.moderate", {**MAN_62}, **days)).items():
            assert sentence in said, form
            assert other not in said, form


@pytest.mark.hazard("H15")
def test_that_there_is_no_number_is_said_a_single_time(clinic: Clinic) -> None:
    """A sentence of the aid for those whom it is not for says so itself; the usual one does not stand behind it."""
    visit = clinic.visit(clinic.browser())
    visit.send("card/situation", {**MAN_62, "list_checks": "vessels", "then": "picture"})
    said = text_of(visit.get("card/picture").text)
    assert (
        "This card is for a first heart attack or stroke. After one, the numbers are others, so we show none." in said
    )
    assert said.count("we show none") == 1
    assert "data-count" not in visit.get("card/picture").text


@pytest.mark.parametrize(
    ("days", "paper", "note"),
    [
        ({"look_again": "3mo"}, "Sooner if: “my legs hurt”", "Sooner if: my legs hurt"),
        ({}, "We look again if: “my legs hurt”", "They look again if: my legs hurt"),
    ],
)
def test_what_would_make_them_look_again_is_sooner_than_a_day_or_stands_alone(
    clinic: Clinic, days: dict[str, str], paper: str, note: str
) -> None:
    visit = decided(clinic, "option.moderate", {**MAN_62}, look_again_if="my legs hurt", **days)
    for form, said in papers(visit).items():
        assert paper in said, form
    assert note in visit.get("note?plain=1").text
