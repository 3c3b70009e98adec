"""The parts of a page before it is laid out: sections in a fixed order, each with a heading and frozen parts.

Each kind of card says its own sections (`cards.<kind>.sections`); the order and the headings stand here and nowhere
else. Screen, print page, PDF and note lay out what they are given, so that no two of them can tell it differently. The
order is the one in which people read the page that goes home: you said, what we decided, your day, what gets lighter,
who helps, still open, when to call, next time; what else was said stands between, nearest to what it belongs to. A
chart shows only the lines that were written for a clinician (`ChartPart`), in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Literal

from .phrases import phrase

Slot = Literal[
    "said", "went", "decided", "changed", "picture", "views", "mattered", "lifts", "weighs", "work", "day", "lighter",
    "helps", "open", "calls", "again",
]  # fmt: skip

HEADINGS: Mapping[Slot, str] = MappingProxyType(
    {
        "said": "You said",
        "went": phrase("How it went"),
        "decided": phrase("What we decided together"),
        "changed": "",
        "picture": phrase("The picture we looked at"),
        "views": phrase("How we see it"),
        "mattered": phrase("What mattered to us"),
        "lifts": phrase("What lifts you"),
        "weighs": phrase("What weighs on you"),
        "work": phrase("The work that care asks of you"),
        "day": phrase("Your days"),
        "lighter": "",
        "helps": "",
        "open": phrase("Still open"),
        "calls": "",
        "again": phrase("We look again"),
    }
)
"""Place -> heading, in the order of the page; "" where a section brings its own heading."""

ORDER: tuple[Slot, ...] = tuple(HEADINGS)

LEFT_OUT_FIRST: tuple[Slot, ...] = ("said", "work", "weighs", "lifts", "open", "mattered")
"""The places that a chart without enough room leaves out first, in this order."""


@dataclass(frozen=True)
class OwnWordsPart:
    """Somebody's own words, in their language."""

    kind: ClassVar = "own"
    words: str
    language: str


@dataclass(frozen=True)
class SentencePart:
    """A sentence. `strong` comes first and large, `own` follows it."""

    kind: ClassVar = "sentence"
    text: str = ""
    strong: str = ""
    own: OwnWordsPart | None = None


@dataclass(frozen=True)
class SmallPart:
    """Small type under a picture."""

    kind: ClassVar = "small"
    text: str


@dataclass(frozen=True)
class Item:
    """One point of a list: first `strong`, then the text, somebody's own words, and `after` behind a dash."""

    text: str = ""
    strong: str = ""
    own: OwnWordsPart | None = None
    after: str = ""


@dataclass(frozen=True)
class ListPart:
    """A list of points."""

    kind: ClassVar = "listed"
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Count:
    """One number with its words: for whom, and how many of how many.

    Attributes:
        key: the number in large type, or "". picture: it drawn, as SVG, or "". alt: what the picture shows, in words.
        lines: what is said beside it.
        claim, count, of: what it counts, so that whoever checks can tell that all displays agree; 0 without a number.
    """

    heading: str
    lines: tuple[str, ...]
    key: str = ""
    picture: str = ""
    alt: str = ""
    claim: str = ""
    count: int = 0
    of: int = 0


@dataclass(frozen=True)
class CountsPart:
    """Numbers side by side, in words."""

    kind: ClassVar = "counts"
    each: tuple[Count, ...]


@dataclass(frozen=True)
class FigurePart:
    """Numbers side by side, each with its picture."""

    kind: ClassVar = "figure"
    each: tuple[Count, ...]


@dataclass(frozen=True)
class TablePart:
    """Numbers in rows."""

    kind: ClassVar = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CallPart:
    """Whom to call, and when. `urgent` is the emergency number."""

    kind: ClassVar = "call"
    heading: str
    urgent: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class DayPart:
    """A day to come back, in large type."""

    kind: ClassVar = "day"
    text: str


@dataclass(frozen=True)
class ChartPart:
    """A line for a clinician's chart. It never goes home.

    Attributes:
        kept: a chart without enough room leaves it out after everything else, such as what they decided.
    """

    kind: ClassVar = "chart"
    text: str
    kept: bool = False


@dataclass(frozen=True)
class ReminderPart:
    """A few words of what stands here, with which another visit begins. It stands on no page of this one."""

    kind: ClassVar = "reminder"
    text: str


@dataclass(frozen=True)
class MissingPart:
    """Says what is missing. A page with this part does not go home."""

    kind: ClassVar = "unset"
    plain: str


Part = (
    SentencePart
    | OwnWordsPart
    | SmallPart
    | ListPart
    | CountsPart
    | FigurePart
    | TablePart
    | CallPart
    | DayPart
    | ChartPart
    | ReminderPart
    | MissingPart
)


@dataclass(frozen=True)
class Section:
    """What one kind of card puts in one place of the page.

    Attributes:
        at: where it stands among what others say in the same place; lower comes first.
        heading: instead of the one of its place.
        apart: it stays a section of its own, with a heading of its own.
    """

    slot: Slot
    parts: tuple[Part, ...]
    at: int = 0
    heading: str = ""
    apart: bool = False


def in_order(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections in the order of the page. Those that share a place become one, and so do lists that meet."""
    found: list[Section] = []
    for each in sorted((each for each in sections if each.parts), key=lambda each: (ORDER.index(each.slot), each.at)):
        last = found[-1] if found else None
        if last is not None and last.slot == each.slot and not (last.apart or each.apart):
            found[-1] = replace(last, parts=_joined(last.parts, each.parts))
        else:
            found.append(each)
    return tuple(found)


def for_reading(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections without what is for a chart or another visit. A section with nothing else is left out."""
    kept = (replace(each, parts=_to_read(each.parts)) for each in sections)
    return tuple(each for each in kept if each.parts)


def _to_read(parts: Iterable[Part]) -> tuple[Part, ...]:
    shown: tuple[Part, ...] = ()
    for part in parts:
        if not isinstance(part, (ChartPart, ReminderPart)):
            shown = _joined(shown, (part,))
    return shown


def for_another_visit(sections: Iterable[Section]) -> Mapping[Slot, tuple[str, ...]]:
    """Place -> the few words with which another visit begins, each a single time."""
    found: dict[Slot, dict[str, None]] = {}
    for each in sections:
        found.setdefault(each.slot, {}).update(
            (part.text, None) for part in each.parts if isinstance(part, ReminderPart)
        )
    return {slot: tuple(texts) for slot, texts in found.items() if texts}


def chart_lines(sections: Iterable[Section]) -> tuple[tuple[Slot, str], ...]:
    """Every line for a chart, with its place."""
    return tuple((slot, part.text) for slot, part in _chart_parts(sections))


def _chart_parts(sections: Iterable[Section]) -> list[tuple[Slot, ChartPart]]:
    return [(each.slot, part) for each in sections for part in each.parts if isinstance(part, ChartPart)]


def for_chart(sections: Iterable[Section], room: int) -> tuple[tuple[tuple[Slot, str], ...], int]:
    """The lines for a chart with their places, and how many had no room."""
    lines, left_out = _chart_parts(sections), 0
    while len(lines) > room:
        del lines[_spared(lines)]
        left_out += 1
        room -= left_out == 1  # the count of what is left out takes a line
    return tuple((slot, part.text) for slot, part in lines), left_out


def _spared(lines: Sequence[tuple[Slot, ChartPart]]) -> int:
    """Which of the lines a chart leaves out next: by its place, then whatever it need not keep, the last one first."""
    slots = {slot for slot, part in lines if not part.kept}
    first = next((slot for slot in LEFT_OUT_FIRST if slot in slots), None)
    may_go = [at for at, (slot, part) in enumerate(lines) if not part.kept and (first is None or slot == first)]
    return max(may_go, default=len(lines) - 1)


def _joined(before: tuple[Part, ...], after: tuple[Part, ...]) -> tuple[Part, ...]:
    if before and after and isinstance(before[-1], ListPart) and isinstance(after[0], ListPart):
        return (*before[:-1], ListPart((*before[-1].items, *after[0].items)), *after[1:])
    return (*before, *after)
