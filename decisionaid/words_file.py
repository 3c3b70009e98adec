"""Writes the words file of an aid, such as es.yaml: each line under its sentence in the first language.

The sentence above a line, `# en: Wait and see`, is what was translated. So a later run knows which sentences have
changed since, and marks them with what they were; a translator takes the mark away. A translation is never lost: what
is gone from the aid moves to the end, as a remark, and comes back if the same sentence stands somewhere again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .aid_reader import LoadedAid
from .domain.aid_texts import texts_of
from .domain.likeness import words_taken_over
from .words_reader import leaves
from .yaml_reader import Document

What = Literal["new", "changed", "gone"]
_GONE = re.compile(r"# gone (?P<path>\S+) (?P<said>\{.*\})$")
_WAS = re.compile(r"\s*# changed, was: (?P<text>.*)$")
GONE_HEAD = "# Gone from aid.yaml. A sentence that comes back takes its words from here; delete what is of no use."


@dataclass(frozen=True)
class Line:
    """One sentence with its translation.

    Attributes:
        first: the sentence as it is now. said: its translation, or "". was: the sentence that was translated, if
            another one. remarks: what somebody wrote above it.
    """

    path: str
    first: str
    said: str = ""
    was: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gone:
    """A translation whose sentence is no longer there."""

    path: str
    first: str
    said: str


@dataclass
class WordsFile:
    """A words file as it stands, or empty: its translations, what each was made from, and the remarks above them."""

    language: str
    said: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    head: tuple[str, ...] = ()
    gone: list[Gone] = field(default_factory=list)


def read_words(language: str, first: str, document: Document | None, text: str) -> WordsFile:
    """Read what stands in a words file.

    Args:
        first: the first language of the aid, whose sentences stand in remarks.
        document: the file as YAML; None where there is none. text: its text.
    """
    file = WordsFile(language)
    if document is None:
        return file
    for path, value in leaves(document.value or {}, ()):
        if str(value).strip():
            file.said[".".join(map(str, path))] = str(value)
    lines = text.splitlines()
    above: list[str] = []
    keys = {place[0]: path for path, place in reversed(document.keys.items())}
    for number, line in enumerate(lines, 1):
        found = _GONE.match(line)
        if found is not None:
            file.gone.append(Gone(found["path"], **json.loads(found["said"])))
        elif line.strip().startswith("#"):
            above.append(line.strip())
        elif number in keys:
            _take(file, ".".join(map(str, keys[number])), above, first)
            above = []
    return file


def _take(file: WordsFile, path: str, above: list[str], first: str) -> None:
    """Take in the remarks above a line."""
    kept = []
    for remark in above:
        was = _WAS.match(remark)
        if was is not None:
            file.was[path] = was["text"]
        elif remark.startswith(f"# {first}: "):
            file.seen[path] = remark.removeprefix(f"# {first}: ")
        elif remark not in (GONE_HEAD, _head(file.language, first)):
            kept.append(remark)
    if kept:
        file.remarks[path] = tuple(kept)


def lines_of(loaded: LoadedAid, file: WordsFile) -> tuple[list[Line], list[Gone], dict[str, What]]:
    """Each sentence with its translation, the translations that are gone, and what is new, changed or gone."""
    first = texts_of(loaded.aid)
    wanted = _own(loaded, first, file)
    news: dict[str, What] = {}
    gone = [*file.gone]
    for path in file.said:
        if path not in wanted:
            gone.append(Gone(path, file.seen.get(path, ""), file.said[path]))
            news[path] = "gone"
    lines = [_line(path, _flat(first[path]), file, gone, news) for path in wanted]
    return lines, gone, news


def _line(path: str, now: str, file: WordsFile, gone: list[Gone], news: dict[str, What]) -> Line:
    said = file.said.get(path, "")
    if not said:
        back = next((each for each in gone if each.first == now or (each.path == path and not each.first)), None)
        if back is not None:
            gone.remove(back)
            news.pop(back.path, None)
            return Line(path, now, back.said)
        news[path] = "new"
        return Line(path, now, remarks=file.remarks.get(path, ()))
    seen = file.seen.get(path, now)
    was = file.was.get(path, "")
    if seen != now:
        was = was or seen
    if was:
        news[path] = "changed"
    return Line(path, now, said, was if was != now else "", file.remarks.get(path, ()))


def _own(loaded: LoadedAid, first: Mapping[str, str], file: WordsFile) -> list[str]:
    """The sentences that need words of their own; a part that is like another one takes over the other's words."""
    document = loaded.documents[""]
    raw = {path for path in first if tuple(path.split(".")) in document.places}
    taken = {
        path for words in (dict.fromkeys(raw, ""), file.said) for path in words_taken_over(document.value, first, words)
    }
    return [path for path in first if path not in taken or path in file.said]


def text_of(lines: list[Line], gone: list[Gone], language: str, first: str) -> str:
    """The words file as text."""
    written = [_head(language, first), *_tree(_nested(lines), "", first)]
    if gone:
        written += ["", GONE_HEAD]
        for each in gone:
            said = json.dumps({"first": each.first, "said": each.said}, ensure_ascii=False)
            written.append(f"# gone {each.path} {said}")
    return "\n".join(written) + "\n"


def _head(language: str, first: str) -> str:
    return f"# The words of aid.yaml in {language}, each under its sentence in {first}. No digits; keep the braces."


def _nested(lines: list[Line]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for line in lines:
        *way, last = line.path.split(".")
        here = tree
        for part in way:
            here = here.setdefault(part, {})
        here[last] = line
    return tree


def _tree(tree: Mapping[str, Any], indent: str, first: str) -> Iterator[str]:
    for key, each in tree.items():
        if not isinstance(each, Line):
            yield f"{indent}{key}:"
            yield from _tree(each, f"{indent}  ", first)
            continue
        for remark in each.remarks:
            yield f"{indent}{remark}"
        if each.was:
            yield f"{indent}# changed, was: {each.was}"
        yield f"{indent}# {first}: {each.first}"
        yield f"{indent}{key}: {json.dumps(each.said, ensure_ascii=False)}"


def _flat(text: str) -> str:
    return " ".join(text.split())
