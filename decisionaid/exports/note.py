"""The clinician's note: plain text for any chart, at most twelve lines.

What was discussed, the numbers that were shown with their model, where they arrived, what mattered, where each leans
who said yes to it, what stays open and when they look again. It tells what happened and adds no advice. Long lists are
shortened with a count of what is left out, so that the twelve lines hold; the plan itself stays whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.chances import Chance
from ..domain.plan import Decision, Said
from ..domain.readers import NOTE, Outside
from ..figures import Row
from ..figures._since import none_left, rows_then
from ..locale import Words
from . import Arrived, Told, decisions, shown_then
from ._charted import charted, charted_change
from ._life import life
from ._more import joined, note_lines

NAME = "note"
MEDIA_TYPE = "text/plain; charset=utf-8"
EXTENSION = "txt"
READER = NOTE

MAX_LINES = 12
MAX_WIDTH = 240


def render(told: Told[Outside]) -> bytes:
    """The note as UTF-8 text, lines ended by a line feed."""
    words = told.words
    lines = [_heading(told)]
    for arrived in decisions(told):
        lines.extend(_about(arrived, told))
    lines.extend(note_lines(told))
    lines.extend(joined(f"{heading}:", each, " · ", words) for heading, each in life(told))
    lines.extend(_own_words(told.plan.words, words))
    if told.practice:
        lines.insert(0, words.say("PRACTICE - not a real visit."))
    last = words.say(
        "Told from the choices made in this visit with decisionaid; it records the talk and adds no advice."
    )
    kept = _shortened(lines, MAX_LINES - 1, words)
    return "\n".join([*(_tidy(line) for line in kept), last, ""]).encode()


def _heading(told: Told[Outside]) -> str:
    words = told.words
    who = ", ".join(name for name in (told.person, told.clinician) if name)
    day = words.day(told.on)
    return words.say("Shared decision talk, {day}. {who}", day=day, who=who).strip()


def _about(arrived: Arrived, told: Told[Outside]) -> list[str]:
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
    lines.extend(_numbers(arrived, words))
    where = said_decision(arrived, words).rstrip(".")
    if arrived.another_talk:
        where = f"{where} ({arrived.another_talk})"
    lines.append(words.say("Where they arrived: {decision}.", decision=where))
    if decision.said and decision.said.words:
        lines.append(_quoted(decision.said, words))
    if decision.until:
        lines.append(words.say("To be tried until {day}.", day=words.day(decision.until)))
    if decision.look_again:
        lines.append(words.say("They look again on {day}.", day=words.day(decision.look_again)))
    if decision.look_again_if and decision.look_again_if.words:
        lines.append(words.say("Sooner if: {words}", words=decision.look_again_if.words))
    return lines


def _numbers(arrived: Arrived, words: Words) -> list[str]:
    rows = shown_then(arrived)
    if arrived.quiet:
        return [words.say("No numbers on screen or paper, as they asked.")]
    if not rows and arrived.since.left_out:
        return []
    if not rows:
        return [words.say("No numbers were shown.")]
    if none_left(arrived.since, arrived.aid):
        return list(_none_left(arrived, words))
    shown = arrived.decision.shown
    chances = [row.chance for row in rows if row.chance is not None]
    outcome = arrived.aid.outcomes[chances[0].outcome]
    if rows_then(arrived.since, arrived.aid):
        counts = "; ".join(f"{row.heading}: {_before_and_now(row, arrived, words)}" for row in rows)
        span = words.span(chances[0].horizon)
        said = words.say("Changed since ({outcome}, {span}): {counts}.", outcome=outcome.say, span=span, counts=counts)
        return [said, *_moved(arrived, words)]
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
    return [*lines, *_moved(arrived, words)]


def _none_left(arrived: Arrived, words: Words) -> Iterator[str]:
    """Numbers were shown, and the card gives none now: none stand in the chart either."""
    yield words.say("Numbers were shown then; with what is known now the card gives none.")
    yield from _moved(arrived, words)


def _moved(arrived: Arrived, words: Words) -> Iterator[str]:
    values = arrived.since.values
    if values:
        said = "; ".join(charted_change(each.then, each.now, arrived.aid, words) for each in values)
        yield words.say("Values changed since they decided: {values}.", values=said)


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


def said_decision(arrived: Arrived, words: Words, *, with_option: bool = True) -> str:
    """Where they arrived, in a few words, with the option's name and with whose voice it was if anybody said."""
    decision = arrived.decision
    name = {
        "not_now": _not_now(decision, words),
        "as_we_are": words.say("Stay as we are"),
        "stop": words.say("Stop, with a plan"),
        "something_else": words.say("Something else"),
        "not_sure": words.say("Not sure yet"),
        "parked": words.say("Set aside, to come back to"),
    }.get(decision.arrived, "")
    if arrived.option is not None and not name:
        name = arrived.option.name
    elif arrived.option is not None and with_option:
        name = f"{name} – {arrived.option.name}"
    voice = _voice(decision, words)
    return f"{name} ({voice})" if voice else name


def _not_now(decision: Decision, words: Words) -> str:
    if decision.look_again is None:
        return words.say("Not now")
    return words.say("Not now – we look again {date}", date=words.day(decision.look_again))


def _voice(decision: Decision, words: Words) -> str:
    voices = {
        "patient": words.say("said by the patient"),
        "clinician": words.say("said by the clinician"),
        "care_partner": words.say("said by the care partner"),
        "together": words.say("said together"),
    }
    via = {
        "interpreter": words.say("through an interpreter"),
        "companion": words.say("through a companion"),
        "paper": words.say("on paper"),
    }
    parts = [voices.get(decision.voice or "", ""), via.get(decision.via or "", "")]
    return ", ".join(part for part in parts if part)


def _own_words(said: tuple[Said, ...], words: Words) -> list[str]:
    return [_quoted(each, words) for each in said if each.words]


def _quoted(said: Said, words: Words) -> str:
    return words.say("In their words: “{words}”", words=said.words)


def _shortened(lines: list[str], room: int, words: Words) -> list[str]:
    if len(lines) <= room:
        return lines
    left_out = len(lines) - room + 1
    return [
        *lines[: room - 1],
        words.plural("({count} more line in the plan.)", "({count} more lines in the plan.)", left_out),
    ]


def _tidy(line: str) -> str:
    flat = " ".join("".join(char if char.isprintable() else " " for char in line).split())
    return flat if len(flat) <= MAX_WIDTH else flat[: MAX_WIDTH - 1].rstrip() + "…"
