"""How hard the words are to read.

Grades mean something for texts, not for labels. So texts that are read together are judged together: each option is
one text, and so is the rest of the aid's sentences (labels of inputs, outcomes and groups, and the names of options,
are left out of grades). A text of at least `ENOUGH` words has a grade. A paragraph long enough to be hard alone
(`PARAGRAPH` words) is judged by itself too, so that it cannot hide among easy neighbours. Every sentence, however
short its text, has at most 20 words.

Words that the aid explains under `terms` count as words of one syllable: they lengthen a sentence and harden none.
English: Flesch-Kincaid. Spanish: Fernández-Huerta with words per sentence, as corrected by Law (2011). Arabic has no
formula that was checked with patients: sentences of at most 15 words, and the rest is for people. The English word
"once" is never used: in Spanish it is 11.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ..domain.aid import Aid
from . import EVERY, AidText, Case, Finding, Level, Weight
from ._text import length, sentences, syllables, words_in

ID = "READ-1"
ASKS = "Can most grown-ups read it: grade 8 at most, sentences of 20 words at most?"
WHY = "What cannot be read cannot be weighed, least of all by those who are ill or tired."
SOURCE = "IPDASi v4, readability (grade 8 at most); Flesch-Kincaid; Fernández-Huerta as corrected by Law 2011"
LEVEL: Level = "review"
KINDS = EVERY
MOST_WORDS = {"ar": 15}
GRADE, GOAL_GRADE = 8.0, 6.0
EASE, GOAL_EASE = 70.0, 80.0
ENOUGH, PARAGRAPH = 60, 25
LABELS = re.compile(r"title|inputs\..*|(?:outcomes|groups)\..*|options\.[^.]+\.name|.*\.activities\..*")
Text = tuple[int, int, int]
"""Sentences, words, syllables."""


def examine(case: Case) -> Iterator[Finding]:
    """Sentences, then paragraphs, then texts, in every language."""
    for language in case.edition.languages:
        said = [each for each in case.texts if each.language == language]
        for each in said:
            yield from _sentences(case.aid, each)
        if language in ("en", "es"):
            yield from _graded(case.aid, language, said)
        else:
            yield Finding((), "no formula says how hard this is to read", "let readers try it", "human", language)


def _sentences(aid: Aid, said: AidText) -> Iterator[Finding]:
    most = MOST_WORDS.get(said.language, 20)
    for sentence in sentences(said.text):
        count = length(sentence, aid.claims, said.language)
        if count > most:
            yield said.finding(f"a sentence of {count} words", f"at most {most}; say it in two")
    if said.language == "en" and re.search(r"\bonce\b", said.text, re.IGNORECASE):
        yield said.finding("'once' reads as the Spanish number 11", 'say "one time", "a single time" or "as soon as"')


def _graded(aid: Aid, language: str, said: list[AidText]) -> Iterator[Finding]:
    texts: dict[str, list[tuple[AidText, Text]]] = {}
    explained = frozenset(word for term in aid.terms for word in term.split("_"))
    for each in said:
        if LABELS.fullmatch(each.path):
            continue
        parts = each.path.split(".")
        counts = _measured(each.text, language, explained, aid.claims)
        texts.setdefault(".".join(parts[:2]) if parts[0] == "options" else "", []).append((each, counts))
        if counts[1] >= PARAGRAPH:
            yield from _hard(each, counts, "this paragraph", goal=False)
    for name, parts_of in texts.items():
        counts = _sum(each for _, each in parts_of)
        if counts[1] >= ENOUGH:
            yield from _hard(
                parts_of[0][0], counts, "this option as a whole" if name else "the rest of the aid", goal=True
            )


def measure(aid: Aid, language: str, texts: list[str]) -> Text:
    """Sentences, words and syllables of some texts; what is filled in or explained counts as words of one syllable."""
    explained = frozenset(word for term in aid.terms for word in term.split("_"))
    return _sum(_measured(text, language, explained, aid.claims) for text in texts)


def _sum(counts: Iterable[Text]) -> Text:
    every = tuple(counts)
    return sum(each[0] for each in every), sum(each[1] for each in every), sum(each[2] for each in every)


def _measured(text: str, language: str, explained: frozenset[str], claims: Collection[str]) -> Text:
    spoken, said = 0, words_in(text, language)
    for word in said:
        plain = word.casefold()
        known = plain in explained or plain.removesuffix("s") in explained
        spoken += 1 if known else syllables(word, language)
    filled = length(text, claims, language) - len(said)
    return len(sentences(text)), len(said) + filled, spoken + filled


def grade(text: Text) -> float:
    """Flesch-Kincaid: the school year in which most can read it."""
    count, words, spoken = text
    return 0.39 * words / count + 11.8 * spoken / words - 15.59


def ease(text: Text) -> float:
    """Fernández-Huerta: 100 is very easy, 0 very hard."""
    count, words, spoken = text
    return 206.84 - 60 * spoken / words - 1.02 * words / count


def _hard(said: AidText, text: Text, what: str, *, goal: bool) -> Iterator[Finding]:
    remedy = "shorter words, shorter sentences; explain names under terms"
    level: Weight | None = None
    if said.language == "es":
        value, limit, aim = ease(text), EASE, GOAL_EASE
        level = "error" if value < EASE else "warning" if goal and value < GOAL_EASE else None
        sentence = f"{what} reads with an ease of {value:.0f}"
        wanted = f"at least {limit:.0f}, the goal is {aim:.0f}"
    else:
        value, limit, aim = grade(text), GRADE, GOAL_GRADE
        level = "error" if value > GRADE else "warning" if goal and value > GOAL_GRADE else None
        sentence = f"{what} reads at grade {value:.1f}"
        wanted = f"at most {limit:.0f}, the goal is {aim:.0f}"
    if level is not None:
        yield said.finding(sentence, f"{wanted}: {remedy}", level)
