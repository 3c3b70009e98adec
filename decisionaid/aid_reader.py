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
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .domain.aid import Aid, Edition
from .domain.aid_texts import placeholders, texts_of
from .domain.base import MOST_LETTERS
from .domain.likeness import expanded, lost, words_taken_over
from .domain.references import RING, WHEN_TO_CALL, Loose, loose_names
from .domain.site import Site, laid_over, not_allowed
from .errors import AidProblems, Problem
from .folders import names_in
from .model_errors import nearest, problems_of, shortened
from .yaml_reader import Document, Path, read_file
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


def read_aid(folder: FilePath, site: Site | None = None, shown_as: str | None = None) -> LoadedAid:
    """Read a folder with aid.yaml (and es.yaml, ar.yaml, ...), or one aid file.

    Args:
        site: the clinic's own facts, laid over.
        shown_as: how messages name the folder; as given, if left out.

    Raises:
        AidProblems: everything that is wrong, in all files.
    """
    file = folder if folder.is_file() else folder / "aid.yaml"
    name = shown_as or str(folder)
    main = read_file(file, name if folder.is_file() else f"{name}/{file.name}")
    problems: list[Problem] = list(_no_such_likes(main)) if isinstance(main.value, dict) else []
    aid = parse(Aid, main, problems)
    documents = {"": main}
    words: dict[str, dict[str, str]] = {}
    for extra in _words_files(file):
        try:
            document = read_file(extra, f"{name}/{extra.name}" if folder.is_dir() else str(extra))
        except AidProblems as broken:
            problems += broken.problems
            continue
        problems += _said_already(extra, aid, document)
        documents[extra.stem] = document
        words[extra.stem] = _all_words(document, main, aid, problems)
    if aid is not None:
        problems += (*_loose(aid, main), *_no_such_cards(aid, main), *_not_allowed(aid, site))
    if problems or aid is None:
        raise AidProblems(problems)
    return LoadedAid(Edition(aid=laid_over(aid, site) if site else aid, words=words), documents)


def _all_words(document: Document, main: Document, aid: Aid | None, problems: list[Problem]) -> dict[str, str]:
    """The words of a file, and those that parts take over from what they are like."""
    said = dict(_words(document, aid, problems))
    return {**said, **words_taken_over(main.value, texts_of(aid), said)} if aid is not None else said


def _no_such_likes(main: Document) -> Iterable[Problem]:
    """`like` that names nothing."""
    for part, key, other, there in lost(main.value):
        path: Path = (part, key, "like")
        what = f"there is nothing {other!r} under {part} to be like"
        yield Problem(main.file, *main.place(path), path_in_words(path), what, nearest(other, there))


def _words_files(file: FilePath) -> tuple[FilePath, ...]:
    """The words files beside an aid.yaml, such as es.yaml."""
    beside = sorted(file.parent.glob("*.yaml")) if file.name == "aid.yaml" else ()
    return tuple(each for each in beside if each.name != file.name and len(each.stem) == 2)


def _said_already(extra: FilePath, aid: Aid | None, document: Document) -> Iterator[Problem]:
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


def _words(document: Document, aid: Aid | None, problems: list[Problem]) -> Iterable[tuple[str, str]]:
    """Yield (path, words) of a words file. Words that no screen could show are a problem here already."""
    if not isinstance(document.value, dict):
        problems.append(Problem(document.file, 1, 1, "", "this is not a map of words", "begin with title: ..."))
        return
    known = texts_of(aid) if aid is not None else {}
    for path, value in _leaves(document.value, ()):
        here = ".".join(str(part) for part in path)
        wrong = _wrong_words(here, value, aid, known)
        if wrong is None:
            yield here, value
        else:
            problems.append(Problem(document.file, *document.place(path), path_in_words(path), *wrong))


def _wrong_words(here: str, value: object, aid: Aid | None, known: Mapping[str, str]) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return f"{shortened(value)} is not words", "a words file holds sentences only, never a number"
    if aid is None:
        return None
    if here not in known:
        return "aid.yaml has no words at this place", nearest(here, known)
    if not value.strip() or len(value) > MOST_LETTERS:
        return f"these words have {len(value)} letters", f"from 1 to {MOST_LETTERS}"
    for name in placeholders(value):
        there = aid.claims if "." in name else {**aid.claims, **aid.facts}
        if name.split(".")[0] not in there:
            return f"there is no claim or fact {name.split('.')[0]!r}", nearest(name, there)
    return None


def _leaves(value: Any, path: Path) -> Iterable[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, (*path, key))
    else:
        yield path, value


def _loose(aid: Aid, document: Document) -> Iterable[Problem]:
    for loose in loose_names(aid):
        yield Problem(document.file, *document.place(loose.path), path_in_words(loose.path), *_said_of(loose))


def _said_of(loose: Loose) -> tuple[str, str]:
    """Say what is wrong with a name, and how to mend it."""
    if loose.kind == RING:
        return f"this number is worked out from itself: {loose.name}", "let one of them be a number that was counted"
    if loose.kind == WHEN_TO_CALL:
        return (
            f"this line says when to call, and {{{loose.name}}} may be missing on the day it is printed",
            "say it without, or with a fact that is an amount, a phone or a text",
        )
    return f"there is no {loose.kind} {loose.name!r}", nearest(loose.name, loose.known)


def _no_such_cards(aid: Aid, document: Document) -> Iterable[Problem]:
    """Find mistyped names of cards. A card that this program does not have yet is left out; rule CARD-1 reports it."""
    known = names_in("cards")
    for at, card in enumerate(aid.cards):
        if card not in known and get_close_matches(card, known, cutoff=ALIKE):
            path: Path = ("cards", at)
            place = document.place(path)
            what = f"there is no card {card!r}"
            yield Problem(document.file, *place, path_in_words(path), what, nearest(card, known))
