"""The smallest page and note: what stands over them, how long they get, and who may not have one (H12, H17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from decisionaid.domain.page import ChartPart, MissingPart, Section, SentencePart
from decisionaid.domain.plan import PlanFor
from decisionaid.domain.readers import EHR, HELPER, NOTE, PAPER, SECOND_SCREEN, Reader, Screen
from decisionaid.errors import CannotPrint
from decisionaid.exports import Handout, note
from decisionaid.exports._printed_page import printed_page
from decisionaid.locale import words

MONDAY = date(2026, 11, 23)


def handout(reader: Any, sections: Iterable[Section] = (), **more: Any) -> Handout[Any]:
    made = tuple(sections)
    return Handout(
        plan=PlanFor(reader=reader), aids={}, words=words("en"), on=MONDAY, section_makers={"a": lambda _: made}, **more
    )


def lines_of(*texts: str, **more: Any) -> list[str]:
    said = note.render(handout(NOTE, [Section("decided", tuple(ChartPart(text) for text in texts))], **more)).decode()
    assert said.endswith("\n")
    return said[:-1].split("\n")


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("reader", [Screen("ellen"), Screen(None), Reader()], ids=str)
def test_a_plan_that_was_told_for_a_screen_is_handed_to_nobody(reader: Reader) -> None:
    with pytest.raises(TypeError, match="never leaves it"):
        handout(reader)


@pytest.mark.hazard("H17")
def test_a_plan_that_was_told_for_the_clinic_never_goes_home() -> None:
    for reader in (NOTE, EHR):
        with pytest.raises(TypeError, match="never goes home"):
            printed_page(handout(reader))
    for home in (PAPER, HELPER, SECOND_SCREEN):
        assert printed_page(handout(home)).sections == ()


@pytest.mark.parametrize(("count", "left_out"), [(0, 0), (1, 0), (10, 0), (11, 2), (12, 3), (30, 21)])
def test_a_note_has_twelve_lines_at_most_with_its_first_and_its_last(count: int, left_out: int) -> None:
    lines = lines_of(*(f"line {number}" for number in range(count)))
    assert len(lines) == min(count + 2, 12)
    assert lines[0].startswith("Shared decision talk, Monday, November 23, 2026.")
    assert lines[-1].startswith("Told from the choices made in this visit")
    assert lines[1 : 1 + count - left_out] == [f"line {number}" for number in range(count - left_out)]
    assert (f"({left_out} more lines in the plan.)" in lines) == bool(left_out)


def test_a_note_of_practice_says_so_first_and_still_has_twelve_lines() -> None:
    lines = lines_of(*(f"line {number}" for number in range(10)), practice=True)
    assert lines[0] == "PRACTICE - not a real visit."
    assert (len(lines), lines[-2]) == (12, "(2 more lines in the plan.)")


def test_a_long_line_of_a_note_is_cut_with_a_sign_that_it_is_and_one_that_fits_is_whole() -> None:
    fits, longer = "x" * 239 + ".", "x" * 240 + "."
    assert lines_of(fits)[1] == fits
    assert lines_of(longer)[1] == "x" * 239 + "…"
    assert lines_of("x" * 238 + " yy")[1] == "x" * 238 + "…", "no space before the sign"


def test_a_line_of_a_note_stays_one_line_whatever_was_typed() -> None:
    assert lines_of("one\ntwo\r\n\tthree \x07\u2028four\u00a0 five")[1] == "one two three four five"


@pytest.mark.parametrize(
    ("person", "clinician", "who"),
    [("", "", ""), ("Sam", "", " Sam"), ("", "Ellen", " Ellen"), ("Sam", "Ellen", " Sam, Ellen")],
)
def test_a_note_names_whoever_is_known(person: str, clinician: str, who: str) -> None:
    assert lines_of(person=person, clinician=clinician)[0] == f"Shared decision talk, Monday, November 23, 2026.{who}"


def test_a_page_says_whose_it_is_the_day_the_clinician_and_the_clinic() -> None:
    bare = printed_page(handout(PAPER))
    assert (bare.title, bare.who) == ("Our plan", "Monday, November 23, 2026")
    whole = printed_page(handout(PAPER, person="Sam", clinician="Ellen", site="Practice clinic", paper="a4"))
    assert whole.title == "Our plan – Sam"
    assert whole.who == "Monday, November 23, 2026 · Ellen · Practice clinic"
    assert (whole.paper, whole.practice, bare.paper) == ("a4", False, "letter")


def test_a_page_that_lacks_a_number_to_call_is_not_made() -> None:
    lacks = Section("calls", (SentencePart("Call us."), MissingPart("The number is missing.")))
    with pytest.raises(CannotPrint, match="The number is missing"):
        printed_page(handout(PAPER, [lacks]))
    assert lines_of("line"), "a note is still written"


def test_a_section_has_the_heading_of_its_place_or_its_own_and_none_in_its_own_words() -> None:
    told = [
        Section("decided", (SentencePart("a"),)),
        Section("open", (SentencePart("b"),), heading="Its own"),
        Section("calls", (SentencePart("c"),)),
        Section("said", (ChartPart("for the chart alone"),)),
    ]
    made = printed_page(handout(PAPER, told)).sections
    assert [each.heading for each in made] == ["What we decided together", "Its own", ""]
