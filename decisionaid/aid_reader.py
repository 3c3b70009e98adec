"""Reads one aid with its words files: YAML becomes models and then an edition, or a list of all problems.

The loader is the validator: there is no way from a file to an `Edition` that does not pass here. What the models say is
put into sentences with file, line, column, place and remedy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from .domain.aid import Aid, Edition
from .domain.likeness import expanded, left_out_of_nothing, lost
from .domain.references import LENGTH, RING, WHEN_TO_CALL, Loose
from .domain.site import Site, laid_over, not_allowed
from .domain.units import TIMES
from .errors import AidProblems, Problem
from .folders import names_in
from .mended import Doubts, Mended, mended
from .model_errors import nearest, problems_of
from .words_reader import WordsReader
from .yaml_reader import Document, Path, look_at_file
from .yaml_words import path_in_words

Model = TypeVar("Model", bound=BaseModel)
ALIKE = 0.75
"""How alike (0 to 1) two names must be to take one for a slip of the pen. Else it may be a card of a later program."""


@dataclass(frozen=True)
class LoadedAid:
    """An aid that was read, with the file, line and column of each of its parts.

    Attributes:
        documents: "" for aid.yaml, and a language for each words file.
    """

    edition: Edition
    documents: Mapping[str, Document]

    @property
    def aid(self) -> Aid:
        """The aid in its first language."""
        return self.edition.aid

    def problem(self, path: Path, what: str, remedy: str, *, rule: str, level: str, language: str = "") -> Problem:
        """A finding at a path, with the file, line and column it stands at."""
        document = self.documents.get(language) or self.documents[""]
        line, column = document.place(path)
        return Problem(document.file, line, column, path_in_words(path), what, remedy, rule, level)


@dataclass(frozen=True)
class Look:
    """What a look into a folder found: the aid as far as it can be judged, and all that the reader refuses in it.

    Attributes:
        loaded: None where nothing more can be said. Where `problems` are there, it was mended and is for `check` alone.
        doubts: the parts of which nothing more can be said.
    """

    loaded: LoadedAid | None
    problems: tuple[Problem, ...]
    doubts: Doubts


def read_aid(folder: FilePath, site: Site | None = None, shown_as: str | None = None) -> LoadedAid:
    """Read a folder with aid.yaml (and es.yaml, ar.yaml, ...), or one aid file.

    Args:
        site: the clinic's own facts, laid over.
        shown_as: how messages name the folder; as given, if left out.

    Raises:
        AidProblems: everything that is wrong, in all files.
    """
    look = look_at_aid(folder, site, shown_as)
    if look.problems or look.loaded is None:
        raise AidProblems(look.problems)
    return look.loaded


def look_at_aid(folder: FilePath, site: Site | None = None, shown_as: str | None = None) -> Look:
    """Read an aid as far as it goes, so that one mistake hides no other."""
    file = folder if folder.is_file() else folder / "aid.yaml"
    name = shown_as or str(folder)
    main = look_at_file(file, name if folder.is_file() else f"{name}/{file.name}")
    problems = list(main.problems)
    made = _made(main, problems)
    documents, words = {"": main}, dict[str, dict[str, str]]()
    for extra in _words_files(file):
        document = look_at_file(extra, f"{name}/{extra.name}" if folder.is_dir() else str(extra))
        if document.is_whole and document.value is None:
            problems.append(_without_words(extra, document))
            continue
        problems += (*document.problems, *_in_its_first_language(extra, made.aid, document))
        if document.is_whole:
            documents[extra.stem] = document
            words[extra.stem] = WordsReader(extra.stem, document, made).read(problems)
    if made.aid is None:
        return Look(None, tuple(problems), made.doubts)
    problems += (*_no_such_cards(made, main), *_not_allowed(made.aid, site))
    edition = Edition(aid=laid_over(made.aid, site) if site else made.aid, words=words)
    return Look(LoadedAid(edition, documents), tuple(problems), made.doubts)


def _made(main: Document, problems: list[Problem]) -> Mended:
    """The aid of a document, mended where it has to be."""
    if not main.is_whole or not isinstance(main.value, dict):
        if main.is_whole and not main.problems:
            problems.append(Problem(main.file, 1, 1, "", "this is not a map of keys and values", "begin with id: ..."))
        return Mended(None, [], [], Doubts())
    problems += _no_such_likes(main)
    made = mended(main)
    problems += (each.problem(main) for each in made.refused)
    for loose in made.loose:
        problems.append(Problem(main.file, *main.place(loose.path), path_in_words(loose.path), *_name_problem(loose)))
    return made


def _no_such_likes(main: Document) -> Iterable[Problem]:
    """`like` that names nothing."""
    for part, key, other, there in lost(main.value):
        path: Path = (part, key, "like")
        what = f"there is nothing {other!r} under {part} to be like"
        yield Problem(main.file, *main.place(path), path_in_words(path), what, nearest(other, there))
    for path, there in left_out_of_nothing(main.value):
        what = f"there is no {path[-1]!r} to leave out here"
        yield Problem(main.file, *main.place(path), path_in_words(path), what, nearest(path[-1], there))


def _words_files(file: FilePath) -> tuple[FilePath, ...]:
    """The words files beside an aid.yaml, such as es.yaml."""
    beside = sorted(file.parent.glob("*.yaml")) if file.name == "aid.yaml" else ()
    return tuple(each for each in beside if each.name != file.name and len(each.stem) == 2)


def _without_words(extra: FilePath, document: Document) -> Problem:
    """A words file in which nothing stands yet."""
    remedy = f"`decisionaid words {extra.parent.name} {extra.stem}` writes it, each line under its first language"
    return Problem(document.file, 1, 1, "", "the file is empty", remedy, "TRANS-1")


def _in_its_first_language(extra: FilePath, aid: Aid | None, document: Document) -> Iterator[Problem]:
    """A words file in the language of aid.yaml itself."""
    if aid is not None and extra.stem == aid.language:
        what = f"the words of {aid.language} stand in aid.yaml, beside the numbers"
        yield Problem(document.file, 1, 1, "", what, "write them there, or rename this file")


def _not_allowed(aid: Aid, site: Site | None) -> Iterator[Problem]:
    for key, why in not_allowed(aid, site) if site is not None else ():
        yield Problem("site.yaml", 1, 1, f"facts › {aid.id} › {key}", why, "take it out")


def parse(model: type[Model], document: Document, problems: list[Problem]) -> Model | None:
    """Check a document against a model. Return the model, or None after adding its problems to `problems`."""
    if not isinstance(document.value, dict):
        problems.append(Problem(document.file, 1, 1, "", "this is not a map of keys and values", "begin with id: ..."))
        return None
    try:
        return model.model_validate_json(json.dumps(expanded(document.value) if model is Aid else document.value))
    except ValidationError as invalid:
        problems += problems_of(invalid, document, model)
        return None


def _name_problem(loose: Loose) -> tuple[str, str]:
    """Say what is wrong with a name, and how to mend it."""
    if loose.kind == RING:
        return f"this number is worked out from itself: {loose.name}", "let one of them be a number that was counted"
    if loose.kind == WHEN_TO_CALL:
        return (
            f"this line says when to call, and {{{loose.name}}} may be missing on the day it is printed",
            "say it without, or with a fact that is an amount, a phone or a text",
        )
    remedy = nearest(loose.name, loose.known)
    if loose.kind == LENGTH and not remedy.startswith("did you mean"):
        remedy = f"write {loose.name}: {{amount: 3, unit: mo}} under facts; the unit of a time is {', '.join(TIMES)}"
    return f"there is no {loose.kind} {loose.name!r}", remedy


def _no_such_cards(made: Mended, document: Document) -> Iterable[Problem]:
    """Find mistyped names of cards. A card that this program does not have yet is left out; rule CARD-1 reports it."""
    aid = made.aid
    known = names_in("cards")
    for at, card in enumerate(aid.cards if aid else ()):
        if card not in known and get_close_matches(card, known, cutoff=ALIKE):
            path: Path = ("cards", at)
            place = document.place(path)
            made.doubts.add(path, sure=True)
            what = f"there is no card {card!r}"
            yield Problem(document.file, *place, path_in_words(path), what, nearest(card, known))
