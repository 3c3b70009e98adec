"""Screen, paper, PDF and note show the same sections of the same plan: none is lost, added or moved (H07, H12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

import pytest

from decisionaid.domain.page import (
    ORDER,
    CallPart,
    CountsPart,
    DayPart,
    FigurePart,
    ListPart,
    OwnWordsPart,
    Part,
    Section,
    SentencePart,
    SmallPart,
    TablePart,
    chart_lines,
)
from decisionaid.domain.readers import NOTE
from decisionaid.exports import note
from decisionaid.exports._printed_page import printed_page
from decisionaid.locale import words
from tests.builders import Table, text_of
from tests.exports.sheets import text_in
from tests.random_plans import LANGUAGES, Talk
from tests.web.rooms import Clinic

pytestmark = pytest.mark.hazard("H12")

NO_KIND_MAKES = {"lighter", "helps"}
"""Places that the page that goes home has, and that no kind of card fills yet."""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A practice clinic for visits that only this file reads."""
    made = Clinic(Table(tmp_path_factory.mktemp("layouts")))
    yield made
    made.table.store.close()


def reads(part: Part) -> Iterator[str]:
    """The words of one part of a page, in the order in which they are read."""
    match part:
        case OwnWordsPart(words=own_words):
            yield f"“{own_words}”"
        case SentencePart(text=text, strong=strong, own=own):
            yield from (strong, text, *(reads(own) if own else ()))
        case SmallPart(text=text) | DayPart(text=text):
            yield text
        case ListPart(items=items):
            for item in items:
                yield from (item.strong, item.text, *(reads(item.own) if item.own else ()), item.after)
        case CountsPart(each=each) | FigurePart(each=each):
            for one in each:
                yield from (one.heading, one.key if isinstance(part, FigurePart) else "", *one.lines)
        case TablePart(head=head, rows=rows):
            yield from (*head, *(cell for row in rows for cell in row))
        case CallPart(heading=heading, lines=lines):
            yield from (heading, *lines)


def words_of(sections: Iterable[Section]) -> list[str]:
    """All that is read of some sections, in order. Calls and the days at the end stand without a heading."""
    found = []
    for each in sections:
        found += [] if each.slot in ("calls", "again") else [each.heading]
        found += [said for part in each.parts for said in reads(part)]
    return [" ".join(each.split()) for each in found if each]


def lost(text: str, said: Iterable[str]) -> list[str]:
    """What does not stand in a text, one behind the other."""
    at, missing = 0, []
    for each in said:
        found = text.find(each, at)
        if found < 0:
            missing.append(each)
        else:
            at = found + len(each)
    return missing


def of_html(page: str) -> tuple[list[str], str]:
    """The places of the sections on a page, and all that is read in them."""
    body = page.split("<main")[1].split('<section class="lines">')[0].split("</main>")[0]
    return re.findall(r'data-section="(\w+)"', body), " ".join(text_of(unescape(body)).split())


def held_note(talk: Talk, language: str) -> None:
    """Hold the note of this visit to the sections: its lines, in their order, and as many as twelve lines hold."""
    told = talk.handout(language, reader=NOTE)
    here = told.by_visit[0] if told.by_visit else told
    may = [" ".join(line.split())[: note.MAX_WIDTH - 9] for _, line in chart_lines(here.sections)]
    before = words(language).say("Stands from before ({day_and_who}):", day_and_who="").split("(")[0]
    text = note.render(told).decode()
    said = [line[: note.MAX_WIDTH - 9] for line in text.split(before)[0].splitlines()]
    left = iter(may)
    there = [line for line in said if line in may]
    assert all(line in left for line in there), (talk.seed, "the note keeps the order of the page", there, may)
    left_out = len(may) - len(there)
    assert left_out == 0 or len(text.splitlines()) >= note.MAX_LINES - 1, (talk.seed, "the note had room", may, text)


def held(talk: Talk, language: str) -> set[str]:
    """Hold the layouts of one plan to its sections. Returns their places."""
    made = printed_page(talk.handout(language))
    slots, said = [each.slot for each in made.sections], words_of(made.sections)
    for name in ("plan", f"print?language={language}"):
        shown, text = of_html(talk.page(name))
        assert shown == slots, (talk.seed, name)
        assert lost(text, said) == [], (talk.seed, name, text)
    pdf = text_in(talk.pdf(language))
    assert lost(pdf, said) == [], (talk.seed, "pdf", pdf)
    held_note(talk, language)
    return {*slots}


def hold_all(clinic: Clinic, seeds: Iterable[int]) -> None:
    seen: set[str] = set()
    for seed in seeds:
        talk, language = Talk(clinic, seed), LANGUAGES[seed % 2]
        for _ in range(2):
            talk.hold(language)
            seen |= held(talk, language)
    assert seen == {*ORDER} - NO_KIND_MAKES, "every place of a page was there at some time"


def test_screen_paper_pdf_and_note_show_the_same_sections_of_random_plans(clinic: Clinic) -> None:
    hold_all(clinic, (10, 11, 12))


@pytest.mark.hold
def test_the_same_over_two_hundred_plans(clinic: Clinic) -> None:
    hold_all(clinic, range(1_000, 1_100))
