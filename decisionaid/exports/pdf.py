"""The page that goes home as a tagged PDF (PDF/UA-1), read aloud by a screen reader in the language of each part.

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
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from ..assets import asset_root
from ..domain.plan import Said
from ..domain.readers import PAPER, AtHome
from ..errors import DecisionAidError
from ..faces import ALWAYS, faces_for
from ..figures import Figure
from ..figures._since import Changed
from ..locale import Words
from . import Told
from ._more import OpenLine, SeenAs
from ._page import Page, PageDecision, page
from ._signs import Printable, signs_of

NAME = "pdf"
MEDIA_TYPE = "application/pdf"
EXTENSION = "pdf"
READER = PAPER
TRIES = 4
PAPERS = {"letter": "us-letter", "a4": "a4"}


def render(told: Told[AtHome]) -> bytes:
    """The page as PDF; the same bytes for the same plan.

    Raises:
        CannotPrint: the page has a safety net and a phone number in it is missing.
    """
    made, stamp = _made(page(told), told.words), datetime.combine(told.on, time(12), UTC)
    never: frozenset[str] = frozenset()
    for _ in range(TRIES):
        try:
            return _compile(_printable(made, told.words, never), stamp)
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
    """Kept: the faces are read a single time, for what most pages need and for the last few others."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[ALWAYS, *more])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=ALWAYS)


def _made(told: Page, words: Words) -> dict[str, Any]:
    say = words.say
    title = say("Our plan") + (f" – {told.person}" if told.person else "")
    return {
        "title": title,
        "lang": words.language,
        "rtl": words.direction == "rtl",
        "paper": PAPERS[told.paper],
        "watermark": say("Practice – not a real plan") if told.practice else "",
        "draft": " ".join((told.draft, *told.reviews)).strip(),
        "who": " · ".join(part for part in (told.day, told.clinician, told.site) if part),
        "sections": [section for section in _sections(told, words) if section["parts"]],
        "calls": [{"heading": each.heading, "urgent": each.urgent, "lines": list(each.lines)} for each in told.calls],
        "again": [say("We look again: {day}.", day=day) for day in told.look_again],
        "sooner": [{"strong": say("Sooner if:"), "own": own} for own in _sooner(told)],
        "closing": [say("Sooner, if this plan gets too heavy. You can change your mind at any time.")],
    }


def _sections(told: Page, words: Words) -> Iterator[dict[str, Any]]:
    say = words.say
    yield {"heading": say("You said"), "parts": [_own(said) for said in told.own_words]}
    yield {"heading": say("What we decided together"), "parts": [p for each in told.decided for p in _decided(each)]}
    for each in (*told.decided, *told.still_open):
        if each.changed:
            title = each.title if len(told.decided) + len(told.still_open) > 1 else ""
            yield {"heading": each.changed.heading, "parts": list(_changed(each.changed, title))}
        if each.figure:
            yield {
                "heading": say("The picture we looked at"),
                "parts": _picture(each.figure, each.cautions, told.display),
            }
    yield {"heading": say("How we see it"), "parts": _listed([_seen_as(each) for each in told.views])}
    yield {"heading": say("What mattered to us"), "parts": list(_mattered(told, words))}
    for heading, lines in told.life:
        yield {"heading": heading, "parts": _listed(list(lines))}
    yield {"heading": say("Your days"), "parts": _listed([*told.days, *told.work])}
    still = [*(_open(each) for each in told.still_open), *(_question(each) for each in told.questions)]
    yield {"heading": say("Still open"), "parts": _listed(still)}


def _listed(items: list[Any]) -> list[dict[str, Any]]:
    return [{"kind": "list", "items": items}] if items else []


def _seen_as(each: SeenAs) -> dict[str, Any]:
    return {"strong": f"{each.whose}:", "text": "", "own": _own(each.said)}


def _mattered(told: Page, words: Words) -> Iterator[dict[str, Any]]:
    lines = [" · ".join(told.mattered)] if told.mattered else []
    for line in [*lines, *(words.say("Leaning then: {what}", what=each) for each in told.leanings)]:
        yield {"kind": "para", "strong": "", "text": line}


def _question(line: OpenLine) -> dict[str, Any]:
    own = {"kind": "own", "text": line.text, "lang": line.language, "note": ""} if line.own else None
    who = f"– {line.who}" if line.who else ""
    return {"strong": "", "text": who if line.own else f"{line.text} {who}".strip(), "own": own}


def _own(said: Said) -> dict[str, Any]:
    return {"kind": "own", "text": said.words or "", "lang": said.language, "note": ""}


def _decided(each: PageDecision) -> Iterator[dict[str, Any]]:
    text = " ".join(part for part in (each.what, each.also) if part)
    yield {"kind": "para", "strong": _sentence(each.headline), "text": text}
    if each.said:
        yield _own(each.said)
    if each.try_until:
        yield {"kind": "para", "strong": "", "text": each.try_until}


def _changed(changed: Changed, title: str) -> Iterator[dict[str, Any]]:
    """What has changed since they decided."""
    if title:
        yield {"kind": "para", "strong": "", "text": title}
    yield from _listed([*changed.values])
    if changed.counts:
        yield {"kind": "para", "strong": "", "text": changed.caption}
        yield from _listed([*changed.counts])
    if changed.closing:
        yield {"kind": "para", "strong": "", "text": changed.closing}


def _open(each: PageDecision) -> dict[str, Any]:
    own = _own(each.said) if each.said else None
    return {"strong": each.title, "text": _sentence(each.headline), "own": own}


def _picture(figure: Figure, cautions: tuple[str, ...], display: str) -> list[dict[str, Any]]:
    small = " ".join(cautions)
    caption = {"kind": "para", "strong": "", "text": figure.caption}
    after = [{"kind": "para", "strong": "", "text": small}] if small else []
    if display == "table":
        return [caption, {"kind": "table", "head": figure.table.head, "rows": figure.table.rows}, *after]
    if display == "words":
        said = [
            {
                "strong": f"{panel.heading}:",
                "text": _joined(panel.happens, panel.happens_not, panel.change),
                "own": None,
            }
            for panel in figure.panels
        ]
        return [caption, *_listed(said), *after]
    panels = [
        {
            "heading": panel.heading,
            "key": panel.key_number,
            "svg": str(panel.picture),
            "alt": panel.alt,
            "lines": [line for line in (panel.happens_not if panel.frequency else panel.happens, panel.change) if line],
        }
        for panel in figure.panels
    ]
    return [{"kind": "picture", "caption": figure.caption, "panels": panels, "small": small}]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _sooner(told: Page) -> list[dict[str, Any]]:
    return [_own(each.sooner) for each in (*told.decided, *told.still_open) if each.sooner]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
