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

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_EVENTS = 200_000
MAX_PROBLEMS = 200

Path = tuple[str | int, ...]
Place = tuple[int, int]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # only its event parser is used
_INT = re.compile(r"-?(0|[1-9][0-9]{0,14})$")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}$")
_ID = re.compile(r"[a-z][a-z0-9_]*$")
_COMMENT = re.compile(r"[ \t]+#")
_SURPRISES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(~|null|Null|NULL|)$"), "nothing stands here", "write a value, or take the key out"),
    (re.compile(r"(?i:yes|no|on|off|y|n)$"), "{!r} could mean yes or no", "write true or false, or put it in quotes"),
    (re.compile(r"(True|TRUE|False|FALSE)$"), "{!r} is not written that way", "write true or false"),
    (re.compile(r"[-+]?0\d+"), "{!r} starts with a zero", "take the zero away, or put it in quotes"),
    (re.compile(r"[-+]?\d+(:\d+)+(\.\d*)?$"), "{!r} could be a time or a number", "put it in quotes"),
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}"), "{!r} looks like a day", "put it in quotes"),
    (re.compile(r"[-+]?0[xob]"), "{!r} is not a plain number", "write it in decimals, or put it in quotes"),
    (re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)$"), "{!r} is not a number that can be used", "write a plain number"),
    (
        re.compile(r"[-+]?[\d.][\d_,.]*([eE][-+]?\d+)?$"),
        "{!r} is not a plain number",
        "write it like 1200 or 0.5, or put it in quotes",
    ),
    (re.compile(r"(=|<<)$"), "{!r} has a special meaning in YAML", "put it in quotes"),
)


@dataclass
class Document:
    """The content of a file, and the line and column of each part of it.

    Attributes:
        value: maps, lists, text, numbers, true and false.
        places: path -> (line, column) of each value, both from 1.
        keys: path -> (line, column) of each key.
    """

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

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
    if len(data) > MAX_BYTES:
        what = f"the file has more than {MAX_BYTES:,} bytes"
        raise AidProblems([Problem(file, 1, 1, "", what, "keep to what a person can read", "YAML")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise AidProblems([Problem(file, line, 1, "", "the file is not UTF-8", "save it as UTF-8", "YAML")]) from None
    builder = _Builder(file, text.splitlines())
    try:
        if len(text) >= MAX_EVENTS:  # fewer letters cannot hold more parts
            builder.count_first(_events(text))
        builder.document(_events(text))
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        where = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        builder.found(where, (), *_break_in_plain_words(broken))
    except yaml.reader.ReaderError as broken:
        before = text[: broken.position] if isinstance(broken.position, int) else ""
        builder.found((before.count("\n") + 1, 1), (), "a character that cannot stand in a text file", "take it out")
    except _Stop:
        pass
    if builder.problems:
        raise AidProblems(builder.problems)
    return builder.read


def read_file(file: FilePath, name: str) -> Document:
    """Read the document in a file.

    Raises:
        AidProblems: everything that is wrong with it, also that it cannot be read.
    """
    return read_yaml(read_bytes(file, name), name)


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

    def __init__(self, file: str, lines: list[str]) -> None:
        self.read = Document(file)
        self.lines = lines
        self.problems: list[Problem] = []
        self.count = 0

    def found(self, where: Place, path: Path, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.read.file, *where, path_in_words(path), what, remedy, "YAML"))
        if len(self.problems) >= MAX_PROBLEMS:
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
            self.found(
                where,
                path,
                f"an anchor (&{anchor}) stands here",
                "take it out; write values out where they are used",
            )
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
            key = self._key(event, events, path, flow=flow)
            here = (*path, key)
            if key in values:
                first = self.read.keys[here][0]
                self.found(
                    _at(event),
                    here,
                    f"{key!r} stands here a second time (first in line {first})",
                    "keep one of the two",
                )
            else:
                self.read.keys[here] = _at(event)
            values[key] = self._node(self._next(events), events, here, flow=flow)
        return values

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
        for pattern, what, remedy in _SURPRISES:
            if pattern.match(text):
                self.found(_at(event), path, what.format(text), remedy)
                return text
        if flow and " " in text:
            self.found(_at(event), path, f"{text!r} stands between braces without quotes", "put the sentence in quotes")
        elif not _ID.match(text) and self._is_cut_short(event):
            self.found(
                _at(event),
                path,
                f"a comment stands right behind {text!r}, and what follows # is no part of it",
                "put the value in quotes, and a comment on a line of its own",
            )
        return text

    def _is_cut_short(self, event: yaml.ScalarEvent) -> bool:
        """Whether a # follows words without quotes: `555 0142 #2` would silently lose its end."""
        mark = event.end_mark
        line = self.lines[mark.line] if mark and mark.line < len(self.lines) else ""
        return bool(mark and _COMMENT.match(line[len(line[: mark.column].rstrip()) :]))


def _break_in_plain_words(broken: yaml.MarkedYAMLError) -> tuple[str, str]:
    what = " ".join(part for part in (broken.context, broken.problem) if part) or "this is not YAML"
    if "maximum nesting depth" in what:  # the parser gave up before the first bracket came out of it
        return "this is nested too deeply", f"at most {MAX_DEPTH} levels"
    return what, "look for an open quote, bracket or a wrong indent just before here"


def _at(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def path_in_words(path: Path) -> str:
    """A path in words, such as options › moderate › effect. A place in a list is counted from 1."""
    return " › ".join(str(part + 1) if isinstance(part, int) else part for part in path)
