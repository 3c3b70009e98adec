"""Reads one aid with its words files: YAML becomes models and then an edition, or a list of all problems.

The loader is the validator: there is no way from a file to an `Edition` that does not pass here. What the models say is
put into sentences with file, line, column, place and remedy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
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
from .yaml_reader import Document, Path, path_in_words, read_file

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
    for extra in sorted(file.parent.glob("*.yaml")) if file.name == "aid.yaml" else ():
        if extra.name == file.name or len(extra.stem) != 2:
            continue
        try:
            document = read_file(extra, f"{name}/{extra.name}" if folder.is_dir() else str(extra))
        except AidProblems as broken:
            problems += broken.problems
            continue
        if aid is not None and extra.stem == aid.language:
            what = f"the words of {aid.language} stand in {file.name}, beside the numbers"
            problems.append(Problem(document.file, 1, 1, "", what, "write them there, or rename this file"))
        documents[extra.stem] = document
        words[extra.stem] = _all_words(document, main, aid, problems)
    if aid is not None:
        problems += (*_loose(aid, main), *_no_such_cards(aid, main))
        if site is not None:
            problems += (
                Problem("site.yaml", 1, 1, f"facts › {aid.id} › {key}", why, "take it out")
                for key, why in not_allowed(aid, site)
            )
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
        yield Problem(main.file, *main.place(path), path_in_words(path), what, _meant(other, there))


def parse(model: type[Model], document: Document, problems: list[Problem]) -> Model | None:
    """Check a document against a model. Return the model, or None after adding its problems to `problems`."""
    if not isinstance(document.value, dict):
        problems.append(Problem(document.file, 1, 1, "", "this is not a map of keys and values", "begin with id: ..."))
        return None
    try:
        return model.model_validate_json(json.dumps(expanded(document.value) if model is Aid else document.value))
    except ValidationError as invalid:
        problems += _sentences(invalid, document)
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
        return f"{_short(value)} is not words", "a words file holds sentences only, never a number"
    if aid is None:
        return None
    if here not in known:
        return "aid.yaml has no words at this place", _meant(here, known)
    if not value.strip() or len(value) > MOST_LETTERS:
        return f"these words have {len(value)} letters", f"from 1 to {MOST_LETTERS}"
    for name in placeholders(value):
        there = aid.claims if "." in name else {**aid.claims, **aid.facts}
        if name.split(".")[0] not in there:
            return f"there is no claim or fact {name.split('.')[0]!r}", _meant(name, there)
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
    return f"there is no {loose.kind} {loose.name!r}", _meant(loose.name, loose.known)


def _no_such_cards(aid: Aid, document: Document) -> Iterable[Problem]:
    """Find mistyped names of cards. A card that this program does not have yet is left out; rule CARD-1 reports it."""
    known = names_in("cards")
    for at, card in enumerate(aid.cards):
        if card not in known and get_close_matches(card, known, cutoff=ALIKE):
            path: Path = ("cards", at)
            place = document.place(path)
            yield Problem(document.file, *place, path_in_words(path), f"there is no card {card!r}", _meant(card, known))


def _sentences(invalid: ValidationError, document: Document) -> Iterable[Problem]:
    """Turn pydantic's errors into sentences, one for each place, also where a union tried several models."""
    said: dict[tuple[Path, str], Problem] = {}
    for error in invalid.errors(include_url=False):
        path, missing = _path(error["loc"], document)
        key = "" if error["type"] != "missing" else missing
        if error["type"] == "missing" and missing:
            what, remedy = f"{missing!r} is missing", f"write {missing}: ..."
        else:
            what, remedy = _in_plain_words(error, path)
        if error["type"] == "extra_forbidden" and path:
            line, column = document.keys.get(path, document.place(path))
        else:
            line, column = document.place(path)
        problem = Problem(document.file, line, column, path_in_words(path), what, remedy)
        before = said.get((path, key))
        said[path, key] = (
            problem
            if before is None
            else Problem(
                before.file,
                before.line,
                before.column,
                before.place,
                _either(before.what, what),
                before.remedy or remedy,
            )
        )
    return said.values()


def _either(one: str, other: str) -> str:
    return one if other in one else f"{one}; or: {other}"


def _path(loc: tuple[str | int, ...], document: Document) -> tuple[Path, str]:
    """The path as it stands in the file, without union tags and defaults, and the key that is missing (or "")."""
    path: Path = ()
    missing = ""
    for part in loc:
        if (*path, part) in document.places:
            path = (*path, part)
            missing = ""
        else:
            missing = str(part)
    return path, missing


_PHONE = 'write one number in quotes, with digits, spaces, + ( ) and - only, such as "555 0142"'
_WRITTEN = {
    r"^[+( -]*[0-9][0-9+() -]*[0-9]$": _PHONE,
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": 'write a day such as "2026-12-24"',
    r"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$": 'write a day such as "2026-12-24", or "12-25" for every year',
}
_PLAIN = {
    "string_type": ("words are expected here", "put them in quotes"),
    "float_type": ("a number is expected here", "write it without quotes and without a unit"),
    "int_type": ("a whole number is expected here", "write it without quotes"),
    "int_from_float": ("a whole number is expected here", "leave out the decimals"),
    "bool_type": ("true or false is expected here", "write true or false"),
    "dict_type": ("a map of ids is expected here", "write id: ... below it, or {} for none"),
    "model_type": ("a map of keys and values is expected here", "write key: value below it, or {...}"),
    "model_attributes_type": ("a map of keys and values is expected here", "write key: value below it, or {...}"),
    "tuple_type": ("a list is expected here", "write [a, b] or one per line with a dash"),
    "mapping_type": ("a map of ids is expected here", "write id: ... below it, or {} for none"),
    "finite_number": ("a finite number is expected here", "write a plain number"),
}


def _in_plain_words(error: Any, path: Path) -> tuple[str, str]:
    kind, ctx, value = error["type"], error.get("ctx", {}), error.get("input")
    if kind == "literal_error":
        return _literal_in_plain_words(str(ctx["expected"]), value)
    if kind == "extra_forbidden":
        return (
            f"there is no key {path[-1] if path else value!r} here",
            "take it out, or look in the schema for the right name",
        )
    if kind == "string_pattern_mismatch":
        remedy = _WRITTEN.get(ctx["pattern"], f"it must match {ctx['pattern']}")
        return f"{_short(value)} is not written as it must be", remedy
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        return f"{_short(value)} is outside what is possible", str(error["msg"]).replace(
            "Input should be ", "it must be "
        )
    if kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        return "this is too short or too long", str(error["msg"])
    if kind == "value_error":
        return str(ctx.get("error", error["msg"])), getattr(ctx.get("error"), "remedy", "see the schema")
    return _PLAIN.get(kind, (str(error["msg"]), "see the schema"))


def _literal_in_plain_words(expected: str, value: object) -> tuple[str, str]:
    options = [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]
    return f"{_short(value)} is not one of {', '.join(options)}", _meant(str(value), options)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _meant(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]}?"
    some = sorted(known)[:12]
    return f"there is {', '.join(some)}" if some else "add it, or take this out"
