"""Whatever a section can hold is laid out everywhere: on the screen, on paper and in the PDF, word by word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

import pytest
from markupsafe import Markup

from decisionaid.domain import page
from decisionaid.domain.page import (
    ORDER,
    CallPart,
    ChartPart,
    Count,
    CountsPart,
    DayPart,
    FigurePart,
    Item,
    ListPart,
    MissingPart,
    OwnWordsPart,
    Part,
    ReminderPart,
    Section,
    SentencePart,
    Slot,
    SmallPart,
    TablePart,
)
from decisionaid.domain.plan import PlanFor
from decisionaid.domain.readers import PAPER
from decisionaid.exports import Handout, html, pdf
from decisionaid.exports._printed_page import printed_page
from decisionaid.locale import words
from tests.builders import Table, text_of
from tests.exports.sheets import text_in

NOT_ON_A_PAGE = {ChartPart, ReminderPart, MissingPart}
"""For a chart, for another visit, and the reason why a page is not printed."""
OWN = OwnWordsPart("wordsofher", "en")
DRAWN = Markup('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
COUNT = Count("headingofit", ("firstline", "secondline"), alt="a picture")
EACH: dict[type, tuple[Part, str]] = {
    OwnWordsPart: (OWN, "“wordsofher”"),
    SentencePart: (SentencePart("textofit", "strongofit", OWN), "strongofit textofit “wordsofher”"),
    SmallPart: (SmallPart("smallofit"), "smallofit"),
    ListPart: (
        ListPart((Item("textofit", "strongofit", OWN, "afterit"), Item("plainitem"))),
        "strongofit textofit “wordsofher” – afterit plainitem",
    ),
    CountsPart: (CountsPart((COUNT,)), "headingofit: firstline secondline"),
    FigurePart: (
        FigurePart((replace(COUNT, key="keyofit", picture=DRAWN),)),
        "headingofit keyofit firstline secondline",
    ),
    TablePart: (TablePart(("headone", "headtwo"), (("cellone", "celltwo"),)), "headone headtwo cellone celltwo"),
    CallPart: (CallPart("callus", True, ("firstsign", "secondsign")), "callus firstsign secondsign"),
    DayPart: (DayPart("dayofit"), "dayofit"),
}
"""Every sort of part, and how it reads."""


def handout(*sections: Section) -> Handout:
    plan = PlanFor(reader=PAPER)
    return Handout(plan, {}, words("en"), date(2026, 11, 23), section_makers={"any": lambda _: sections})


def on_the_screen(table: Table, made: Handout) -> str:
    """The sections as the plan is read back."""
    macro = table.app.jinja_env.get_template("components/sections.html").module.lay  # type: ignore[attr-defined]
    read = printed_page(made)
    return text_of(macro(read.sections, read.closing))


def everywhere(table: Table, made: Handout) -> dict[str, str]:
    paper, sheet = text_of(html.render(made).decode()), text_in(pdf.render(made))
    return {"screen": on_the_screen(table, made), "paper": paper, "pdf": " ".join(sheet.split())}


def test_every_sort_of_part_has_its_example() -> None:
    assert set(get_args(page.Part)) - NOT_ON_A_PAGE == EACH.keys()


@pytest.mark.parametrize("slot", ORDER)
def test_every_sort_of_part_reads_the_same_in_every_place_of_a_page(table: Table, slot: Slot) -> None:
    """Calls stand in boxes beside one another, so that a place of its own is kept for them."""
    parts = [each for sort, each in EACH.items() if (sort is CallPart) == (slot == "calls")]
    made = handout(Section(slot, tuple(part for part, _ in parts), heading="headingofsection", apart=True))
    for name, text in everywhere(table, made).items():
        flat = text.replace(" :", ":").replace("• ", "")
        at = [flat.find(said) for _, said in parts]
        assert -1 not in at, (name, dict(zip(EACH, at, strict=False)), flat)
        assert at == sorted(at), name
        assert ("headingofsection" in flat) is (slot not in ("calls", "again")), name


def test_a_part_that_nobody_lays_out_is_never_lost_in_silence() -> None:
    @dataclass(frozen=True)
    class New:
        text: str = "a new sort of part"

    with pytest.raises(TypeError, match="New"):
        pdf.render(handout(Section("said", (New(),))))  # type: ignore[arg-type]
