"""The format "pdf": the page that goes home as a tagged PDF (PDF/UA-1), with the language of each part.

Set by typst, which checks PDF/UA while it writes, needs no system package and takes some milliseconds a page; fonts
travel with the program, so that every machine prints the same. Rejected: WeasyPrint (marks no language of parts, does
not check), a browser (nothing to install on a clinic's server).

One character that no face has would cost the whole document. Which signs there are is known before anything is set
(`decisionaid.faces`), and what is not among them is said on the page (`_signs`): better than giving up the tags for
everybody because of one letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import lru_cache, singledispatch
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from ..assets import asset_root
from ..domain.page import (
    CallPart,
    Count,
    CountsPart,
    DayPart,
    FigurePart,
    Item,
    ListPart,
    OwnWordsPart,
    Part,
    Section,
    SentencePart,
    SmallPart,
    TablePart,
)
from ..domain.readers import PAPER, AtHome
from ..errors import DecisionAidError
from ..faces import ALWAYS, faces_for
from ..locale import Words
from . import Handout
from ._printed_page import PrintedPage, printed_page
from ._signs import Printable, signs_of

NAME = "pdf"
MEDIA_TYPE = "application/pdf"
EXTENSION = "pdf"
READER = PAPER
TRIES = 4
PAPERS = {"letter": "us-letter", "a4": "a4"}


def render(handout: Handout[AtHome]) -> bytes:
    """The page as PDF. The same plan always gives the same bytes.

    Raises:
        CannotPrint: the page has a safety net and a phone number in it is missing.
    """
    made, stamp = _made(printed_page(handout), handout.words), datetime.combine(handout.on, time(12), UTC)
    never: frozenset[str] = frozenset()
    for _ in range(TRIES):
        try:
            return _compile(_printable(made, handout.words, never), stamp)
        except typst.TypstError as problem:
            found = signs_of(str(getattr(problem, "diagnostic", "")) or str(problem))
            if not found - never:
                break
            never |= found
    raise DecisionAidError("The page could not be set as PDF. Please print it from the screen.")


def _printable(made: dict[str, Any], words: Words, never: frozenset[str]) -> str:
    note = words.say("A sign in this line could not be drawn here. It is kept, and it is on the screen.")
    out = Printable(words.language == "en", note, never)
    page = out.page(made)
    if out.lost:
        page["closing"].append(
            words.say("A sign on this page could not be drawn here. It is kept, and it is on the screen.")
        )
    return json.dumps(page, ensure_ascii=False)


_lock = Lock()


def _compile(data: str, stamp: datetime) -> bytes:
    source = (asset_root() / "templates" / "exports" / "page.typ").read_bytes()
    with _lock:
        made = _compiler(faces_for(data)).compile(
            source, format="pdf", sys_inputs={"page": data}, pdf_standards=["ua-1"], timestamp=int(stamp.timestamp())
        )
    return bytes(made)  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def _compiler(more: tuple[Path, ...]) -> typst.Compiler:
    """The typesetter. It is kept, because reading the fonts takes long."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[ALWAYS, *more])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=ALWAYS)


def _made(printed: PrintedPage, words: Words) -> dict[str, Any]:
    return {
        "title": printed.title,
        "lang": words.language,
        "rtl": words.direction == "rtl",
        "paper": PAPERS[printed.paper],
        "watermark": words.say("Practice – not a real plan") if printed.practice else "",
        "draft": " ".join((printed.draft, *printed.reviews)).strip(),
        "who": printed.who,
        "sections": [_section(each) for each in printed.sections],
        "closing": [printed.closing],
    }


def _section(section: Section) -> dict[str, Any]:
    """A section as the typesetter takes it: boxes to call, the days at the end of the page, or a block of its own."""
    sort = section.slot if section.slot in ("calls", "again") else "block"
    return {"sort": sort, "heading": section.heading, "parts": [*_parts(section)]}


def _parts(section: Section) -> Iterator[dict[str, Any]]:
    """The parts of a section as the typesetter takes them. Small type goes with the picture above it."""
    made: list[dict[str, Any]] = []
    for part in section.parts:
        if isinstance(part, SmallPart) and made and made[-1]["kind"] == "picture":
            made[-1]["small"] = part.text
        else:
            made.append(_part(part))
    if len(made) > 1 and made[1]["kind"] == "picture":
        caption, *made = made
        made[0]["caption"] = caption["text"]
    yield from made


@singledispatch
def _part(part: Part) -> dict[str, Any]:
    """One part as the typesetter takes it.

    Raises:
        TypeError: nobody has said how such a part is laid out. A page must not lose it in silence.
    """
    raise TypeError(f"no page that goes home lays out {type(part).__name__}")


@_part.register
def _own(part: OwnWordsPart) -> dict[str, Any]:
    return {"kind": "own", "text": part.words, "lang": part.language, "note": ""}


@_part.register
def _sentence(part: SentencePart) -> dict[str, Any]:
    return {"kind": "para", "strong": part.strong, "text": part.text, "own": part.own and _own(part.own)}


@_part.register
def _small(part: SmallPart) -> dict[str, Any]:
    return {"kind": "para", "strong": "", "text": part.text, "own": None}


@_part.register
def _list(part: ListPart) -> dict[str, Any]:
    return {"kind": "list", "items": [_item(each) for each in part.items]}


@_part.register
def _counts(part: CountsPart) -> dict[str, Any]:
    return _list(ListPart(tuple(Item(" ".join(each.lines), f"{each.heading}:") for each in part.each)))


@_part.register
def _figure(part: FigurePart) -> dict[str, Any]:
    return {"kind": "picture", "caption": "", "panels": [_panel(each) for each in part.each], "small": ""}


@_part.register
def _table(part: TablePart) -> dict[str, Any]:
    return {"kind": "table", "head": part.head, "rows": part.rows}


@_part.register
def _call(part: CallPart) -> dict[str, Any]:
    return {"kind": "call", "heading": part.heading, "urgent": part.urgent, "lines": list(part.lines)}


@_part.register
def _day(part: DayPart) -> dict[str, Any]:
    return {"kind": "day", "text": part.text}


def _panel(each: Count) -> dict[str, Any]:
    return {
        "heading": each.heading,
        "key": each.key,
        "svg": str(each.picture),
        "alt": each.alt,
        "lines": list(each.lines),
    }


def _item(item: Item) -> dict[str, Any]:
    return {"strong": item.strong, "text": item.text, "own": item.own and _own(item.own), "after": item.after}
