"""One page, told a single way: screen, paper, PDF and note lay out the same sections in the same order (H07, H12)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from random import Random

import pypdfium2
import pytest

from decisionaid.cards import kinds
from decisionaid.cards.decision import _page
from decisionaid.domain.page import (
    HEADINGS,
    LEFT_OUT_FIRST,
    ORDER,
    CallPart,
    ChartPart,
    Item,
    ListPart,
    Section,
    SentencePart,
    for_chart,
    for_reading,
    in_order,
)
from decisionaid.domain.readers import NOTE
from decisionaid.exports import Handout, formats, note
from decisionaid.exports._printed_page import printed_page
from decisionaid.handout import decisions
from tests.builders import MAN_62, Table, text_of
from tests.project import sources
from tests.web.rooms import Clinic, tokens

pytestmark = pytest.mark.hazard("H12")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A practice clinic for visits that only this file reads."""
    made = Clinic(Table(tmp_path_factory.mktemp("sections")))
    yield made
    made.table.store.close()


def visit_of(clinic: Clinic, *said: tuple[str, dict[str, str]]) -> str:
    """A visit in which cards were filled in, one after the other."""
    visit = clinic.visit()
    hidden = tokens(visit.client, visit.id)
    for number, (card, data) in enumerate(said):
        answer = visit.client.post(
            f"/visits/{visit.id}/{card}", data={**hidden, "key": f"said-number-{number}", **data}
        )
        assert answer.status_code == 303, text_of(answer.text)
        if card == "statin/situation":
            visit.client.get(f"/visits/{visit.id}/statin/picture")
    return visit.id


EVERYTHING: tuple[tuple[str, dict[str, str]], ...] = (
    ("statin/situation", {**MAN_62, "words": "I want to walk again.", "then": "stay"}),
    ("statin/purpose", {"view_patient": "No more pills.", "view_clinician": "One may help."}),
    ("statin/issues", {"pick": "cost"}),
    ("statin/leaning", {"leans_patient": "option.moderate", "print_patient": "yes"}),
    ("statin/questions", {"ask": "questions.feel"}),
    ("my-life/areas", {"mark": "fun:lifts"}),
    ("my-life/areas", {"mark": "home:weighs"}),
    ("my-life/workload", {"room": "just_full"}),
    ("statin/decision", {
        "arrived": "option.moderate", "look_again": "3mo", "look_again_if": "it hurts", "words": "Let us try.",
    }),
)  # fmt: skip


def handout(clinic: Clinic, visit: str, language: str = "en") -> Handout:
    person = clinic.table.store.people.visit(visit).person_id
    return clinic.table.app.extensions["clinic"].handout(person, None, language)


def on_html(text: str) -> list[str]:
    return re.findall(r'data-section="(\w+)"', text)


def on_pdf(data: bytes, made: list[Section]) -> list[str]:
    """The places whose heading, or first line where there is none, is found in the PDF, in the order of the file."""
    text = " ".join(
        " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)).split()
    )  # fmt: skip
    found = [(text.find(" ".join(first_line(each).split())), each.slot) for each in made]
    assert all(at >= 0 for at, _ in found), (found, text)
    return [slot for _, slot in sorted(found)]


def first_line(section: Section) -> str:
    if section.heading and section.slot != "again":
        return section.heading
    part = section.parts[0]
    return part.heading if isinstance(part, CallPart) else part.text


@pytest.mark.parametrize("language", ["en", "es"])
def test_screen_paper_and_pdf_show_the_same_sections_in_the_order_of_the_page(clinic: Clinic, language: str) -> None:
    visit = visit_of(clinic, *EVERYTHING)
    clinic.table.store.people.speak(visit, language, "somebody")
    made = list(printed_page(handout(clinic, visit, language)).sections)
    slots = [each.slot for each in made]
    assert slots == [
        "said", "decided", "picture", "views", "mattered", "lifts", "weighs", "work", "day", "open", "calls", "again",
    ]  # fmt: skip
    browser = clinic.browser()
    assert on_html(browser.get(f"/visits/{visit}/plan").text) == slots
    assert on_html(browser.get(f"/visits/{visit}/print").text) == slots
    assert on_pdf(browser.get(f"/visits/{visit}/plan.pdf").data, made) == slots


def test_screen_and_paper_say_the_same_words_section_by_section(clinic: Clinic) -> None:
    visit, browser = visit_of(clinic, *EVERYTHING), clinic.browser()
    screen, paper = (unescape(browser.get(f"/visits/{visit}/{page}").text) for page in ("plan", "print"))

    def sections(text: str) -> list[str]:
        parts = re.split(r'<(?:section|div) class="\w+" data-section=', text)[1:]
        return [text_of(f"<p {part}") for part in parts[:-1]]

    assert sections(screen) == sections(paper) != []


def test_the_note_tells_in_the_same_order_what_a_note_shows(clinic: Clinic) -> None:
    visit = visit_of(clinic, *EVERYTHING)
    person = clinic.table.store.people.visit(visit).person_id
    of_note = clinic.table.app.extensions["clinic"].handout(person, None, "en", reader=NOTE)
    lines, left_out = for_chart(of_note.sections, 100)
    slots = [slot for slot, _ in lines]
    assert left_out == 0
    assert sorted(slots, key=ORDER.index) == slots
    assert {"said", "decided", "mattered", "lifts", "weighs", "work", "open"} == set(slots)
    text = note.render(of_note).decode()
    shown = [text.find(line[:60]) for _, line in lines if line[:60] in text]
    assert shown == sorted(shown)


def test_the_order_is_the_one_in_which_people_read_the_page_that_goes_home() -> None:
    """You said - what we decided - your day - what gets lighter - who helps - still open - when to call - next time."""
    golden = ["said", "decided", "day", "lighter", "helps", "open", "calls", "again"]
    assert [slot for slot in ORDER if slot in golden] == golden
    assert set(LEFT_OUT_FIRST) < set(ORDER) == set(HEADINGS)


def test_sections_come_in_order_whatever_order_the_cards_say_them_in() -> None:
    said = [
        Section("again", (SentencePart("last"),)),
        Section("open", (ListPart((Item("second"),)),), at=1),
        Section("open", (ListPart((Item("first"),)),)),
        Section("said", ()),
        Section("picture", (SentencePart("one"),), apart=True),
        Section("picture", (SentencePart("two"),), apart=True),
        Section("decided", (ChartPart("for a chart"),)),
    ]
    for seed in range(20):
        made = in_order(Random(seed).sample(said, len(said)))
        assert [each.slot for each in made] == ["decided", "picture", "picture", "open", "again"]
        assert made[3].parts == (ListPart((Item("first"), Item("second"))),)
        assert [each.slot for each in for_reading(made)] == ["picture", "picture", "open", "again"]


def test_nobody_outside_a_kind_names_what_it_says() -> None:
    """The page is what the kinds say; a format has no words of its own about any of them."""
    named = {
        (path.name, node.value)
        for path, tree in sources()
        if path.parent.name == "exports" or path.stem in ("handout", "left_off", "page", "page_text", "visit_by_visit")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in kinds()
    }
    assert {(file, name) for file, name in named if name != "picture"} == set(), "a picture is a part of a page too"


def test_a_note_has_twelve_lines_at_most_and_says_how_many_it_left_out(clinic: Clinic) -> None:
    more = [("my-life/matters", {f"words_{key}": f"words on {key}"}) for key in ("keep", "day", "hope", "worry")]
    matters = clinic.table.app.extensions["clinic"].library.aid("my-life", "en").matters
    said = [("my-life/matters", {f"words_{key}": f"words on {key}"}) for key in matters] or more
    visit = visit_of(clinic, *EVERYTHING, *said)
    person = clinic.table.store.people.visit(visit).person_id
    lines = (
        note.render(clinic.table.app.extensions["clinic"].handout(person, None, "en", reader=NOTE)).decode().split("\n")
    )
    assert len(lines) == 13
    assert lines[-1] == ""
    assert re.fullmatch(r"\(\d+ more lines? in the plan\.\)", lines[-3])
    assert any(line.startswith("Where they arrived: A moderate dose") for line in lines)


@pytest.mark.parametrize("many", [1, 5, 30])
def test_what_a_note_leaves_out_of_an_earlier_visit_is_counted_too(clinic: Clinic, many: int) -> None:
    long = [f"{number} " + "x" * (note.MAX_WIDTH - 10) for number in range(many)]
    before = Section("said", tuple(ChartPart(line) for line in long))
    now = replace(handout(clinic, visit_of(clinic)), section_makers={})
    earlier = replace(now, section_makers={"matters": lambda _: (before,)}, stands_from_before=True)
    lines = note.render(replace(now, by_visit=(now, earlier))).decode().splitlines()
    assert len(lines) <= note.MAX_LINES
    shown = sum(line in long for line in lines)
    left_out = [int(each) for line in lines for each in re.findall(r"^\((\d+) more lines? in the plan", line)]
    assert shown + sum(left_out) == many
    assert shown == min(many, 6), "the room that twelve lines leave"


@pytest.mark.parametrize("room", range(1, 9))
def test_what_was_decided_is_left_out_of_a_note_last(room: int) -> None:
    slots = ("said", "said", "decided", "decided", "mattered", "work", "open")
    sections = [Section(slot, (ChartPart(f"{slot} {at}"),), at=at) for at, slot in enumerate(slots)]
    lines, left_out = for_chart(in_order(sections), room)
    assert len(lines) + (left_out > 0) <= room
    assert len(lines) + left_out == len(slots)
    kept = [slot for slot, _ in lines]
    assert kept == sorted(kept, key=ORDER.index)
    assert kept.count("decided") == min(2, room - (left_out > 0))


@pytest.mark.hazard("H15")
def test_emergencies_come_before_the_clinic_on_every_page(clinic: Clinic) -> None:
    visit, browser = visit_of(clinic, *EVERYTHING), clinic.browser()
    calls = [
        part
        for each in printed_page(handout(clinic, visit)).sections
        for part in each.parts
        if isinstance(part, CallPart)
    ]
    assert [part.urgent for part in calls] == [True, False]
    for name in ("plan", "print"):
        text = text_of(browser.get(f"/visits/{visit}/{name}").text)
        assert 0 < text.find(calls[0].heading) < text.find(calls[1].heading), name


@pytest.mark.parametrize("format", sorted(formats()))
def test_every_format_says_who_reads_it(format: str) -> None:
    assert formats()[format].READER is not None


@pytest.mark.hazard("H15")
@pytest.mark.parametrize(("takes_one", "warned"), [({}, False), ({"value_statin": "yes", "value_dose": "high"}, True)])
def test_a_red_flag_stands_on_paper_only_for_whom_it_is_meant(
    clinic: Clinic, takes_one: dict[str, str], warned: bool
) -> None:
    said = (("statin/situation", {**MAN_62, **takes_one, "then": "stay"}), ("statin/decision", {"arrived": "not_sure"}))
    visit, browser = visit_of(clinic, *said), clinic.browser()
    for name in ("plan", "print"):
        text = browser.get(f"/visits/{visit}/{name}").text
        assert ("Bad muscle pain" in text) is warned, name
        assert "Chest pain" in text, name


@pytest.mark.hazard("H15")
def test_a_safety_net_that_is_not_meant_for_this_person_is_not_said(clinic: Clinic) -> None:
    of_visit = handout(clinic, visit_of(clinic, *EVERYTHING))
    (arrived,) = decisions(of_visit)
    assert arrived.option is not None
    net = arrived.option.safety_net
    when = arrived.aid.red_flags["muscle"].applies_when
    assert when.holds(arrived.numbers.values) is False
    for key, statement in net.items():
        meant = {**net, key: statement.model_copy(update={"applies_when": when, "say": "Not for this person."})}
        option = arrived.option.model_copy(update={"safety_net": meant})
        calls = _page._calls((replace(arrived, option=option),), of_visit.words)
        said = [line for part in calls for line in part.lines]
        assert said
        assert "Not for this person." not in said, key
