"""What the decision card says on a page: what was decided, what has changed since, the picture, the days, whom to call.

It tells what was said and shown, and gives no new advice. What to watch for is grouped by whom to call, so that the
number stands large and a single time. Rejected: one list of sentences with a number in each, which hides the two
numbers that matter among ten lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ..domain import page
from ..domain.options import Activity, StatementParts
from ..domain.page import Call, Day, Item, Listed, Own, Part, Section, Sentence, Small, Unset
from ..domain.plan import PlannedActivity, Said
from ..domain.readers import Outside
from ..domain.words import notes_of
from ..figures import Figure, bars, icon_array, picture_outcome
from ..locale import Words
from ..told import Arrived, Told, decisions, listed, missing_facts, own_words, pictured, said_decision, shown_then
from ._chart import chart

KIND = "decision"


def sections(told: Told[Outside]) -> Iterator[Section]:
    """Everything that a decision brings to a page."""
    words, arrived = told.words, tuple(decisions(told))
    yield from own_words(told, KIND)
    for at, each in enumerate(arrived):
        said = _still_open(each, words) if each.is_open else _decided(each, words)
        yield Section("open" if each.is_open else "decided", (*said,), at=at)
        yield Section("decided", tuple(chart(each, told)), at=at)
        yield Section("changed", tuple(_changed(each, len(arrived) > 1)), at=at, apart=True, heading=_heading(each))
        yield Section("picture", tuple(_picture(each, told)), at=at, apart=True)
    again = sorted({each.decision.look_again for each in arrived if each.decision.look_again})
    closed = [each for each in arrived if not each.is_open]
    days = dict.fromkeys(line for each in closed for line in _days(each, told, again))
    yield Section("day", listed([*days, *(line for each in closed for line in _work(each, words))]))
    yield Section("calls", tuple(_calls(arrived, words)))
    yield Section("again", tuple(_again(arrived, again, words)))


def _decided(arrived: Arrived, words: Words) -> Iterator[Part]:
    decision, option = arrived.decision, arrived.option
    headline = _headline(arrived, words)
    what = arrived.say(option.what, words) if option else None
    parts = [f"{option.name}." if option and option.name not in headline else ""]
    parts += [what.text if what and not what.lacks else "", _also(arrived, words)]
    yield Sentence(" ".join(part for part in parts if part), _ended(headline))
    if decision.said and decision.said.words:
        yield _own(decision.said)
    if decision.until:
        yield Sentence(words.say("We try this until {day}.", day=words.day(decision.until)))


def _still_open(arrived: Arrived, words: Words) -> Iterator[Part]:
    said = arrived.decision.said
    own = _own(said) if said and said.words else None
    yield Listed((Item(_ended(_headline(arrived, words)), arrived.aid.title, own),))


def _headline(arrived: Arrived, words: Words) -> str:
    nobody = replace(arrived, decision=replace(arrived.decision, voice=None, via=None))
    headline = said_decision(nobody, words, with_option=False)
    return f"{headline.rstrip('.')} ({arrived.another_talk})" if arrived.another_talk else headline


def _own(said: Said) -> Own:
    return Own(said.words or "", said.language)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _also(arrived: Arrived, words: Words) -> str:
    """What else was on the table, from the picture that was shown."""
    seen = [option for row in shown_then(arrived) for option in row.options if option != arrived.decision.option]
    names = " · ".join(arrived.aid.options[option].name for option in seen)
    return words.say("We also looked at: {options}.", options=names) if names else ""


def _heading(arrived: Arrived) -> str:
    return arrived.changed.heading if arrived.changed else ""


def _changed(arrived: Arrived, named: bool) -> Iterator[Part]:
    """What has changed since they decided."""
    changed = arrived.changed
    if changed is None:
        return
    if named:
        yield Sentence(arrived.aid.title)
    yield from listed(changed.values)
    if changed.counts:
        yield Sentence(changed.caption)
        yield from listed(changed.counts)
    if changed.closing:
        yield Sentence(changed.closing)


def _picture(arrived: Arrived, told: Told[Outside]) -> Iterator[Part]:
    """The picture that was shown, drawn as this person likes it; nothing where no numbers were shown, or are to be."""
    rows = pictured(arrived)
    if not rows:
        return
    display = told.plan.display
    draw = bars.draw if display == "bars" else icon_array.draw
    figure = draw(arrived.aid, picture_outcome(arrived.aid), rows, told.words)
    yield Sentence(figure.caption)
    if display == "table":
        yield page.Table(tuple(figure.table.head), tuple(tuple(row) for row in figure.table.rows))
    elif display == "words":
        yield page.Counts(tuple(_counts(figure, pictures=False)))
    else:
        yield page.Figure(tuple(_counts(figure, pictures=True)))
    notes = [notes_of(arrived.aid, arrived.numbers, arrived.aid.claims[row.chance.claim], told.words)
             for row in rows if row.chance is not None]  # fmt: skip
    cautions = dict.fromkeys(note for each in notes for note in each)
    if cautions:
        yield Small(" ".join(cautions))


def _counts(figure: Figure, *, pictures: bool) -> Iterator[page.Count]:
    for panel in figure.panels:
        said = (panel.happens_not if panel.frequency else panel.happens, panel.change)
        lines = said if pictures else (panel.happens, panel.happens_not, panel.change)
        yield page.Count(
            heading=panel.heading,
            lines=tuple(line for line in lines if line),
            key=panel.key_number if pictures else "",
            picture=panel.picture if pictures else "",
            alt=panel.alt,
            claim=panel.claim,
            count=panel.frequency.count if panel.frequency else 0,
            of=panel.frequency.of if panel.frequency else 0,
        )


def _days(arrived: Arrived, told: Told[Outside], again: list[date]) -> Iterator[str]:
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
        yield words.say("Time each week: about {time}. (Our best guess.)", time=words.hours(minutes))
    if None not in days and any(days):
        yield words.plural(
            "About {count} trip in a year for visits and tests. (Our best guess.)",
            "About {count} trips in a year for visits and tests. (Our best guess.)",
            int(sum(each or 0 for each in days)),
        )


def _calls(arrived: tuple[Arrived, ...], words: Words) -> Iterator[Part]:
    """What to watch for, under the number to call: emergencies first, then the clinic, then others, then no call."""
    by_phone: dict[tuple[int, str, str], list[str]] = {}
    for each in arrived:
        for statement in _watched(each):
            said = _said(each, statement, words)
            if isinstance(said, Unset):
                yield said
            elif said:
                name = statement.call or ""
                phone = each.aid.facts[name].phone or "" if name else ""
                by_phone.setdefault((_RANK.get(name, 2 if name else 3), name, phone), []).append(said)
    for rank, name, phone in sorted(by_phone):
        lines = tuple(dict.fromkeys(by_phone[rank, name, phone]))
        yield Call(_call_heading(name, phone, words), name == "emergency", lines)


_RANK = {"emergency": 0, "clinic": 1}


def _watched(arrived: Arrived) -> Iterable[StatementParts]:
    yield from arrived.aid.red_flags.values()
    if arrived.option is not None and not arrived.is_open:
        yield from arrived.option.safety_net.values()


def _said(arrived: Arrived, statement: StatementParts, words: Words) -> str | Unset:
    if statement.applies_when.holds(arrived.numbers.values) is False:
        return ""
    sentence = arrived.say(statement.say, words)
    if sentence is None:
        return ""
    lacks = sentence.lacks
    if statement.call and arrived.aid.facts[statement.call].unknown:
        lacks = (*lacks, statement.call)
    return Unset(missing_facts(arrived.aid, lacks, words)) if lacks else sentence.text


def _call_heading(name: str, phone: str, words: Words) -> str:
    if not name:
        return words.say("What to watch for")
    if name == "clinic":
        return words.say("Call us: {phone}", phone=phone)
    return words.say("Call {phone}", phone=phone)


def _again(arrived: tuple[Arrived, ...], days: list[date], words: Words) -> Iterator[Part]:
    for day in days:
        yield Day(words.say("We look again: {day}.", day=words.day(day)))
    for each in sorted(arrived, key=lambda one: one.is_open):
        sooner = each.decision.look_again_if
        if sooner and sooner.words:
            yield Sentence(words.say("Sooner if:"), own=_own(sooner))
