"""The decision card's lines in a clinician's chart: the card, the numbers with their model, the decision.

It tells what happened and adds no advice.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...changes import none_left, now_of, rows_then
from ...decision_words import decision_in_words
from ...domain.chances import Chance
from ...domain.page import ChartPart
from ...domain.phrases import phrase
from ...domain.readers import Outside
from ...figures import Row
from ...handout import DecisionInFull, Handout, in_their_words, others_then, picture_then
from ...locale import Words
from ...risk import title_of
from ._chart_values import changes_for_chart, values_for_chart


def chart_parts(decided: DecisionInFull, handout: Handout[Outside]) -> Iterator[ChartPart]:
    """The lines of one decision. Which card it was and where they arrived is kept when a note has little room."""
    words = handout.words
    where = decision_in_words(decided, words).rstrip(".")
    if handout.stands_from_before:
        yield ChartPart(words.say("{title} {what}.", title=decided.aid.title, what=where), kept=True)
        if decided.changed is not None and decided.since.because != "not_confirmed":
            yield from map(ChartPart, _numbers(decided, handout))
    else:
        yield ChartPart(_card(decided, words), kept=True)
        yield from map(ChartPart, _numbers(decided, handout))
        if decided.another_talk:
            where = f"{where} ({decided.another_talk})"
        yield ChartPart(words.say("Where they arrived: {decision}.", decision=where), kept=True)
    yield from map(ChartPart, _words_and_days(decided, words))


def _card(decided: DecisionInFull, words: Words) -> str:
    card = words.say(
        "Card: {title} ({aid} {version}, {hash}).",
        title=decided.aid.title,
        aid=decided.aid.id,
        version=decided.aid.version,
        hash=decided.decision.aid_hash[:8],
    )
    return f"{card} {words.review_late(decided.review_due)}" if decided.review_due else card


def _words_and_days(decided: DecisionInFull, words: Words) -> Iterator[str]:
    """Their words, until when they try it, when they look again, and what would make them look sooner."""
    decision = decided.decision
    if decision.said and decision.said.words:
        yield in_their_words(decision.said.words, words)
    if decision.until:
        until = phrase("To be tried until {day}.")
        come = phrase("They wanted to try it until {day}; that day has come.")
        yield words.say(come if decided.until_has_come else until, day=words.day(decision.until))
    if decision.look_again:
        again = phrase("They look again on {day}.")
        come = phrase("They wanted to look again on {day}; that day has come.")
        yield words.say(come if decided.look_again_has_come else again, day=words.day(decision.look_again))
    if decision.look_again_if and decision.look_again_if.words:
        said = phrase("Sooner if: {words}") if decision.look_again else phrase("They look again if: {words}")
        yield words.say(said, words=decision.look_again_if.words)


def _numbers(decided: DecisionInFull, handout: Handout[Outside]) -> list[str]:
    rows, words = picture_then(decided), handout.words
    if decided.quiet:
        return [words.say("They asked for no numbers.")]
    others = list(_others(decided, words))
    if not rows:
        silent = decided.since.left_out or decided.disputed or others
        return others if silent else [words.say("No numbers were on the screen when they decided.")]
    if none_left(decided.since, decided.aid):
        return list(_none_left(decided, handout))
    said = _changed if rows_then(decided.since, decided.aid) else _as_shown
    return [*said(decided, rows, words), *others, *_moved(decided, handout)]


def _others(decided: DecisionInFull, words: Words) -> Iterator[str]:
    """The other outcomes that were shown, each with its counts; a count that is another now says both."""
    for outcome, rows in others_then(decided).items():
        counts = "; ".join(f"{row.heading}: {_then_or_both(row, decided, words)}" for row in rows)
        span = next(words.span(row.chance.horizon) for row in rows if row.chance is not None)
        yield words.say(
            "Also shown ({outcome}, {span}): {counts}.",
            outcome=decided.aid.outcomes[outcome].say,
            span=span,
            counts=counts,
        )


def _then_or_both(row: Row, decided: DecisionInFull, words: Words) -> str:
    if row.chance is not None and row.chance.claim not in decided.since.moved:
        return _counted(row.chance, words)
    return _before_and_now(row, decided, words)


def _changed(decided: DecisionInFull, rows: tuple[Row, ...], words: Words) -> Iterator[str]:
    """The counts of the picture, each before and now."""
    outcome, span = _counted_what(decided, rows, words)
    counts = "; ".join(f"{row.heading}: {_before_and_now(row, decided, words)}" for row in rows)
    yield words.say("Changed since ({outcome}, {span}): {counts}.", outcome=outcome, span=span, counts=counts)


def _counted_what(decided: DecisionInFull, rows: tuple[Row, ...], words: Words) -> tuple[str, str]:
    """What the picture counts, and over which time."""
    chance = next(row.chance for row in rows if row.chance is not None)
    return decided.aid.outcomes[chance.outcome].say, words.span(chance.horizon)


def _as_shown(decided: DecisionInFull, rows: tuple[Row, ...], words: Words) -> Iterator[str]:
    """The counts of the picture with their model, and the values that they were made from."""
    shown = decided.decision.shown
    outcome, span = _counted_what(decided, rows, words)
    counts = "; ".join(f"{row.heading}: {_counted(row.chance, words)}" for row in rows if row.chance)
    models = {f"{title_of(each.model)} {each.version}" for each in (shown.numbers if shown else ()) if each.model}
    model = ", ".join(sorted(models)) or words.say("population figures")
    yield words.say(
        "Shown ({outcome}, {span}; {model}): {counts}.", outcome=outcome, span=span, model=model, counts=counts
    )
    if shown and shown.inputs:
        moved = {each.input for each in decided.since.values}
        kept = [each for each in shown.inputs if each.input not in moved]
        yield words.say("From: {inputs}.", inputs=values_for_chart(kept, decided.aid, words, decided.decision.said_on))


def _none_left(decided: DecisionInFull, handout: Handout[Outside]) -> Iterator[str]:
    """The line for numbers that were shown, where the card gives none now."""
    if decided.since.because == "not_confirmed":
        yield handout.words.say(
            "Numbers were shown when they decided; in this visit nobody has said that their values still hold."
        )
        return
    yield handout.words.say("Numbers were shown then; with what is known now the card gives none.")
    yield from _moved(decided, handout)


def _moved(decided: DecisionInFull, handout: Handout[Outside]) -> Iterator[str]:
    values, words = decided.since.values, handout.words
    if values:
        open_now = handout.plan.disputed_values(decided.aid.id)
        changes = (
            changes_for_chart(each.then, each.now, decided.aid, words, each.input in open_now) for each in values
        )
        yield words.say("Values changed since they decided: {values}.", values="; ".join(changes))


def _before_and_now(row: Row, decided: DecisionInFull, words: Words) -> str:
    """A count before and now, such as: before about 14 in 100, now about 5 in 100. The old count never stands alone."""
    if row.chance is None:
        return ""
    now = now_of(row, decided.since, decided.aid)
    if now is None:
        return words.say("no number now")
    if row.chance.claim not in decided.since.moved:
        return words.say("{now}, as before", now=_counted(now, words))
    return words.say("before {then}, now {now}", then=_counted(row.chance, words), now=_counted(now, words))


def _counted(chance: Chance, words: Words) -> str:
    if chance.disputed:
        return words.between(*chance.edges(chance.frequency.of))
    return words.frequency(chance.frequency)
