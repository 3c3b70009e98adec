"""Says in the patient's words what has changed since they decided. Card, paper and PDF use the same sentences.

The old count stands beside the new one and never alone. Where the card gives no number now, no count is said, and no
value is named either: what closes a card may be a pregnancy, and a page lies on the kitchen table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .domain.aid import Aid
from .domain.chances import Chance, options_for
from .domain.encounter import InputShown
from .domain.fill_sentences import fill
from .domain.phrases import phrase
from .domain.since import Because, SinceDecided, ValueMoved
from .figures import Row, caption, key_number, picture_outcome, rows_of
from .locale import Words
from .value_words import answer_in_words, with_where

_NONE_FIT = phrase("The numbers we looked at do not fit any more, so none stand here.")
_NONE_LEFT: Mapping[Because, str] = {
    "not_confirmed": phrase("Nobody has said in this visit that the values behind them still hold, so none stand here.")
}


@dataclass(frozen=True)
class ChangesInWords:
    """What has changed since they decided, in sentences that are ready to be laid out.

    Attributes:
        heading: that something has changed, and what.
        values: each value, before and now.
        caption: whom the counts count, over which time, and what; "" without counts.
        counts: each choice, before and now.
        closing: what can be done about it, or that there is no number.
    """

    heading: str
    values: tuple[str, ...]
    caption: str
    counts: tuple[str, ...]
    closing: str


def changes_in_words(
    since: SinceDecided, aid: Aid, words: Words, *, quiet: bool = False, decided_on: str = ""
) -> ChangesInWords | None:
    """Say what has changed since they decided. Return None where every number that was shown still stands.

    Args:
        aid: the edition that was shown.
        quiet: they asked for no numbers, so none are said here either.
        decided_on: the day they decided, YYYY-MM-DD; another day of the change is said.
    """
    rows = rows_then(since, aid)
    if not since.moved and not rows:
        return None
    heading = _heading(since.because or "values", since.on if since.on > decided_on else "", words)
    if quiet:
        return ChangesInWords(heading, (), "", (), "")
    if none_left(since, aid):
        closing = words.say(_NONE_LEFT.get(since.because or "values", _NONE_FIT))
        return ChangesInWords(heading, (), "", (), closing)
    return ChangesInWords(
        heading,
        tuple(value_moved(each, aid, since, words) for each in since.values),
        caption(rows[0].chance, rows[0].chance.frequency.of, aid, words) if rows and rows[0].chance else "",
        tuple(_count(row, since, aid, words) for row in rows),
        words.say("We can look at the picture again together."),
    )


def rows_then(since: SinceDecided, aid: Aid) -> tuple[Row, ...]:
    """The rows of the picture that was shown, if at least one of them has another number now, or none; else ()."""
    rows = tuple(row for row in rows_of(aid, since.then, picture_outcome(aid)) if row.chance is not None)
    same = all(
        now_of(row, since, aid) is not None and row.chance and row.chance.claim not in since.moved for row in rows
    )
    return () if same else rows


def none_left(since: SinceDecided, aid: Aid) -> bool:
    """Whether the card gives none of the numbers of that picture now. Counts from trials may still stand."""
    rows = rows_then(since, aid)
    if rows:
        return all(now_of(row, since, aid) is None for row in rows)
    return bool(since.moved) and not since.moved.keys() & since.stands.chances.keys()


def now_of(row: Row, since: SinceDecided, aid: Aid) -> Chance | None:
    """The number of a row as it stands; None where its choice is off the table for this person.

    The chance without a pill is "as you are" for somebody who takes it by now: the same count says something else then.
    """
    offered = options_for(aid, since.stands.values)
    if row.chance is None or not any(option in offered for option in row.options):
        return None
    return since.stands.chances.get(row.chance.claim)


def value_moved(moved: ValueMoved, aid: Aid, since: SinceDecided, words: Words) -> str:
    """One value, before and now. Example: Upper blood pressure: before 178 mmHg, now 118 mmHg."""
    asked = aid.inputs.get(moved.input)
    filled = fill(asked.ask, aid, since.then, words) if asked else None
    name = (filled.text if filled else moved.input.replace("_", " ")).strip("¿?")
    now = value_in_words(moved.now, aid, words) if moved.now else words.say("not known")
    return words.say(
        "{what}: before {then}, now {now}.", what=name, then=value_in_words(moved.then, aid, words), now=now
    )


def value_in_words(shown: InputShown, aid: Aid, words: Words) -> str:
    """A value with its unit, "yes" or "no", or the words of a choice. Example: 178 mmHg."""
    if isinstance(shown.value, bool):
        return words.say("yes") if shown.value else words.say("no")
    asked = aid.inputs.get(shown.input)
    if isinstance(shown.value, str):
        return answer_in_words(asked, shown.value, words)
    return with_where(words.amount(shown.value, shown.unit or None), asked, shown, words)


def _heading(because: Because, on: str, words: Words) -> str:
    if because == "expired":
        return words.say("The numbers we looked at are too old now.")
    if because == "evidence":
        return words.say("The numbers of this card have changed since we decided.")
    if because == "not_confirmed":
        return words.say("The numbers we looked at are from an earlier visit.")
    if on:
        day = words.day(date.fromisoformat(on))
        return words.say("The values have changed since we decided, on {day}.", day=day)
    return words.say("The values have changed since we decided.")


def _count(row: Row, since: SinceDecided, aid: Aid, words: Words) -> str:
    return f"{row.heading}: {''.join(_before_and_now(row, since, aid, words))}"


def _before_and_now(row: Row, since: SinceDecided, aid: Aid, words: Words) -> Iterator[str]:
    chance = row.chance
    if chance is None:
        return
    now = now_of(row, since, aid)
    if now is None:
        yield words.say("no number now.")
        return
    then = _small(key_number(chance, chance.frequency, words))
    if chance.claim not in since.moved:
        yield words.say("{now}, as before.", now=then)
        return
    said = _small(key_number(now, now.frequency, words))
    yield words.say("before {then}, now {now}.", then=then, now=said)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
