"""Mends a broken aid just so far that the rest of it can be judged in the same run.

A part that was refused is replaced by what was probably meant, or cut out. What is found afterwards about such a part,
and about what names it, is dropped: it may be the mender's doing. So an author gets every finding that can still be
made, and none that mending made. Nothing that was mended is shown to anybody or kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from .domain.aid import Aid
from .domain.grammar import sample_at
from .domain.likeness import expanded, lost
from .domain.references import RING, WHEN_TO_CALL, Loose, loose_names
from .model_errors import Refused, refused
from .yaml_reader import Document, Path

ROUNDS = 8
"""A part that hides behind another is seen in a later round. After so many, nothing more is made of the file."""
NAMED = ("inputs", "models", "sources", "groups", "outcomes", "claims", "facts")
"""Parts by id that other parts name."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass
class Doubts:
    """The parts of an aid of which nothing more can be said in this run.

    Attributes:
        paths: each with whether its new value is surely what was meant, so that only what stands there is in doubt.
        names: ids of parts that are gone or doubtful. inside: ids that were named in a part that is gone.
        words: (language, path) of translations that were refused.
    """

    paths: dict[Path, bool] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    words: set[tuple[str, Path]] = field(default_factory=set)

    def add(self, path: Path, gone: object = None, *, sure: bool = False) -> None:
        """Take in a part that was refused, with what stood there if it is gone."""
        self.paths[path] = sure and self.paths.get(path, True)
        if len(path) > 1 and path[0] in NAMED and not sure:
            self.names.add(str(path[1]))
        self.inside |= set(_NAME.findall(json.dumps(gone))) if gone is not None else set()

    def hide(self, path: Path) -> bool:
        """Whether what is wrong at a path may be the mender's doing."""
        return any(_under(path, part) or (not sure and _under(part, path)) for part, sure in self.paths.items())

    def about(self, path: Path, said: str, language: str, *, of_words: bool) -> bool:
        """Whether a finding speaks of a part in doubt."""
        if any(_under(path, part) or (path and _under(part, path)) for part in self.paths):
            return True
        if any(language == spoken and _under(path, part) for spoken, part in self.words):
            return True
        return bool(self.names & set(_NAME.findall(said))) or (not of_words and self._names(path))

    def _names(self, path: Path) -> bool:
        """Whether a path leads to, or through, an id that is gone or was named in a part that is gone."""
        return bool(self.names & set(map(str, path))) or (len(path) == 2 and path[1] in self.inside)


@dataclass
class Mended:
    """What became of a file: an aid that can be judged (or None), what is wrong with it, and what is in doubt.

    Attributes:
        raw: as it was written, with names of what a part is like as they were meant.
    """

    aid: Aid | None
    refused: list[Refused]
    loose: list[Loose]
    doubts: Doubts
    raw: Mapping[str, Any] = field(default_factory=dict)


def mended(document: Document) -> Mended:
    """Read the aid of a document, mended where it has to be. An aid that is right comes out as it is."""
    return _Mender(document).mend()


class _Mender:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.doubts = Doubts()
        self.value: Any = document.value
        self.refused: list[Refused] = []
        self.loose: list[Loose] = []

    def mend(self) -> Mended:
        likes = list(lost(self.value))
        if self.document.doubtful or likes:
            self.value = deepcopy(self.value)
        for path in sorted(self.document.doubtful, key=len, reverse=True):
            self._cut(path)
        for part, key, other, there in likes:
            close = get_close_matches(other, there, n=1, cutoff=0.6)
            self.doubts.add((part, key, "like"))
            self.value[part][key]["like"] = close[0] if close else other
        raw = self.value
        self.value = expanded(self.value) if isinstance(self.value, Mapping) else self.value
        aid = next(filter(None, (self._round(at) for at in range(ROUNDS))), None)
        return Mended(aid, self.refused, self.loose, self.doubts, raw)

    def _round(self, at: int) -> Aid | None:
        """One round: the aid, if it can be judged now."""
        try:
            aid = Aid.model_validate_json(json.dumps(self.value))
        except ValidationError as invalid:
            self._start(at)
            found = refused(invalid, self.value, Aid)
            self.refused += [each for each in found if self._is_new(each)]
            for each in sorted(found, key=lambda each: tuple(map(str, each.path)), reverse=True):
                self._mend(each)
            return None
        loose = list(loose_names(aid))
        self.loose += [each for each in loose if not self.doubts.hide(each.path) and each.name not in self.doubts.names]
        in_the_way = [each for each in loose if each.kind != WHEN_TO_CALL]
        for call in (each for each in loose if each.kind == WHEN_TO_CALL):
            self.doubts.add(call.path, sure=True)
        if not in_the_way:
            return aid
        self._start(at)
        for name in in_the_way:
            self._tie(name)
        return None

    def _start(self, at: int) -> None:
        if at == 0:
            self.value = json.loads(json.dumps(self.value))  # nothing is shared, also not with what it is like

    def _is_new(self, each: Refused) -> bool:
        """Not the mender's doing, and not said already of the part that this one is like."""
        path = (*each.path, each.missing) if each.missing else each.path
        if self.doubts.hide(path) or (each.missing and self.doubts.hide(each.path) and each.path):
            return False
        return not self._is_like(each.path) or (not each.missing and each.path in self.document.places)

    def _is_like(self, path: Path) -> bool:
        return len(path) > 1 and (*path[:2], "like") in self.document.places

    def _mend(self, each: Refused) -> None:
        if each.kind == "extra_forbidden" and isinstance(each.meant, str):
            self._rename(each.path, each.meant)
        elif each.missing:
            self._fill(each.path, each.missing)
        elif each.kind == "literal_error" and each.meant is not None:
            self._put(each.path, each.meant)
        elif each.kind == "float_type" and _is_number(each.value):
            self._put(each.path, float(str(each.value)))
        elif each.kind == "string_type" and isinstance(each.value, (int, float)):
            self._put(each.path, str(each.value))
        else:
            self._cut(each.path)

    def _fill(self, path: Path, key: str) -> None:
        where = _at(self.value, path)
        sample = sample_at(Aid, (*path, key))
        if sample is None or not isinstance(where, dict):
            self._cut(path)
            return
        where[key] = sample
        self.doubts.add((*path, key), sure=True)

    def _rename(self, path: Path, meant: str) -> None:
        where = _at(self.value, path[:-1])
        if not isinstance(where, dict) or path[-1] not in where:
            return
        value = where.pop(path[-1])
        self.doubts.add(path, sure=True)
        if meant not in where:
            where[meant] = value
            self.doubts.add((*path[:-1], meant), sure=True)

    def _put(self, path: Path, value: object) -> None:
        where = _at(self.value, path[:-1])
        if isinstance(where, (dict, list)):
            where[path[-1]] = value  # type: ignore[index]
            self.doubts.add(path, sure=True)

    def _cut(self, path: Path) -> None:
        """Take a part out. Without a part that every aid has, a sample of it stands there."""
        where = _at(self.value, path[:-1]) if path else None
        if isinstance(where, dict) and path[-1] in where:
            gone = where.pop(path[-1])
            self.doubts.add(path, gone)
        elif isinstance(where, list) and isinstance(path[-1], int) and path[-1] < len(where):
            self.doubts.add(path[:-1], where.pop(path[-1]))

    def _tie(self, each: Loose) -> None:
        """Let a name that leads nowhere lead to what was probably meant, or take it out."""
        close = get_close_matches(each.name, each.known, n=1, cutoff=0.6)
        if each.kind == RING:
            self._cut(each.path[:2])
            return
        is_test = each.path[-1] == "input" and each.kind == "input"
        path = each.path[:-1] if is_test or each.path[-1] == each.name else each.path
        where = _at(self.value, path[:-1])
        if isinstance(where, (dict, list)) and _at(self.value, path) is not None:
            if each.kind == "claim or fact":
                where[path[-1]] = _renamed_in_words(where[path[-1]], each.name, close)  # type: ignore[index]
            elif close:
                where[path[-1]] = _renamed(where[path[-1]], each.name, close[0])  # type: ignore[index]
            else:
                self._cut(path)
        self.doubts.add(each.path)


def _renamed_in_words(value: Any, name: str, close: list[str]) -> Any:
    if isinstance(value, dict):
        return {**value, "say": _renamed_in_words(value.get("say", ""), name, close)}
    if close:
        return re.sub(rf"\{{{name}(?=[.}}])", "{" + close[0], str(value))
    return re.sub(rf"\{{{name}(\.\w+)?\}}", "so", str(value))


def _renamed(value: Any, name: str, meant: str) -> Any:
    """A part in which one name, as a value or as a key, is another one."""
    if isinstance(value, dict):
        return {meant if key == name else key: _renamed(each, name, meant) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renamed(each, name, meant) for each in value]
    return meant if value == name else value


def _at(value: Any, path: Path) -> Any:
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def _under(path: Path, part: Path) -> bool:
    """Whether a path is a part, or lies in it."""
    return path[: len(part)] == part
