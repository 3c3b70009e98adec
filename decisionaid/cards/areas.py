"""The card "areas": a life, area by area. Each area may lift, weigh, or both; to skip one is usual and says nothing.

An area may lift and weigh at the same time, so the three are equal taps and no scale: nothing is added up and nobody is
scored. Tapping a mark again takes it back, as a new line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args

from ..domain.aid import Aid
from ..domain.encounter import Choice
from ..domain.life import LifeArea, Mark
from ..domain.page import HEADINGS, Section, Slot
from ..domain.phrases import phrase
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..errors import CardProblems
from ..handout import Handout, as_list, chart_line
from ..locale import Words
from . import Field, NewLine, Scene, Traits
from ._boxes import (
    STAY,
    Box,
    not_here,
    open_end_boxes,
    tell_whole_card,
    whole_card_summary,
    whole_field,
    whole_lines,
    with_words,
)
from ._own_words import STILL, TappedBefore, still_lines, tapped_before
from ._usual import asks as asks
from ._usual import talked_about

KIND = "areas"
TITLE = phrase("My life")
TRAITS = Traits(sign="M3 12l9-8 9 8M6 10v10h12V10", follows={"heart": 3})
state = talked_about(KIND)
MARKS: Mapping[Mark, str] = {"lifts": phrase("Lifts me"), "weighs": phrase("Weighs on me"), "both": phrase("Both")}
NO_MARK = "none"


@dataclass(frozen=True)
class Area:
    """One area with its three marks."""

    area: str
    name: str
    taps: tuple[Box, ...]


@dataclass(frozen=True)
class AreasView:
    """What the template gets."""

    areas: tuple[Area, ...]
    ends: tuple[Box, ...]
    before: tuple[TappedBefore, ...]
    problem: str


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: a tap for each mark of each area, and the two open ends."""
    marks = tuple((f"{area}:{mark}", "") for area in scene.aid.areas for mark in (*MARKS, NO_MARK))
    return with_words(scene.words, Field("mark", "button", marks), whole_field(), STILL, STAY)


def show(scene: Scene) -> AreasView:
    """Every area with its marks. None is chosen beforehand."""
    marked = _marked(scene)
    return AreasView(
        areas=tuple(_area(scene, key, name, marked.get(key)) for key, name in scene.aid.areas.items()),
        ends=open_end_boxes(scene, KIND),
        before=tapped_before(scene, KIND, summary),
        problem=not_here(scene.words) if scene.problems else "",
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The line that a tap writes; () where it is so already.

    Raises:
        CardProblems: the area is not one of this aid's. Nothing is written.
    """
    area, _, mark = str(given.get("mark") or "").partition(":")
    lines: list[NewLine] = []
    if area:
        if area not in scene.aid.areas or mark not in (*MARKS, NO_MARK):
            raise CardProblems({"mark": not_here(scene.words)})
        if mark != (_marked(scene).get(area) or NO_MARK):
            lines.append(NewLine(f"areas.{area}", {"mark": mark}))
    return (*lines, *still_lines(scene, KIND, given), *whole_lines(scene, KIND, given))


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a mark into the plan: what lifts, and what weighs."""
    plan = tell_whole_card(plan, choice)
    area, mark = choice.item.removeprefix("areas."), choice.value.get("mark")
    if not choice.item.startswith("areas.") or mark not in get_args(Mark):
        return plan
    marked = LifeArea(choice.seq, choice.aid_id or "", choice.aid_hash or "", area, cast(Mark, mark))
    return plan.with_(areas=(*plan.areas, marked))


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """The sections with what lifts and what weighs."""
    marks: tuple[tuple[Slot, Mark], ...] = (("lifts", "lifts"), ("weighs", "weighs"))
    for slot, mark in marks:
        lines = [
            aid.areas[each.area]
            for each in handout.plan.areas
            if each.mark in (mark, "both") and (aid := handout.aids.get(each.aid_hash)) and each.area in aid.areas
        ]
        chart = chart_line(f"{handout.words.say(HEADINGS[slot])}:", lines, " · ", handout.words)
        yield Section(slot, (*as_list(lines), *chart))


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words."""
    area, mark = choice.item.removeprefix("areas."), choice.value.get("mark")
    if aid is not None and area in aid.areas and mark in MARKS:
        return words.say("{what}: {mark}", what=aid.areas[area], mark=words.say(MARKS[cast(Mark, mark)]))
    return whole_card_summary(choice, words)


def _marked(scene: Scene) -> Mapping[str, Mark]:
    return {each.area: each.mark for each in scene.plan.areas if each.aid_id == scene.aid.id}


def _area(scene: Scene, key: str, name: str, chosen: Mark | None) -> Area:
    taps = tuple(
        Box("mark", f"{key}:{NO_MARK if mark == chosen else mark}", scene.words.say(label), mark == chosen)
        for mark, label in MARKS.items()
    )
    return Area(key, name, taps)
