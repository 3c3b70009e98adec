"""Where they arrived, in words: the same on the screen, on paper, in the note and at the beginning of another visit.

A day that was agreed and has come is said as such: nobody is told to try something until a day that lies behind them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .domain.plan import Decision
from .handout import DecisionInFull
from .locale import Words


def decision_in_words(decided: DecisionInFull, words: Words, *, with_option: bool = True) -> str:
    """Where they arrived, in a few words: the choice, the option's name, and whose voice it was if that is known."""
    decision = decided.decision
    if decided.disputed:
        return _not_settled(decided, words)
    name = {
        "not_now": _not_now(decided, words),
        "as_we_are": words.say("Stay as we are"),
        "stop": words.say("Stop, with a plan"),
        "something_else": words.say("Something else"),
        "not_sure": words.say("Not sure yet"),
        "parked": words.say("Set aside, to come back to"),
    }.get(decision.arrived, "")
    if decided.option is not None and not name:
        name = decided.option.name
    elif decided.option is not None and with_option:
        name = f"{name} – {decided.option.name}"
    voice = _voice(decision, words)
    return f"{name} ({voice})" if voice else name


def _not_settled(decided: DecisionInFull, words: Words) -> str:
    """What each screen says, where two contradict each other. Two that chose the same are told apart by their days."""
    said = []
    for each in decided.disputed:
        option = decided.aid.options.get(each.option) if each.option else None
        one = decision_in_words(replace(decided, decision=each, option=option, disputed=()), words, with_option=False)
        day = words.day(each.look_again) if each.look_again else ""
        said.append(one if not day or day in one else f"{one} ({words.say('We look again')}: {day})")
    return words.say("Not settled yet: two screens say different things – {ways}", ways=" / ".join(said))


def _not_now(decided: DecisionInFull, words: Words) -> str:
    if decided.decision.look_again is None:
        return words.say("Not now")
    day = words.day(decided.decision.look_again)
    if decided.look_again_has_come:
        return words.say("Not now – we wanted to look again {date}, and that day has come", date=day)
    return words.say("Not now – we look again {date}", date=day)


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


def days_in_words(decided: DecisionInFull, words: Words) -> str:
    """Until when they try it, and when they look again. Two lines with two close days would look like a slip."""
    until, again = decided.decision.until, decided.decision.look_again
    if until is None:
        return ""
    if decided.until_has_come:
        ahead = again is not None and not decided.look_again_has_come
        return " ".join([until_has_come(until, words), *([_again(again, words)] if again and ahead else [])])
    if again is None or decided.look_again_has_come:
        return words.say("We try this until {day}.", day=words.day(until))
    if again == until:
        return words.say("We try this until {day}, and look again that day.", day=words.day(until))
    return words.say(
        "We try this until {day}, and look again on {again}.", day=words.day(until), again=words.day(again)
    )


def until_has_come(until: date, words: Words) -> str:
    """That a trial has come to its end."""
    return words.say("We wanted to try this until {day}. That day has come.", day=words.day(until))


def look_again_has_come(day: date, words: Words) -> str:
    """That the day to look again is there, or has passed."""
    return words.say("We wanted to look again on {day}. That day has come.", day=words.day(day))


def _again(again: date, words: Words) -> str:
    return words.say("We look again: {day}.", day=words.day(again))
