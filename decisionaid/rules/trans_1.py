"""A translation says everything, with the same numbers in the same sentences, and holds no number of its own."""

from __future__ import annotations

from collections.abc import Iterator

from babel import UnknownLocaleError

from ..domain.aid_texts import placeholders, texts_of
from ..locale import words
from . import EVERY, Case, Finding, Level
from ._digits import loose_digits

ID = "TRANS-1"
ASKS = "Is every sentence translated, without digits and with its placeholders intact?"
WHY = "Half a translation hides a harm from those who read it; a number typed again can be another number."
SOURCE = "45 CFR 92 (meaningful access; a qualified person reviews what a machine translated)"
LEVEL: Level = "review"
KINDS = EVERY
MOST_EACH = 12
"""So many missing sentences are said one by one. A list of hundreds helps nobody."""


def examine(case: Case) -> Iterator[Finding]:
    """Words file by words file."""
    wanted = texts_of(case.aid)
    for language, translated in case.edition.words.items():
        try:
            words(language)
        except UnknownLocaleError:
            yield Finding((), f"{language!r} is no language", "name the file es.yaml, ar.yaml, ...", language=language)
        lacks = [path for path in wanted if path not in translated]
        for path in lacks[:MOST_EACH]:
            remedy = f"write it in {language}.yaml; the first language says: {wanted[path]}"
            yield Finding(tuple(path.split(".")), f"{path} is not translated", remedy, language=language)
        if len(lacks) > MOST_EACH:
            what = f"{len(lacks) - MOST_EACH} more sentences are not translated"
            remedy = f"`decisionaid words {case.aid.id} {language}` writes each into the file, under its first language"
            yield Finding((), what, remedy, language=language)
    for said in case.texts:
        if said.language == case.aid.language:
            continue
        yield from loose_digits(case.aid, said)
        here, there = set(placeholders(said.text)), set(placeholders(wanted.get(said.path, "")))
        for lost in sorted(there - here):
            yield said.finding(f"{{{lost}}} is lost", "the first language names it here")
        for extra in sorted(here - there):
            yield said.finding(f"{{{extra}}} is new", "the first language does not name it here")
