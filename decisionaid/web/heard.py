"""Tells a screen what another screen said meanwhile, and asks which is right where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from ..cards import kinds
from ..domain.aid import Aid
from ..domain.disputes import SETTLED, Subject, is_values
from ..domain.encounter import Choice, Encounter, NewChoice
from ..domain.plan import Plan
from ..domain.readers import Screen
from ..errors import NotThere
from ..locale import Words, words
from .pages import open_visit_or_404, the_clinic
from .problems import wants_json
from .sent import hand, key_for, same_visit, sent

blueprint = Blueprint("heard", __name__, url_prefix="/visits/<encounter_id>")
MOST_NEWER = 20


@dataclass(frozen=True)
class OneSide:
    """What one of the screens says: the id of the line that a tap keeps, and its words."""

    id: str
    label: str


@dataclass(frozen=True)
class Dispute:
    """A subject on which two screens contradict each other, as the card asks about it."""

    about: str
    ask: str
    ways: tuple[OneSide, ...]


def disputes(visit: Encounter, plan: Plan, aid_id: str = "", card: str = "") -> tuple[Dispute, ...]:
    """The disputes to settle on one card or in the whole visit. A card with numbers also asks about values."""
    numbers = card in kinds() and kinds()[card].TRAITS.shows_numbers
    spoken = words(visit.language)
    return tuple(
        _dispute(of, lines, _aid(of[1], visit.language), spoken)
        for of, lines in plan.disputed.items()
        if not card or (of[1] == aid_id and (of[0] == card or (numbers and is_values(of[2]))))
    )


def _dispute(of: Subject, lines: tuple[Choice, ...], aid: Aid | None, spoken: Words) -> Dispute:
    ways = tuple(OneSide(line.id, label) for line, label in zip(lines, _labels(lines, aid, spoken), strict=True))
    if len(ways) == 2:
        ask = spoken.say(
            "One screen says {one}, the other {other}. Which is right?", one=ways[0].label, other=ways[1].label
        )
    else:
        ask = spoken.say("The screens say different things. Which is right?")
    return Dispute(about(lines[0], aid, spoken), ask, ways)


def _labels(lines: tuple[Choice, ...], aid: Aid | None, spoken: Words) -> tuple[str, ...]:
    """What each side says in words. Sides that read the same get what tells them apart as well."""
    labels = tuple(line_in_words(line, aid, spoken) or spoken.say("nothing") for line in lines)
    if len(set(labels)) == len(labels):
        return labels
    besides = (_besides(line, spoken) for line in lines)
    return tuple(" · ".join(filter(None, both)) for both in zip(labels, besides, strict=True))


def _besides(line: Choice, spoken: Words) -> str:
    """What tells apart two lines that read the same, such as their days."""
    parts = kinds()[line.kind].TRAITS.tells_apart if line.kind in kinds() else {}
    given = {part: line.value[part] for part in parts if line.value.get(part)}
    days = {part: spoken.day(date.fromisoformat(each)) for part, each in given.items() if isinstance(each, str)}
    return " ".join(spoken.say(parts[part], day=days.get(part, "")) for part in given)


def newer_in_words(over: Iterable[Choice], language: str) -> tuple[str, ...]:
    """What another screen said meanwhile, in plain words."""
    spoken = words(language)
    return tuple(dict.fromkeys(_one_in_words(each, _aid(each.aid_id, language), spoken) for each in over))


def newer_here(choices: tuple[Choice, ...], visit: Encounter) -> tuple[str, ...]:
    """What other screens wrote meanwhile, on the page that a plain form leads to: its address names their lines."""
    asked = request.args.get("over", "").split()[:MOST_NEWER]
    over = tuple(each for each in choices if each.id in asked and each.kind in kinds())
    return newer_in_words(newer_that_may_be_seen(over, choices, visit), visit.language)


def newer_that_may_be_seen(
    over: tuple[Choice, ...], choices: tuple[Choice, ...], visit: Encounter
) -> tuple[Choice, ...]:
    """Of the lines that were said meanwhile, those that this screen may see."""
    if not over:
        return ()
    here = {line.id for line in the_clinic().lines(choices, Screen(visit.account_id)).every}
    return tuple(line for line in over if line.id in here)


def _one_in_words(line: Choice, aid: Aid | None, spoken: Words) -> str:
    topic, what = about(line, aid, spoken), line_in_words(line, aid, spoken)
    if not what:
        return spoken.say("The other screen also spoke of “{topic}”.", topic=topic)
    return spoken.say("The other screen says of “{topic}”: {what}", topic=topic, what=what)


def line_in_words(line: Choice, aid: Aid | None, spoken: Words) -> str:
    """A line in a few words, or in the words of whoever said it."""
    if line.words:
        return f"“{line.words}”"
    kind = kinds().get(line.kind)
    return kind.summary(line, aid, spoken) if kind else ""


def about(line: Choice, aid: Aid | None, spoken: Words) -> str:
    """What a line answers: its question, or the title of its card."""
    kind = kinds().get(line.kind)
    return (kind.asks(line, aid, spoken) or spoken.say(kind.TITLE)) if kind else line.kind


def _aid(aid_id: str | None, language: str) -> Aid | None:
    library = the_clinic().library
    return library.aid(aid_id, language) if aid_id is not None and aid_id in library.entries else None


@blueprint.post("/settle")
def settle(encounter_id: str) -> Response:
    """Record which line is right, as a new line that has seen them all. The others stay in the log."""
    visit = open_visit_or_404(encounter_id)
    same_visit(visit)
    log = the_clinic().store.log
    choices = log.read(visit.person_id)
    here = the_clinic().lines(choices, Screen(visit.account_id)).every
    kept = next((each for each in here if each.id == request.form.get("line") and each.kind in kinds()), None)
    if kept is None:
        raise NotThere("There is no such line.")
    frame = sent(choices)
    new = NewChoice(
        key=key_for(SETTLED, kept.id),
        kind=SETTLED,
        value={"line": kept.seq},
        language=visit.language,
        said_at=frame.said_at,
        saw_seq=frame.seen,
    )
    done = log.append(visit.person_id, visit.id, hand(), new)
    address = url_for("plan.page", encounter_id=visit.id, saved=1)
    if kept.aid_id:
        address = url_for("encounter.card", encounter_id=visit.id, aid_id=kept.aid_id, card=kept.kind, saved=1)
    if wants_json():
        return jsonify(saved=True, seen=done.choice.id, again=done.again, newer=[], next=address)
    return redirect(address, 303)
