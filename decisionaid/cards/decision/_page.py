"""The decision card's sections on a page: the decision, what has changed, the picture, the days, whom to call.

It tells what was said and shown, and gives no new advice. What to watch for is grouped by whom to call, so that the
number stands large and a single time. Rejected: one list of sentences with a number in each, which hides the two
numbers that matter among ten lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from ...decision_words import days_in_words, decision_in_words, look_again_has_come, until_has_come
from ...domain.options import Activity, StatementParts
from ...domain.page import (
    CallPart,
    DayPart,
    Item,
    ListPart,
    MissingPart,
    OwnWordsPart,
    Part,
    ReminderPart,
    Section,
    SentencePart,
)
from ...domain.phrases import phrase
from ...domain.plan import OwnWords, PlannedActivity
from ...domain.readers import Outside
from ...domain.work import counted
from ...handout import (
    DecisionInFull,
    Handout,
    as_list,
    decisions,
    missing_facts,
    own_words_sections,
    picture_then,
)
from ...locale import Words
from ._chart import chart_parts
from ._picture import picture_parts

KIND = "decision"


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """Every section of the decisions of a plan."""
    words, decided = handout.words, tuple(decisions(handout))
    yield from own_words_sections(handout, KIND)
    for at, each in enumerate(decided):
        said = _still_open(each, words) if each.is_open else _decided(each, words)
        yield Section("open" if each.is_open else "decided", (*said,), at=at)
        yield Section("decided", (*chart_parts(each, handout), _reminder(each, words)), at=at)
        yield Section("changed", tuple(_changed(each, len(decided) > 1)), at=at, apart=True, heading=_heading(each))
        yield Section("picture", tuple(picture_parts(each, handout)), at=at, apart=True)
    again = sorted({each.decision.look_again for each in decided if each.decision.look_again})
    yield Section("day", as_list(_your_days([each for each in decided if not each.is_open], handout, again)))
    yield Section("calls", tuple(_calls(decided, words)))
    come = {each.decision.look_again for each in decided if each.look_again_has_come}
    yield Section("again", tuple(_again(decided, {day: day in come for day in again}, words)))


def _decided(decided: DecisionInFull, words: Words) -> Iterator[Part]:
    decision, option = decided.decision, decided.option
    headline = _headline(_without_day(decided) if decision.until else decided, words)
    what = decided.fill(option.what, words) if option else None
    parts = [f"{option.name}." if option and option.name not in headline else ""]
    parts += [what.text if what and not what.lacks else "", _also(decided, words)]
    yield SentencePart(" ".join(part for part in parts if part), _ended(headline))
    if decision.said and decision.said.words:
        yield _own_words_part(decision.said)
    if decision.until:
        yield SentencePart(days_in_words(decided, words))


def _without_day(decided: DecisionInFull) -> DecisionInFull:
    """The headline without its days, where the days stand in a sentence of their own."""
    return replace(decided, decision=replace(decided.decision, look_again=None))


def _still_open(decided: DecisionInFull, words: Words) -> Iterator[Part]:
    said = decided.decision.said
    own = _own_words_part(said) if said and said.words else None
    yield ListPart((Item(_ended(_headline(decided, words)), decided.aid.title, own),))


def _headline(decided: DecisionInFull, words: Words) -> str:
    headline = _of_nobody(decided, words)
    return f"{headline.rstrip('.')} ({decided.another_talk})" if decided.another_talk else headline


def _of_nobody(decided: DecisionInFull, words: Words) -> str:
    """Where they arrived, without whose voice it was."""
    nobody = replace(decided, decision=replace(decided.decision, voice=None, via=None))
    return decision_in_words(nobody, words, with_option=False)


def _reminder(decided: DecisionInFull, words: Words) -> ReminderPart:
    what, until = _of_nobody(decided, words).rstrip("."), decided.decision.until
    said = words.say("{title} {what}.", title=decided.aid.title, what=what)
    return ReminderPart(f"{said} {until_has_come(until, words)}" if until and decided.until_has_come else said)


def _own_words_part(said: OwnWords) -> OwnWordsPart:
    return OwnWordsPart(said.words or "", said.language)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _also(decided: DecisionInFull, words: Words) -> str:
    """The other options of the picture that was shown."""
    seen = [option for row in picture_then(decided) for option in row.options if option != decided.decision.option]
    names = " · ".join(decided.aid.options[option].name for option in seen)
    return words.say("We also looked at: {options}.", options=names) if names else ""


def _heading(decided: DecisionInFull) -> str:
    return decided.changed.heading if decided.changed else ""


def _changed(decided: DecisionInFull, named: bool) -> Iterator[Part]:
    """What has changed since they decided."""
    changed = decided.changed
    if changed is None:
        return
    if named:
        yield SentencePart(decided.aid.title)
    yield from as_list(changed.values)
    if changed.counts:
        yield SentencePart(changed.caption)
        yield from as_list(changed.counts)
    if changed.closing:
        yield SentencePart(changed.closing)


def _your_days(decided: Iterable[DecisionInFull], handout: Handout[Outside], again: list[date]) -> Iterator[str]:
    """What the decisions ask of a day: what somebody does, its work, and what to take home. Nothing is said twice."""
    decided = tuple(decided)
    named = len({each.decision.aid_id for each in decided if each.option}) > 1
    yield from dict.fromkeys(line for each in decided for line in _days(each, handout, again, named=named))
    for each in decided:
        yield from (_of_option(line, each, handout.words, named=named) for line in _work(each, handout.words))
    yield from dict.fromkeys(line for each in decided for line in _take_home(each, handout.words))


def _of_option(line: str, decided: DecisionInFull, words: Words, *, named: bool) -> str:
    """A line with its option, where a page has more than one: two totals without would contradict each other."""
    option = decided.option
    return words.say("{option} – {line}", option=option.name, line=line) if option and named else line


def _days(decided: DecisionInFull, handout: Handout[Outside], again: list[date], *, named: bool) -> Iterator[str]:
    """What somebody does, and how often. A day to look again has its own section at the end of the page."""
    for planned in handout.plan.activities:
        if planned.aid_id != decided.decision.aid_id or planned.due in again:
            continue
        activity = decided.aid.options[planned.option].activities[planned.activity]
        sentence = decided.fill(activity.say, handout.words)
        if sentence is not None:
            come = handout.has_come(planned.due, decided.decision.said_on)
            line = _with_rhythm(sentence.text, activity, planned, handout.words, come=come)
            yield _of_option(line, decided, handout.words, named=named and planned.due is not None)


def _with_rhythm(text: str, activity: Activity, planned: PlannedActivity, words: Words, *, come: bool) -> str:
    often = words.every(activity.every)
    if planned.due and come:
        return words.say("{what} – planned for {day}, and that day has come", what=text, day=words.day(planned.due))
    if planned.due:
        return words.say("{what} – {day}", what=text, day=words.day(planned.due))
    return words.say("{what} – {often}", what=text, often=often) if often else text


def _work(decided: DecisionInFull, words: Words) -> Iterator[str]:
    if decided.option is None:
        return
    work, claims = decided.option.work, decided.aid.claims
    week = counted(work.minutes_per_week, claims)
    days = (counted(work.visit_days_year, claims).value, counted(work.lab_days_year, claims).value)
    if week.value:
        time = words.amount(week.value, "min", week.to)  # as the card about the work says it
        guess = phrase("Time each week: about {time}. (Our best guess.)")
        yield words.say(guess if week.guess is not None else phrase("Time each week: about {time}."), time=time)
    if None not in days and any(days):
        yield words.plural(
            "About {count} trip in a year for visits and tests. (Our best guess.)",
            "About {count} trips in a year for visits and tests. (Our best guess.)",
            int(sum(each or 0 for each in days)),
        )


def _take_home(decided: DecisionInFull, words: Words) -> Iterator[str]:
    """What the aid marks to be read at home, such as what to do about a missed pill, said of the option they chose."""
    option = decided.option
    for part in (option.benefits, option.harms, option.lived, option.issues) if option is not None else ():
        for statement in part.values():
            said = _statement(decided, statement, words) if statement.home else ""
            if isinstance(said, str) and said:
                yield said


def _calls(decided: tuple[DecisionInFull, ...], words: Words) -> Iterator[Part]:
    """What to watch for, grouped by whom to call: emergency first, then the clinic, then others, then no call."""
    by_phone: dict[tuple[int, str, str], list[str]] = {}
    for each in decided:
        for statement in _watched(each):
            said = _statement(each, statement, words)
            if isinstance(said, MissingPart):
                yield said
            elif said:
                name = statement.call or ""
                phone = each.aid.facts[name].phone or "" if name else ""
                by_phone.setdefault((_rank(each, name), name, phone), []).append(said)
    told: set[str] = set()
    for rank, name, phone in sorted(by_phone):  # two cards may warn of the same: it stands with the more urgent call
        lines = tuple(each for each in dict.fromkeys(by_phone[rank, name, phone]) if each not in told)
        told.update(lines)
        if lines:
            yield CallPart(_call_heading(name, phone, words), rank == FIRST or name == "emergency", lines)


FIRST = -1
_RANK = {"emergency": 0, "clinic": 1}


def _rank(decided: DecisionInFull, name: str) -> int:
    """What cannot wait stands before every other call."""
    if name and any(each.call == name for each in decided.aid.crisis.values()):
        return FIRST
    return _RANK.get(name, 2 if name else 3)


def _watched(decided: DecisionInFull) -> Iterable[StatementParts]:
    yield from decided.aid.crisis.values()
    yield from decided.aid.red_flags.values()
    if decided.option is not None and not decided.is_open:
        yield from decided.option.safety_net.values()


def _statement(decided: DecisionInFull, statement: StatementParts, words: Words) -> str | MissingPart:
    if statement.applies_when.holds(decided.numbers.values) is False:
        return ""
    sentence = decided.fill(statement.say, words)
    if sentence is None:
        return ""
    lacks = sentence.lacks
    if statement.call and decided.aid.facts[statement.call].unknown:
        lacks = (*lacks, statement.call)
    return MissingPart(missing_facts(decided.aid, lacks, words)) if lacks else sentence.text


def _call_heading(name: str, phone: str, words: Words) -> str:
    if not name:
        return words.say("What to watch for")
    if name == "clinic":
        return words.say("Call us: {phone}", phone=phone)
    return words.say("Call {phone}", phone=phone)


def _again(decided: tuple[DecisionInFull, ...], days: Mapping[date, bool], words: Words) -> Iterator[Part]:
    """The days to look again, each with whether it has come, and what would bring one forward."""
    for day, has_come in days.items():
        if has_come:
            yield SentencePart(look_again_has_come(day, words))
            yield ReminderPart(words.say("{day}, and that day has come", day=words.day(day)))
        else:
            yield DayPart(words.say("We look again: {day}.", day=words.day(day)))
            yield ReminderPart(words.day(day))
    for each in sorted(decided, key=lambda one: one.is_open):
        sooner = each.decision.look_again_if
        if sooner and sooner.words:
            yield SentencePart(
                words.say("Sooner if:") if days else words.say("We look again if:"), own=_own_words_part(sooner)
            )
