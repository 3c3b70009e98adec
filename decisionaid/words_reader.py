"""Reads a words file, such as es.yaml: sentences by the paths that they have in aid.yaml, and never a number."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from .domain.aid_texts import placeholders, texts_of
from .domain.base import MOST_LETTERS
from .domain.likeness import words_taken_over
from .errors import Problem
from .mended import Mended
from .model_errors import nearest, shortened
from .yaml_reader import Document, Path
from .yaml_words import path_in_words

ALIKE = 0.9
"""How alike two paths are, at least, where one is a slip of the other."""


class WordsReader:
    """Reads one words file beside an aid, which may have been mended."""

    def __init__(self, language: str, document: Document, made: Mended) -> None:
        self.language = language
        self.document = document
        self.made = made
        self.known = dict(texts_of(made.aid)) if made.aid is not None else {}

    def read(self, problems: list[Problem]) -> dict[str, str]:
        """Path -> words of the file, and words that parts take over from what they are like."""
        said = dict(self._words(problems))
        if self.made.aid is None:
            return said
        return {**said, **words_taken_over(self.made.raw, self.known, said)}

    def _words(self, problems: list[Problem]) -> Iterator[tuple[str, str]]:
        """Yield (path, words). Words that no screen could show are a problem here already."""
        if not isinstance(self.document.value, dict):
            if not self.document.problems:
                what = "this is not a map of words"
                problems.append(Problem(self.document.file, 1, 1, "", what, "begin with title: ..."))
            return
        for path, value in leaves(self.document.value, ()):
            if isinstance(value, str) and not value.strip():
                continue  # a line that waits for its translation; rule TRANS-1 asks for it
            if self._is_doubtful(path):
                self.made.doubts.words.add((self.language, path))
                continue
            here = ".".join(str(part) for part in path)
            wrong = self._wrong(here, path, value)
            if wrong is not None:
                self.made.doubts.words.add((self.language, path))
                problems.append(Problem(self.document.file, *self.document.place(path), path_in_words(path), *wrong))
            elif here in self.known or self.made.aid is None:
                yield here, str(value)

    def _is_doubtful(self, path: Path) -> bool:
        return any(path[: len(part)] == part for part in self.document.doubtful)

    def _wrong(self, here: str, path: Path, value: object) -> tuple[str, str] | None:
        if not isinstance(value, str):
            return f"{shortened(value)} is not words", "a words file holds sentences only, never a number"
        aid = self.made.aid
        if aid is None:
            return None
        if here not in self.known:
            return None if self.made.doubts.hide(path) else self._no_place(here)
        if len(value) > MOST_LETTERS:
            return f"these words have {len(value)} letters", f"at most {MOST_LETTERS}"
        for name in placeholders(value):
            there = aid.claims if "." in name else {**aid.claims, **aid.facts}
            if name.split(".")[0] not in there and name.split(".")[0] not in self.made.doubts.names:
                return f"there is no claim or fact {name.split('.')[0]!r}", nearest(name, there)
        return None

    def _no_place(self, here: str) -> tuple[str, str]:
        """The first language has no words there: they are gone from it, or the path is a slip."""
        close = get_close_matches(here, self.known, n=1, cutoff=ALIKE)
        if close:
            return f"aid.yaml has no words at {here}", f"did you mean {close[0]}?"
        return f"aid.yaml no longer has {here}", "take this line out, or ask `decisionaid words`, which keeps it aside"


def leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Everything in a map of maps that is no map, with its path."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, (*path, key))
    else:
        yield path, value
