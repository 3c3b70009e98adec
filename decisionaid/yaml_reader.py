"""Reads YAML strictly, from the parser's events. What it does not understand it reports with line, column and remedy.

Rejected: `yaml.safe_load` and friends. They keep the last of two equal keys, turn `no` into false and `1:30` into 90,
expand aliases without end, and one of them crashes on a hundred thousand opening brackets. Events are a flat stream, so
the limits below hold before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from .errors import AidProblems, Problem
from .yaml_words import MAX_DEPTH, break_in_plain_words, decimal_comma, odd_value, path_in_words, surprise

MAX_BYTES = 1_000_000
MAX_EVENTS = 200_000
MAX_PROBLEMS = 200

Path = tuple[str | int, ...]
Place = tuple[int, int]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # only its event parser is used
_INT = re.compile(r"-?(0|[1-9][0-9]{0,14})$")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}$")
_ID = re.compile(r"[a-z][a-z0-9_]*$")
_COMMENT = re.compile(r"[ \t]+#")


@dataclass
class Document:
    """The content of a file, and the line and column of each part of it.

    Attributes:
        value: maps, lists, text, numbers, true and false.
        places: path -> (line, column) of each value, both from 1.
        keys: path -> (line, column) of each key.
        problems: what is wrong with it as YAML. doubtful: the paths of these, whose values cannot be trusted.
        is_whole: it could be read to its end.
    """

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    doubtful: list[Path] = field(default_factory=list)
    is_whole: bool = True

    def place(self, path: Path) -> Place:
        """The line and column of a path, or of the nearest part above it that stands in the file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return (1, 1)


def read_yaml(data: bytes, file: str) -> Document:
    """Read one document.

    Args:
        data: the bytes of the file.
        file: its name, as messages say it.

    Raises:
        AidProblems: everything that is wrong with it, at once (a break in the syntax ends the list).
    """
    document = look_into(data, file)
    if document.problems:
        raise AidProblems(document.problems)
    return document


def look_into(data: bytes, file: str) -> Document:
    """Read one document as far as it goes. What is wrong with it stands in its `problems`."""
    builder = _Builder(file)
    try:
        builder.read_all(data)
    except _Stop:
        builder.read.is_whole = False
    return builder.read


def read_file(file: FilePath, name: str) -> Document:
    """Read the document in a file.

    Raises:
        AidProblems: everything that is wrong with it, also that it cannot be read.
    """
    return read_yaml(read_bytes(file, name), name)


def look_at_file(file: FilePath, name: str) -> Document:
    """Read the document in a file as far as it goes; see `look_into`."""
    try:
        return look_into(read_bytes(file, name), name)
    except AidProblems as broken:
        return Document(name, problems=list(broken.problems), is_whole=False)


def read_bytes(file: FilePath, name: str) -> bytes:
    """The bytes of a file. Of one that is too long, only so many as show that it is.

    Raises:
        AidProblems: it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        found = Problem(name, 1, 1, "", f"the file cannot be read: {why}", "check the path", "YAML")
        raise AidProblems([found]) from None


class _Stop(Exception):
    """A limit was passed, so nothing more is read."""


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_LOADER)


class _Builder:
    """Builds the value from events; recursion is bounded by MAX_DEPTH."""

    def __init__(self, file: str) -> None:
        self.read = Document(file)
        self.lines: list[str] = []
        self.count = 0

    def read_all(self, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            self.found((1, 1), (), f"the file has more than {MAX_BYTES:,} bytes", "keep to what a person can read")
            raise _Stop
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = data[: problem.start].count(b"\n") + 1
            self.found((line, 1), (), "the file is not UTF-8", "save it as UTF-8")
            raise _Stop from None
        self.lines = text.splitlines()
        try:
            if len(text) >= MAX_EVENTS:  # fewer letters cannot hold more parts
                self.count_first(_events(text))
            self.document(_events(text))
        except yaml.MarkedYAMLError as broken:
            where, what, remedy = break_in_plain_words(broken, self.lines)
            self.found(where, (), what, remedy)
            raise _Stop from None
        except yaml.reader.ReaderError as broken:
            before = text[: broken.position] if isinstance(broken.position, int) else ""
            where = (before.count("\n") + 1, 1)
            self.found(where, (), "a character that cannot stand in a text file", "take it out")
            raise _Stop from None

    def found(self, where: Place, path: Path, what: str, remedy: str) -> None:
        self.read.problems.append(Problem(self.read.file, *where, path_in_words(path), what, remedy, "YAML"))
        self.read.doubtful.append(path)
        if len(self.read.problems) >= MAX_PROBLEMS:
            raise _Stop

    def count_first(self, events: Iterator[yaml.Event]) -> None:
        """Count the parts without building them: building 200,000 parts only to drop them takes half a second."""
        for event in events:
            self._tick(event)
        self.count = 0

    def document(self, events: Iterator[yaml.Event]) -> None:
        documents = 0
        for event in self._counted(events):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.found(_at(event), (), "a second document begins here", "keep one document in a file")
                    raise _Stop
            elif isinstance(event, yaml.NodeEvent):
                self.read.value = self._node(event, events, (), flow=False)
        if documents == 0:
            self.found((1, 1), (), "the file is empty", "write the aid into it")

    def _counted(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        for event in events:
            self._tick(event)
            yield event

    def _tick(self, event: yaml.Event) -> None:
        self.count += 1
        if self.count > MAX_EVENTS:
            self.found(_at(event), (), "the file has too many parts", f"at most {MAX_EVENTS:,}")
            raise _Stop

    def _next(self, events: Iterator[yaml.Event]) -> yaml.Event:
        event = next(events)
        self._tick(event)
        return event

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path, *, flow: bool) -> Any:
        where = _at(event)
        self.read.places[path] = where
        if len(path) > MAX_DEPTH:
            self.found(where, path[:4], "this is nested too deeply", f"at most {MAX_DEPTH} levels")
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self.found(where, path, f"an alias (*{event.anchor}) stands here", "write the value out")
            return ""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            remedy = "take it out; write values out where they are used"
            self.found(where, path, f"an anchor (&{anchor}) stands here", remedy)
        if tag and tag != "!":
            self.found(where, path, f"a tag ({tag}) stands here", "take it out")
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(events, path, flow=bool(event.flow_style))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path, flow=bool(event.flow_style))
        assert isinstance(event, yaml.ScalarEvent)  # the parser knows no fifth sort of value
        return self._scalar(event, path, flow=flow)

    def _list(self, events: Iterator[yaml.Event], path: Path, *, flow: bool) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := self._next(events), yaml.SequenceEndEvent):
            values.append(self._node(event, events, (*path, len(values)), flow=flow))
        return values

    def _map(self, events: Iterator[yaml.Event], path: Path, *, flow: bool) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := self._next(events), yaml.MappingEndEvent):
            if flow and values and decimal_comma(event, list(values.values())[-1]):
                self._comma(event, events, path, values)
                continue
            key = self._key(event, events, path, flow=flow)
            here = (*path, key)
            if key in values:
                first = self.read.keys[here][0]
                what = f"{key!r} stands here a second time (first in line {first})"
                self.found(_at(event), here, what, "keep one of the two")
            else:
                self.read.keys[here] = _at(event)
            values[key] = self._node(self._next(events), events, here, flow=flow)
        return values

    def _comma(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path, values: dict[str, Any]) -> None:
        """A number with a decimal comma, of which YAML makes a number and a key."""
        last, behind = next(reversed(values)), getattr(event, "value", "")
        what, remedy = surprise(f"{values[last]},{behind}") or ("", "")
        self.found(_at(event), (*path, last), what, remedy)
        value = self._next(events)
        if not isinstance(value, yaml.ScalarEvent):
            self._node(value, events, (*path, last), flow=True)

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path, *, flow: bool) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self.found(_at(event), path, "a key is not a word", "write a plain word before the colon")
            raise _Stop
        if event.value == "on" and event.anchor is None and event.tag is None:
            return "on"  # a day is said so; a key is never yes or no
        key = self._node(event, events, (*path, event.value), flow=flow)
        if not isinstance(key, str):
            self.found(_at(event), path, f"the key {event.value!r} is not a word", "put it in quotes")
        return str(event.value)

    def _scalar(self, event: yaml.ScalarEvent, path: Path, *, flow: bool) -> Any:
        text = event.value
        if event.style not in (None, ""):
            return text
        if text in ("true", "false"):
            return text == "true"
        if _INT.match(text):
            return int(text)
        if _FLOAT.match(text):
            return float(text)
        odd = odd_value(text, str(path[-1]) if path else "", flow=flow)
        if odd is not None:
            self.found(_at(event), path, *odd)
        elif not _ID.match(text) and self._is_cut_short(event):
            what = f"a comment stands right behind {text!r}, and what follows # is no part of it"
            self.found(_at(event), path, what, "put the value in quotes, and a comment on a line of its own")
        return text

    def _is_cut_short(self, event: yaml.ScalarEvent) -> bool:
        """Whether a # follows words without quotes: `555 0142 #2` would silently lose its end."""
        mark = event.end_mark
        line = self.lines[mark.line] if mark and mark.line < len(self.lines) else ""
        return bool(mark and _COMMENT.match(line[len(line[: mark.column].rstrip()) :]))


def _at(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
