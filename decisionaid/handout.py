"""A plan with all that a page outside the screen needs, made for one reader; and the decisions in it.

Between the kinds of card, which say what stands on a page, and the formats, which lay it out: both know this and
neither knows the other. A plan that was told for a screen is no `Handout` at all, so that what is "just between us"
cannot be handed to any format (hazard H17).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar

from .changes import ChangesInWords, changes_in_words, rows_then
from .domain.aid import Aid
from .domain.chances import Numbers
from .domain.conversation import NO_NUMBERS
from .domain.encounter import Choice
from .domain.fill_sentences import FilledSentence, fill
from .domain.options import Option
from .domain.page import ChartPart, Item, ListPart, OwnWordsPart, ReminderPart, Section, SmallPart, in_order
from .domain.plan import Decision, PlanFor
from .domain.readers import Outside
from .domain.since import CardNow, SinceDecided, changes_since
from .domain.site import Paper
from .figures import Row, picture_outcome, rows_of
from .locale import Words

To = TypeVar("To", bound=Outside)
To_co = TypeVar("To_co", bound=Outside, covariant=True)


SectionMaker = Callable[["Handout[Outside]"], Iterable[Section]]
"""A function of a card kind: takes a handout and gives the kind's sections of a page."""


@dataclass(frozen=True)
class Handout(Generic[To_co]):
    """A plan with all that a page outside the screen needs to show it.

    Attributes:
        plan: as told for a reader outside this screen.
        aids: aid hash -> the aid in the page's language, for every hash that the plan cites.
        words: the page's language.
        person: the patient's name, or "".
        clinician: who was at the table, or "".
        on: the day of the visit: of the talk, not of the printing.
        now: aid id -> what its card shows now; an aid that is missing here has no card any more.
        talks: seq of a decision, a leaning or words -> the day and the clinician of the visit in which it was said.
        site: the clinic's name, or "".
        practice: a practice visit: every page says so.
        paper: what the clinic prints on, letter or A4.
        day: the day on which it is told, so that a day that has come is said as such; that of the talk, if left out.
        by_visit: for a chart, what was said visit by visit and stands, the visit that it tells of first.
        stands_from_before: it holds only what was said in one earlier visit.
        section_makers: kind of card -> the function that gives its sections.
    """

    plan: PlanFor[To_co]
    aids: Mapping[str, Aid]
    words: Words
    on: date
    person: str = ""
    clinician: str = ""
    site: str = ""
    practice: bool = False
    paper: Paper = "letter"
    now: Mapping[str, CardNow] = field(default_factory=dict)
    talks: Mapping[int, tuple[date, str]] = field(default_factory=dict)
    section_makers: Mapping[str, SectionMaker] = field(default_factory=dict)
    day: date | None = None
    by_visit: tuple[Handout[Outside], ...] = ()
    stands_from_before: bool = False

    def has_come(self, day: date | None, said_on: date | None) -> bool:
        """Whether a day that was agreed on an earlier day is there, or has passed."""
        today = self.day or self.on
        return day is not None and day <= today and (said_on is None or said_on < today)

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections of the plan, in the order of a page: those to be read, and the lines for a chart."""
        return in_order(each for says in self.section_makers.values() for each in says(self))

    def another_talk(self, seq: int) -> str:
        """Day and clinician of a line that was said in another visit than the page tells of; else ""."""
        on, who = self.talks.get(seq, (self.on, self.clinician))
        if (on, who) == (self.on, self.clinician):
            return ""
        return ", ".join(part for part in (self.words.day(on), who) if part)

    def __post_init__(self) -> None:
        if not isinstance(self.plan.reader, Outside):
            raise TypeError("a plan that was told for a screen never leaves it")


@dataclass(frozen=True)
class DecisionInFull:
    """One decision with its aid, its option and the numbers that may be shown. Every format reads this.

    Attributes:
        numbers: of those that were shown, as they stand now.
        since: what was shown, beside what the card shows now.
        quiet: they asked for no numbers, so there are none here, whatever was shown before.
        changed: what has changed since they decided, in words; None where every number stands.
        another_talk: when and with whom it was decided, where that was not in the visit that the page tells of.
        review_due: since when the aid should have been read again, or "".
        disputed: what two screens say instead, neither having seen the other: nothing is decided, and no number stands.
        until_has_come, look_again_has_come: the day that a trial of it ends, or to look again, is there or has passed.
    """

    decision: Decision
    aid: Aid
    option: Option | None
    numbers: Numbers
    since: SinceDecided
    quiet: bool = False
    changed: ChangesInWords | None = None
    another_talk: str = ""
    review_due: str = ""
    disputed: tuple[Decision, ...] = ()
    until_has_come: bool = False
    look_again_has_come: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is not decided: not sure yet, set aside, or contradicted by another screen."""
        return bool(self.disputed) or self.decision.arrived in ("not_sure", "parked")

    def fill(self, text: str, words: Words) -> FilledSentence | None:
        """A sentence of the aid, filled in. None where it holds a number and this person asked for none."""
        sentence = fill(text, self.aid, self.numbers, words)
        return None if sentence is not None and sentence.claims and self.quiet else sentence


def decisions(handout: Handout[Outside]) -> Iterator[DecisionInFull]:
    """The decisions of the plan, one for each aid, in the order in which they were made."""
    quiet = handout.plan.display == NO_NUMBERS
    for decision in sorted(handout.plan.decisions.values(), key=lambda each: each.seq):
        aid, now = handout.aids[decision.aid_hash], handout.now.get(decision.aid_id)
        compared = changes_since(aid, decision.aid_hash, decision.shown, now)
        day = decision.said_on.isoformat() if decision.said_on else ""
        disputed = tuple(_one_side(decision, line) for line in _disputed(handout, decision))
        if disputed:
            decision = replace(decision, look_again=None, until=None, voice=None, via=None)
        yield DecisionInFull(
            decision=decision,
            aid=aid,
            option=aid.options.get(decision.option) if decision.option else None,
            numbers=replace(compared.stands, chances={}) if quiet else compared.stands,
            since=compared,
            quiet=quiet,
            changed=None if quiet or disputed else changes_in_words(compared, aid, handout.words, decided_on=day),
            another_talk=handout.another_talk(decision.seq),
            review_due=now.review_due if now else "",
            disputed=disputed,
            until_has_come=handout.has_come(decision.until, decision.said_on),
            look_again_has_come=handout.has_come(decision.look_again, decision.said_on),
        )


def _disputed(handout: Handout[Outside], decision: Decision) -> tuple[Choice, ...]:
    found = (lines for lines in handout.plan.disputed.values() if decision.seq in {line.seq for line in lines})
    return next(found, ())


def _one_side(decision: Decision, line: Choice) -> Decision:
    """What one of the screens says of a decision in dispute."""
    day = line.value.get("look_again")
    return replace(
        decision,
        arrived=line.value["arrived"],
        option=line.value.get("option"),
        look_again=date.fromisoformat(day) if day else None,
        voice=None,
        via=None,
    )


def picture_then(decided: DecisionInFull) -> tuple[Row, ...]:
    """The rows of the picture that was shown, the one without any option first; () where no numbers were shown."""
    if decided.quiet or decided.disputed:
        return ()
    rows = rows_of(decided.aid, decided.since.then, picture_outcome(decided.aid))
    return tuple(row for row in rows if row.chance is not None)


def others_then(decided: DecisionInFull) -> Mapping[str, tuple[Row, ...]]:
    """Outcome -> the rows that were shown of it, of every outcome but that of the picture; none for one asked for."""
    if decided.quiet or decided.disputed:
        return {}
    return _beside(decided.aid, decided.since.then)


def harms_beside(decided: DecisionInFull, now: CardNow | None) -> Mapping[str, tuple[Row, ...]]:
    """Outcome -> its rows, of every other outcome, to be said beside the picture that is drawn.

    Of what was shown, what stands; of what nobody opened, what is shown now, where the edition of today has the same
    claim: a benefit never goes home without its harms, and no number that is known to be another does.
    """
    chances = {key: each for key, each in decided.since.stands.chances.items() if key not in decided.since.moved}
    if now is not None and not decided.since.left_out:
        chances = {**now.true_of(decided.aid), **chances}
    return _beside(decided.aid, replace(decided.since.stands, chances=chances))


def _beside(aid: Aid, numbers: Numbers) -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for outcome, each in aid.outcomes.items():
        if each.counts_people and outcome != picture_outcome(aid):
            rows = tuple(row for row in rows_of(aid, numbers, outcome) if row.chance is not None)
            found |= {outcome: rows} if rows else {}
    return found


def picture_that_stands(decided: DecisionInFull) -> tuple[Row, ...]:
    """The same rows, if every number in them still stands; else (), because no outdated picture is drawn."""
    return () if rows_then(decided.since, decided.aid) else picture_then(decided)


def late_reviews(handout: Handout[Outside]) -> tuple[str, ...]:
    """One sentence for each card of this plan whose review is overdue (hazard H06)."""
    cited = dict.fromkeys(line.aid_id for line in handout.plan.standing if line.aid_id)
    late = (handout.now[each] for each in cited if each in handout.now)
    return tuple(handout.words.review_due(each.aid.title, each.review_due) for each in late if each.review_due)


def missing_facts(aid: Aid, facts: tuple[str, ...], words: Words) -> str:
    """The words that say why a page is not printed: the phone numbers that are missing, and where to set them."""
    names = ", ".join(dict.fromkeys(facts))
    return words.say(
        "This page is not printed yet. The card “{title}” tells people whom to call, and the number is "
        "missing: {names}. Set it under phones in site.yaml of this clinic.",
        title=aid.title,
        names=names,
    )


MOST = 200
"""The longest joined line, in letters. Parts that do not fit are counted, and none is cut in the middle."""


def joined(head: str, parts: Iterable[str], between: str, words: Words) -> str:
    """A head and its parts on one line. "" without parts; parts that do not fit are counted at the end."""
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


def own_words_sections(handout: Handout[Outside], kind: str) -> Iterator[Section]:
    """What somebody said in their own words on one kind of card, in the order in which it was said."""
    seqs = {line.seq for line in handout.plan.standing if line.kind == kind}
    for said in handout.plan.words:
        if said.seq in seqs and said.words:
            chart = ChartPart(in_their_words(said.words, handout.words))
            reminder = ReminderPart(quoted(said.words))
            when = handout.another_talk(said.seq)
            dated = (
                (SmallPart(handout.words.say("said in another visit: {day_and_who}", day_and_who=when)),)
                if when
                else ()
            )
            yield Section("said", (OwnWordsPart(said.words, said.language), *dated, chart, reminder), at=said.seq)


def quoted(text: str) -> str:
    """A text between the quotation marks of every language here."""
    return f"“{text}”"


def in_their_words(said: str, words: Words) -> str:
    """Somebody's own words, as a line of a chart."""
    return words.say("In their words: “{words}”", words=said)


def as_list(lines: Iterable[str]) -> tuple[ListPart, ...]:
    """The sentences as one list; () without any."""
    items = tuple(Item(line) for line in lines)
    return (ListPart(items),) if items else ()


def chart_line(head: str, parts: Iterable[str], between: str, words: Words) -> tuple[ChartPart, ...]:
    """The parts joined to one line for a chart; () without any."""
    line = joined(head, parts, between, words)
    return (ChartPart(line),) if line else ()
