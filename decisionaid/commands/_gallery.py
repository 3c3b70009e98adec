"""Makes the pages of the gallery: every card of an aid as a clinic shows it, with each finding at its sentence.

The pages come out of a practice room that is gone at the end. A finding is put behind the element that holds the
sentence it speaks of; what stands on no card, and what no sentence holds, is listed first, with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from ..aid_reader import look_at_aid
from ..cards import kinds
from ..domain.aid import Aid, Input
from ..domain.aid_texts import PLACEHOLDER, texts_of
from ..domain.conditions import Value
from ..errors import Problem
from ..practice_room import Room, practice_room
from ..preview import give_values
from .check import check

A_DAY = "2026-05-04"
MAIN = re.compile(r"<main[^>]*>(.*?)</main>", re.DOTALL)
SHEETS = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
SHORTEST = 12
"""The shortest piece of a sentence by which it is found on a page."""


@dataclass(frozen=True)
class CardPage:
    """One card in one language: its own page, every face of it, with the findings at their sentences."""

    kind: str
    title: str
    html: str
    findings: int


@dataclass(frozen=True)
class AidPage:
    """One aid in one language.

    Attributes:
        elsewhere: findings that stand at no sentence of these cards. sheets: the style sheets of the cards.
    """

    name: str
    title: str
    language: str
    languages: tuple[str, ...]
    cards: tuple[CardPage, ...]
    elsewhere: tuple[Problem, ...]
    sheets: str


def state_of(folder: Path) -> str:
    """A short word that changes whenever a file of the aids does."""
    digest = sha256()
    for file in sorted(folder.glob("*/*.yaml")):
        try:
            stat = file.stat()
        except OSError:
            continue  # saved this very moment; the next look sees it
        digest.update(f"{file} {stat.st_mtime_ns} {stat.st_size}\n".encode())
    return digest.hexdigest()[:16]


@dataclass
class Gallery:
    """The aids of a folder, as they stand now."""

    folder: Path
    on: date
    state: str = ""
    room: Room | None = None
    pages: dict[tuple[str, str], AidPage] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    def names(self) -> tuple[str, ...]:
        """The aids, by the names of their folders."""
        return tuple(sorted(each.parent.name for each in self.folder.glob("*/aid.yaml")))

    def page(self, name: str, language: str = "") -> AidPage:
        """The cards of an aid, made anew if a file has changed."""
        self._look()
        if (name, language) not in self.pages:
            self.pages[name, language] = self._make(name, language)
        return self.pages[name, language]

    def close(self) -> None:
        """Take the room away."""
        self._open.close()
        self.room = None

    def _look(self) -> None:
        now = state_of(self.folder)
        if self.room is None:
            self.room = self._open.enter_context(practice_room(self.folder))
        elif now != self.state:
            self.room.look_again()
            self.pages.clear()
        self.state = now

    def _make(self, name: str, language: str) -> AidPage:
        problems = check(self.folder / name, "review", self.on).problems
        look = look_at_aid(self.folder / name)
        if look.loaded is None or look.problems:
            return AidPage(name, name, language, (), (), tuple(problems), "")
        edition = look.loaded.edition
        language = language if language in edition.languages else edition.aid.language
        aid = edition.spoken(language)
        return self._shown(name, aid, edition.languages, language, list(problems))

    def _shown(
        self, name: str, aid: Aid, languages: tuple[str, ...], language: str, problems: list[Problem]
    ) -> AidPage:
        assert self.room is not None  # `page` opened it
        visit = self.room.visit(aid.id, language)
        list(give_values(visit, aid, somebody(aid)))
        texts, cards, sheets = texts_of(aid), [], dict[str, None]()
        here = {each for each in problems if _spoken(each, language, aid.language)}
        placed: set[Problem] = set()
        for card in (each for each in aid.cards if each in kinds()):
            faces = "".join(page for _, page in visit.faces(card))
            sheets |= dict.fromkeys(SHEETS.findall(faces))
            html, at = _with_findings("".join(MAIN.findall(faces)), here, texts)
            placed |= at
            cards.append(CardPage(card, kinds()[card].TITLE, html, len(at)))
        elsewhere = tuple(each for each in problems if each not in placed)
        return AidPage(name, aid.title, language, languages, tuple(cards), elsewhere, "\n".join(sheets))


def somebody(aid: Aid) -> Mapping[str, Value]:
    """Values with which an aid shows its numbers: the middle of each range, the first choice, and no to a question."""
    return {key: _middle(each) for key, each in aid.inputs.items()}


def _middle(asked: Input) -> Value:
    if asked.kind == "yes_no":
        return False
    if asked.kind == "choice":
        return next(iter(asked.choices), "")
    if asked.kind == "date":
        return A_DAY
    low, high = asked.allowed or asked.plausible or (0, 1)
    return round((low + high) / 2)


def _spoken(problem: Problem, language: str, first: str) -> bool:
    """Whether a finding speaks of the words that this page shows."""
    stem = Path(problem.file).stem
    return stem == language or (stem == "aid" and language == first)


def _with_findings(html: str, problems: set[Problem], texts: Mapping[str, str]) -> tuple[str, set[Problem]]:
    """The page with each finding behind the element of its sentence, and the findings that have such a place."""
    placed = set()
    for problem in sorted(problems):
        at = _place(html, texts.get(problem.place.replace(" › ", "."), ""))
        if at is not None:
            html = f"{html[:at]}{_as_html(problem)}{html[at:]}"
            placed.add(problem)
    return html, placed


def _place(html: str, text: str) -> int | None:
    """The end of the element that holds a sentence, found by its longest piece without braces."""
    pieces = PLACEHOLDER.split(text)[:: PLACEHOLDER.groups + 1]
    piece = max(pieces, key=len, default="").strip()
    if len(piece) < min(SHORTEST, len(text.strip()) or 1):
        return None
    for form in (escape(piece), escape(piece, quote=False), piece):
        start = html.find(form)
        if start >= 0:
            end = html.find("</", start)
            close = html.find(">", end)
            return close + 1 if end >= 0 and close >= 0 else None
    return None


def _as_html(problem: Problem) -> str:
    said = escape(f"{problem.what} ({problem.remedy}) [{problem.rule}]")
    where = escape(f"{problem.file}:{problem.line}")
    return f'<strong data-finding="{escape(problem.rule)}" data-level="{problem.level}">' + (f"{said} {where}</strong>")


def kinds_shown(pages: Mapping[str, AidPage]) -> Mapping[str, tuple[str, ...]]:
    """Card kind -> the aids that show it."""
    found: dict[str, Any] = {}
    for kind in kinds():
        found[kind] = tuple(name for name, page in pages.items() if any(card.kind == kind for card in page.cards))
    return found
