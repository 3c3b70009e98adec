"""What the decision card says in a clinician's chart: the card, the numbers with their model, where they arrived.

It tells what happened and adds no advice.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.chances import Chance
from ..domain.page import Chart
from ..domain.readers import Outside
from ..figures import Row
from ..figures._since import none_left, rows_then
from ..locale import Words
from ..told import Arrived, Told, quoted, said_decision, shown_then
from ._charted import charted, charted_change


def chart(arrived: Arrived, told: Told[Outside]) -> Iterator[Chart]:
    """The lines of one decision."""
    yield from (Chart(line) for line in _lines(arrived, told))


def _lines(arrived: Arrived, told: Told[Outside]) -> list[str]:
    words, decision = told.words, arrived.decision
    lines = [
        words.say(
            "Card: {title} ({aid} {version}, {hash}).",
            title=arrived.aid.title,
            aid=arrived.aid.id,
            version=arrived.aid.version,
            hash=decision.aid_hash[:8],
        )
    ]
    if arrived.review_due:
        lines[0] += " " + words.review_late(arrived.review_due)
    lines.extend(_numbers(arrived, told))
    where = said_decision(arrived, words).rstrip(".")
    if arrived.another_talk:
        where = f"{where} ({arrived.another_talk})"
    lines.append(words.say("Where they arrived: {decision}.", decision=where))
    if decision.said and decision.said.words:
        lines.append(quoted(decision.said.words, words))
    if decision.until:
        lines.append(words.say("To be tried until {day}.", day=words.day(decision.until)))
    if decision.look_again:
        lines.append(words.say("They look again on {day}.", day=words.day(decision.look_again)))
    if decision.look_again_if and decision.look_again_if.words:
        lines.append(words.say("Sooner if: {words}", words=decision.look_again_if.words))
    return lines


def _numbers(arrived: Arrived, told: Told[Outside]) -> list[str]:
    rows, words = shown_then(arrived), told.words
    if arrived.quiet:
        return [words.say("No numbers on screen or paper, as they asked.")]
    if not rows:
        return [] if arrived.since.left_out or arrived.disputed else [words.say("No numbers were shown.")]
    if none_left(arrived.since, arrived.aid):
        return list(_none_left(arrived, told))
    shown = arrived.decision.shown
    chances = [row.chance for row in rows if row.chance is not None]
    outcome = arrived.aid.outcomes[chances[0].outcome]
    if rows_then(arrived.since, arrived.aid):
        counts = "; ".join(f"{row.heading}: {_before_and_now(row, arrived, words)}" for row in rows)
        span = words.span(chances[0].horizon)
        said = words.say("Changed since ({outcome}, {span}): {counts}.", outcome=outcome.say, span=span, counts=counts)
        return [said, *_moved(arrived, told)]
    counts = "; ".join(f"{row.heading}: {_counted(row.chance, words)}" for row in rows if row.chance)
    models = {f"{each.model} {each.version}" for each in (shown.numbers if shown else ()) if each.model}
    model = ", ".join(sorted(models)) or words.say("population figures")
    lines = [
        words.say(
            "Shown ({outcome}, {span}; {model}): {counts}.",
            outcome=outcome.say,
            span=words.span(chances[0].horizon),
            model=model,
            counts=counts,
        )
    ]
    if shown and shown.inputs:
        moved = {each.input for each in arrived.since.values}
        kept = [each for each in shown.inputs if each.input not in moved]
        lines.append(words.say("From: {inputs}.", inputs=charted(kept, arrived.aid, words)))
    return [*lines, *_moved(arrived, told)]


def _none_left(arrived: Arrived, told: Told[Outside]) -> Iterator[str]:
    """Numbers were shown, and the card gives none now: none stand in the chart either."""
    yield told.words.say("Numbers were shown then; with what is known now the card gives none.")
    yield from _moved(arrived, told)


def _moved(arrived: Arrived, told: Told[Outside]) -> Iterator[str]:
    values, words = arrived.since.values, told.words
    if values:
        open_now = told.plan.disputed_values(arrived.aid.id)
        changes = (charted_change(each.then, each.now, arrived.aid, words, each.input in open_now) for each in values)
        yield words.say("Values changed since they decided: {values}.", values="; ".join(changes))


def _before_and_now(row: Row, arrived: Arrived, words: Words) -> str:
    """Before about 14 in 100, now about 5 in 100; the old count never stands alone."""
    if row.chance is None:
        return ""
    now = arrived.since.stands.chances.get(row.chance.claim)
    if now is None:
        return words.say("no number now")
    if row.chance.claim not in arrived.since.moved:
        return words.say("{now}, as before", now=_counted(now, words))
    return words.say("before {then}, now {now}", then=_counted(row.chance, words), now=_counted(now, words))


def _counted(chance: Chance, words: Words) -> str:
    if chance.disputed:
        return words.between(*chance.edges(chance.frequency.of))
    return words.frequency(chance.frequency)
