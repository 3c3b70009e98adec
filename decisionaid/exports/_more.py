"""What a page says besides the decisions: what mattered, how each saw it, where each leans, what is still open.

A format lays the lines out; what was in somebody's own words stays in the language it was said in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..domain.chances import Numbers
from ..domain.encounter import Voice
from ..domain.readers import Outside
from ..domain.talk import ISSUE_NAMES, Leaning, OpenQuestion, Said
from ..domain.words import fill
from ..figures import Figure, bars, icon_array, picture_outcome
from ..locale import Words
from . import Arrived, Told, pictured

MOST = 200
"""Letters of one joined line; what does not fit is counted, never cut in the middle."""


@dataclass(frozen=True)
class OpenLine:
    """One question that is still open.

    Attributes:
        text: the question. own: it is in somebody's own words, in `language`.
        who: who will think about it, as a sentence, or "".
    """

    text: str
    own: bool
    language: str
    who: str


@dataclass(frozen=True)
class SeenAs:
    """One view: whose it is, and the words."""

    whose: str
    said: Said


def figure(arrived: Arrived, told: Told[Outside]) -> Figure | None:
    """The picture that was shown, drawn as this person likes it; None where no numbers were shown, or are to be."""
    rows = pictured(arrived)
    if not rows:
        return None
    draw = bars.draw if told.plan.display == "bars" else icon_array.draw
    return draw(arrived.aid, picture_outcome(arrived.aid), rows, told.words)


def mattered(told: Told[Outside]) -> tuple[str, ...]:
    """What they wanted to talk about, in words; the order means nothing."""
    names = (told.words.say(ISSUE_NAMES[each.issue]) for each in told.plan.issues)
    return tuple(dict.fromkeys(names))


def open_questions(told: Told[Outside]) -> tuple[OpenLine, ...]:
    """The questions that are still open, each with who will think about it."""
    lines = (_open_line(each, told) for each in told.plan.questions)
    return tuple(line for line in lines if line is not None)


def leanings(told: Told[Outside]) -> tuple[str, ...]:
    """Where each leans, of those who said yes to it."""
    lines = (_leaning(each, told) for each in told.plan.leanings)
    return tuple(line for line in lines if line)


def views(told: Told[Outside]) -> tuple[SeenAs, ...]:
    """How each sees it and what they agree on anyway, in their own words."""
    named = {
        "view.patient": told.words.say("You"),
        "view.clinician": told.clinician or told.words.say("The clinician"),
        "view.care_partner": told.words.say("Family or a friend"),
        "agreed": told.words.say("What we agree on anyway"),
        "stuck": told.words.say("Something is stuck"),
        "meaning": told.words.say("What does this mean?"),
    }
    here = [each for each in told.plan.views if each.said.words]
    return tuple(
        SeenAs(named[each.part], each.said) for each in sorted(here, key=lambda each: [*named].index(each.part))
    )


def note_lines(told: Told[Outside]) -> tuple[str, ...]:
    """For the clinician's note: at most three lines."""
    words = told.words
    asked = [
        (f"“{line.text}”" if line.own else line.text) + (f" ({line.who})" if line.who else "")
        for line in open_questions(told)
    ]
    lines = (
        joined(words.say("What mattered:"), mattered(told), ", ", words),
        joined(words.say("Leaning, with their yes:"), leanings(told), "; ", words),
        joined(words.say("Still open:"), asked, " · ", words),
    )
    return tuple(line for line in lines if line)


def joined(head: str, parts: Iterable[str], between: str, words: Words) -> str:
    """A head and its parts on one line; "" without parts, and a count of what does not fit."""
    kept: list[str] = []
    every = list(parts)
    for part in every:
        if kept and len(f"{head} {between.join([*kept, part])}") > MOST:
            break
        kept.append(part)
    if not kept:
        return ""
    left = len(every) - len(kept)
    more = words.plural("({count} more in the plan)", "({count} more in the plan)", left) if left else ""
    return " ".join(part for part in (head, between.join(kept), more) if part)


def _open_line(each: OpenQuestion, told: Told[Outside]) -> OpenLine | None:
    who = _thinks(each.thinks, told)
    if each.said is not None:
        return OpenLine(each.said.words, True, each.said.language, who) if each.said.words else None
    aid = told.aids.get(each.aid_hash)
    text = aid.questions.get(each.question or "") if aid else None
    if aid is None or text is None:
        return None
    filled = fill(text, aid, Numbers({}), told.words)  # a question is asked without a chance in it
    return OpenLine(filled.text, False, told.words.language, who) if filled and not filled.claims else None


def _thinks(who: Voice | None, told: Told[Outside]) -> str:
    say = told.words.say
    if who == "patient":
        return say("you will think about it")
    if who == "clinician":
        return say("{who} will think about it", who=told.clinician or say("the clinician"))
    return say("your family or a friend will think about it") if who == "care_partner" else ""


def _leaning(each: Leaning, told: Told[Outside]) -> str:
    say, aid = told.words.say, told.aids.get(each.aid_hash)
    ends = {"not_sure": say("Not sure yet"), "parked": say("Let us come back to this")}
    option = aid.options.get(each.option or "") if aid else None
    toward = option.name if option else ends.get(each.toward, "")
    whose = {
        "patient": told.person or say("The patient"),
        "clinician": told.clinician or say("The clinician"),
        "care_partner": say("Family or a friend"),
    }
    return say("{who}: {what}", who=whose.get(each.who, ""), what=toward) if toward else ""
