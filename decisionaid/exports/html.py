"""The page that goes home: large type, black-and-white safe, in the patient's language, whole in one file.

Order as people read it: what you said, what we decided, your days, still open, when to call, when we look again. It tells what
was said and shown, and gives no new advice. A page with a safety net does not print while a phone number in it is missing.
The style travels inside the file (`Told.style`), so that a saved page prints the same as the one on the screen; the web serves
the same page with the same sheet linked. No hash, no code, no logo.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..assets import asset_root
from ..domain.plan import Said
from ..figures import Figure, icon_array, picture_outcome
from ..locale import Words
from . import Arrived, Told, decisions, leaving, pictured, sentences
from .note import said_decision

NAME = "html"
MEDIA_TYPE = "text/html; charset=utf-8"
EXTENSION = "html"


@dataclass(frozen=True)
class PageDecision:
    """One decision as the page says it."""

    title: str
    headline: str
    what: str
    said: Said | None
    figure: Figure | None
    cautions: tuple[str, ...]
    try_until: str
    sooner: str


@dataclass(frozen=True)
class Page:
    """The page's whole context."""

    person: str
    day: str
    clinician: str
    site: str
    practice: bool
    own_words: tuple[Said, ...]
    decided: tuple[PageDecision, ...]
    still_open: tuple[PageDecision, ...]
    work: tuple[str, ...]
    activities: tuple[str, ...]
    safety_net: tuple[str, ...]
    red_flags: tuple[str, ...]
    look_again: tuple[str, ...]


def render(told: Told) -> bytes:
    """The page as a file that stands alone.

    Raises:
        CannotPrint: the page has a safety net and a phone number in it is missing.
    """
    text = (
        _environment()
        .get_template("exports/page.html")
        .render(page=page(told), say=told.words.say, words=told.words, style=told.style or _style(), linked=False)
    )
    return text.encode()


def page(told: Told) -> Page:
    """What the page says, before it is laid out; the web lays out the same."""
    told = leaving(told)
    words = told.words
    arrived = tuple(decisions(told))
    return Page(
        person=told.person,
        day=_capital(words.day(told.on)),
        clinician=told.clinician,
        site=told.site,
        practice=told.practice,
        own_words=tuple(said for said in told.plan.words if said.words),
        decided=tuple(_decision(each, words) for each in arrived if not each.is_open),
        still_open=tuple(_decision(each, words) for each in arrived if each.is_open),
        work=tuple(line for each in arrived if not each.is_open for line in _work(each, words)),
        activities=tuple(line for each in arrived for line in _activities(each, told)),
        safety_net=_each(arrived, "safety_net", words),
        red_flags=_each(arrived, "red_flags", words),
        look_again=tuple(_look_again(arrived, words)),
    )


def _decision(arrived: Arrived, words: Words) -> PageDecision:
    decision, option = arrived.decision, arrived.option
    what = arrived.say(option.what, words) if option else None
    return PageDecision(
        title=arrived.aid.title,
        headline=said_decision(replace(arrived, decision=replace(decision, voice=None, via=None)), words),
        what=what.text if what and not what.lacks else "",
        said=decision.said if decision.said and decision.said.words else None,
        figure=_figure(arrived, words),
        cautions=_cautions(arrived, words),
        try_until=words.say("We try this until {day}.", day=words.day(decision.until)) if decision.until else "",
        sooner=decision.look_again_if.words or "" if decision.look_again_if else "",
    )


def _figure(arrived: Arrived, words: Words) -> Figure | None:
    rows = pictured(arrived)
    if not rows:
        return None
    return icon_array.draw(arrived.aid, picture_outcome(arrived.aid), rows, words)


def _cautions(arrived: Arrived, words: Words) -> tuple[str, ...]:
    """What the screen said beside the numbers: the model's caution, and what stands in for what."""
    said = []
    for row in pictured(arrived):
        claim = arrived.aid.claims[row.chance.claim] if row.chance else None
        if claim is not None and claim.model is not None:
            said.append(arrived.say(arrived.aid.models[claim.model].caution, words))
        if claim is not None and claim.stands_in_words:
            said.append(arrived.say(claim.stands_in_words, words))
    return tuple(dict.fromkeys(sentence.text for sentence in said if sentence))


def _work(arrived: Arrived, words: Words) -> list[str]:
    if arrived.option is None:
        return []
    work = arrived.option.work
    lines = []
    pills, minutes = work.pills_day.value, work.minutes_per_week.value
    if pills:
        lines.append(words.plural("{count} pill each day.", "{count} pills each day.", int(pills)))
    if minutes:
        rounded = max(15, round(minutes / 15) * 15)
        lines.append(
            words.say("Time each week: about {time}. (Our best guess.)", time=minutes_in_words(rounded, words))
        )
    days = (work.visit_days_year.value, work.lab_days_year.value)
    if None not in days and any(days):
        total = int((days[0] or 0) + (days[1] or 0))
        lines.append(
            words.plural(
                "About {count} trip in a year for visits and tests.",
                "About {count} trips in a year for visits and tests.",
                total,
            )
        )
    return lines


def minutes_in_words(minutes: float, words: Words) -> str:
    """2 hours 45 minutes: never fractions."""
    hours, rest = divmod(int(minutes), 60)
    parts = [words.amount(hours, "h") if hours else "", words.amount(rest, "min") if rest else ""]
    return " ".join(part for part in parts if part)


def _activities(arrived: Arrived, told: Told) -> list[str]:
    lines = []
    for planned in told.plan.activities:
        if planned.aid_hash != arrived.decision.aid_hash or arrived.is_open:
            continue
        activity = arrived.aid.options[planned.option].activities[planned.activity]
        sentence = arrived.say(activity.say, told.words)
        if sentence is None:
            continue
        text = sentence.text
        if planned.due:
            text = told.words.say("{what} - {day}", what=text, day=told.words.day(planned.due))
        lines.append(text)
    return lines


def _each(arrived: tuple[Arrived, ...], part: str, words: Words) -> tuple[str, ...]:
    lines: list[str] = []
    for each in arrived:
        if part == "red_flags":
            lines += sentences(each, each.aid.red_flags, words)
        elif each.option is not None:
            lines += sentences(each, each.option.safety_net, words)
    return tuple(dict.fromkeys(lines))


def _look_again(arrived: tuple[Arrived, ...], words: Words) -> list[str]:
    days: list[date] = sorted({each.decision.look_again for each in arrived if each.decision.look_again})
    return [_capital(words.day(day)) for day in days]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(asset_root() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return (asset_root() / "static" / "print.css").read_text(encoding="utf-8")
