"""What the page that goes home says, before anything is laid out: screen, paper, file and PDF lay out the same `Page`.

In the order people read it: what you said, what we decided, the picture, your days, still open, when to call, when we
look again. It tells what was said and shown, and gives no new advice. What to watch for is grouped by whom to call, so
that the number stands large and a single time. Rejected: one list of sentences with a number in each, which hides the
two numbers that matter among ten lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..domain.options import Activity, StatementParts
from ..domain.plan import PlannedActivity, Said
from ..domain.readers import AtHome
from ..domain.site import Paper
from ..domain.words import notes_of
from ..figures import Figure
from ..figures._since import Changed
from ..locale import Words
from . import Arrived, Told, decisions, missing_facts, pictured, reviews, shown_then
from ._life import Section, life
from ._more import OpenLine, SeenAs, figure, leanings, mattered, open_questions, views
from .note import said_decision


@dataclass(frozen=True)
class PageDecision:
    """One decision as the page says it.

    Attributes:
        also: the other options that were looked at, or "".
        figure: the picture that was shown; None where no numbers were shown, or where they are others now.
        changed: what has changed since they decided; None where every number stands.
    """

    title: str
    headline: str
    what: str
    also: str
    said: Said | None
    figure: Figure | None
    cautions: tuple[str, ...]
    try_until: str
    sooner: Said | None
    changed: Changed | None = None


@dataclass(frozen=True)
class Calls:
    """Whom to call, and for what.

    Attributes:
        phone: the number, or "" for what to watch without a call.
        urgent: the emergency number.
    """

    heading: str
    phone: str
    urgent: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """The page's whole context.

    Attributes:
        display: how this person wants to see chances: dots, bars, table or words.
        draft: that a translator has not signed yet, or "".
        paper: what the clinic prints on.
        reviews: for each card that nobody has read again in time, that it is so.
    """

    person: str
    day: str
    clinician: str
    site: str
    practice: bool
    own_words: tuple[Said, ...]
    decided: tuple[PageDecision, ...]
    still_open: tuple[PageDecision, ...]
    life: tuple[Section, ...]
    questions: tuple[OpenLine, ...]
    mattered: tuple[str, ...]
    views: tuple[SeenAs, ...]
    leanings: tuple[str, ...]
    days: tuple[str, ...]
    work: tuple[str, ...]
    calls: tuple[Calls, ...]
    look_again: tuple[str, ...]
    display: str = "dots"
    draft: str = ""
    paper: Paper = "letter"
    reviews: tuple[str, ...] = ()


def page(told: Told[AtHome]) -> Page:
    """The page of a plan.

    Raises:
        CannotPrint: the page has a safety net and a phone number in it is missing.
    """
    if not isinstance(told.plan.reader, AtHome):
        raise TypeError("a plan that was told for the clinic never goes home")
    words = told.words
    arrived = tuple(decisions(told))
    closed = tuple(each for each in arrived if not each.is_open)
    again = sorted({each.decision.look_again for each in arrived if each.decision.look_again})
    return Page(
        person=told.person,
        day=_capital(words.day(told.on)),
        clinician=told.clinician,
        site=told.site,
        practice=told.practice,
        own_words=tuple(said for said in told.plan.words if said.words),
        decided=tuple(_decision(each, told) for each in closed),
        still_open=tuple(_decision(each, told) for each in arrived if each.is_open),
        life=life(told),
        questions=open_questions(told),
        mattered=mattered(told),
        views=views(told),
        leanings=leanings(told),
        days=tuple(dict.fromkeys(line for each in closed for line in _days(each, told, again))),
        work=tuple(line for each in closed for line in _work(each, words)),
        calls=tuple(_calls(arrived, words)),
        look_again=tuple(words.day(day) for day in again),
        display=told.plan.display,
        paper=told.paper,
        draft=words.draft(told.aids.values()),
        reviews=reviews(told),
    )


def _decision(arrived: Arrived, told: Told[AtHome]) -> PageDecision:
    words = told.words
    decision, option = arrived.decision, arrived.option
    what = arrived.say(option.what, words) if option else None
    headline = said_decision(
        replace(arrived, decision=replace(decision, voice=None, via=None)), words, with_option=False
    )
    if arrived.another_talk:
        headline = f"{headline.rstrip('.')} ({arrived.another_talk})"
    parts = [f"{option.name}." if option and option.name not in headline else ""]
    parts.append(what.text if what and not what.lacks else "")
    return PageDecision(
        title=arrived.aid.title,
        headline=headline,
        what=" ".join(part for part in parts if part),
        also=_also(arrived, words),
        said=decision.said if decision.said and decision.said.words else None,
        figure=figure(arrived, told),
        cautions=_cautions(arrived, words),
        try_until=words.say("We try this until {day}.", day=words.day(decision.until)) if decision.until else "",
        sooner=decision.look_again_if if decision.look_again_if and decision.look_again_if.words else None,
        changed=arrived.changed,
    )


def _also(arrived: Arrived, words: Words) -> str:
    """What else was on the table, from the picture that was shown."""
    if arrived.is_open:
        return ""
    seen = [option for row in shown_then(arrived) for option in row.options if option != arrived.decision.option]
    names = " · ".join(arrived.aid.options[option].name for option in seen)
    return words.say("We also looked at: {options}.", options=names) if names else ""


def _cautions(arrived: Arrived, words: Words) -> tuple[str, ...]:
    """What the screen said beside the numbers: the model's caution, and what stands in for what."""
    said: list[str] = []
    for row in pictured(arrived):
        if row.chance is not None:
            said.extend(notes_of(arrived.aid, arrived.numbers, arrived.aid.claims[row.chance.claim], words))
    return tuple(dict.fromkeys(said))


def _days(arrived: Arrived, told: Told[AtHome], again: list[date]) -> Iterator[str]:
    """What somebody does, and how often; a day to look again is said at the end of the page and not here."""
    for planned in told.plan.activities:
        if planned.aid_id != arrived.decision.aid_id or planned.due in again:
            continue
        activity = arrived.aid.options[planned.option].activities[planned.activity]
        sentence = arrived.say(activity.say, told.words)
        if sentence is not None:
            yield _with_rhythm(sentence.text, activity, planned, told.words)


def _with_rhythm(text: str, activity: Activity, planned: PlannedActivity, words: Words) -> str:
    often = words.every(activity.every)
    if planned.due:
        return words.say("{what} – {day}", what=text, day=words.day(planned.due))
    return words.say("{what} – {often}", what=text, often=often) if often else text


def _work(arrived: Arrived, words: Words) -> Iterator[str]:
    if arrived.option is None:
        return
    work = arrived.option.work
    minutes, days = work.minutes_per_week.value, (work.visit_days_year.value, work.lab_days_year.value)
    if minutes:
        time = words.hours(minutes)
        yield words.say("Time each week: about {time}. (Our best guess.)", time=time)
    if None not in days and any(days):
        yield words.plural(
            "About {count} trip in a year for visits and tests. (Our best guess.)",
            "About {count} trips in a year for visits and tests. (Our best guess.)",
            int(sum(each or 0 for each in days)),
        )


def _calls(arrived: tuple[Arrived, ...], words: Words) -> Iterator[Calls]:
    """What to watch for, under the number to call: emergencies first, then the clinic, then others, then no call."""
    by_phone: dict[str, list[str]] = {}
    for each in arrived:
        for statement in _watched(each):
            said = _said(each, statement, words)
            if said is not None:
                key = each.aid.facts[statement.call].phone or "" if statement.call else ""
                name = statement.call or ""
                by_phone.setdefault(f"{_RANK.get(name, 2 if name else 3)}|{name}|{key}", []).append(said)
    for group in sorted(by_phone):
        _, name, phone = group.split("|")
        lines = tuple(dict.fromkeys(by_phone[group]))
        yield Calls(_call_heading(name, phone, words), phone, name == "emergency", lines)


_RANK = {"emergency": 0, "clinic": 1}


def _watched(arrived: Arrived) -> Iterable[StatementParts]:
    yield from arrived.aid.red_flags.values()
    if arrived.option is not None and not arrived.is_open:
        yield from arrived.option.safety_net.values()


def _said(arrived: Arrived, statement: StatementParts, words: Words) -> str | None:
    if statement.applies_when.holds(arrived.numbers.values) is False:
        return None
    sentence = arrived.say(statement.say, words)
    if sentence is None:
        return None
    lacks = sentence.lacks
    if statement.call and arrived.aid.facts[statement.call].unknown:
        lacks = (*lacks, statement.call)
    if lacks:
        raise missing_facts(arrived.aid, lacks, words)
    return sentence.text


def _call_heading(name: str, phone: str, words: Words) -> str:
    if not name:
        return words.say("What to watch for")
    if name == "clinic":
        return words.say("Call us: {phone}", phone=phone)
    return words.say("Call {phone}", phone=phone)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
