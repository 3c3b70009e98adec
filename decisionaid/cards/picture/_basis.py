"""Where a number comes from: all that a clinician needs to judge it, in one closed panel.

Model, version, source, inputs, people, time, certainty, range and how the number was verified stand together (FDA-4,
RC-3). Makers of a model did not make this page, and the panel says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ...domain.aid import Aid
from ...domain.chances import Chance, Numbers
from ...domain.claims import Claim, ModelUse, Source, root_of
from ...domain.encounter import InputShown
from ...domain.evidence import Estimate
from ...domain.phrases import phrase
from ...domain.readings import measured_inputs
from ...figures import Row, forest
from ...locale import Words
from ...risk import title_of
from ...value_words import answer_in_words, with_where
from .._values import unit_words


@dataclass(frozen=True)
class Basis:
    """The origin of one number: pairs of (what, words) in order, and its sources.

    Attributes:
        more: there are studies or readings to look at behind it, on a page of their own.
        formula: how it was worked out, in the aid's first `language`: it is no word of an aid, so nobody translates it.
    """

    claim: str
    heading: str
    lines: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    more: bool = False
    formula: str = ""
    language: str = "en"


def has_more(aid: Aid, claim: str) -> bool:
    """Whether there are studies or readings to look at behind a claim."""
    return bool(forest.trials_of(aid, claim) or measured_inputs(aid, claim))


def basis(
    aid: Aid, chance: Chance, heading: str, inputs: Iterable[InputShown], words: Words, today: date | None = None
) -> Basis:
    """The origin of one number.

    Args:
        heading: the option's name.
        inputs: the values that were confirmed, as they were given. today: one of an earlier day is dated.
    """
    return Basis(
        chance.claim,
        heading,
        tuple(_lines(aid, chance, inputs, words, today)),
        tuple(aid.sources[key] for key in chance.sources if key in aid.sources),
        has_more(aid, chance.claim),
        (aid.claims[chance.claim].formula or "") if chance.without is not None else "",
        aid.language,
    )


def spoken_basis(aid: Aid, numbers: Numbers, claim: str, heading: str, words: Words) -> Basis:
    """The origin of a number that stands in a sentence and in no picture: a chance, or an amount such as a time."""
    if claim in numbers.chances:
        return basis(aid, numbers.chances[claim], heading, (), words)
    found = aid.claims[claim]
    sources = tuple(aid.sources[key] for key in found.source if key in aid.sources)
    return Basis(claim, heading, tuple(_amount_lines(aid, found, words)), sources, has_more(aid, claim))


def in_five_lines(aid: Aid, what: str, rows: Iterable[Row], words: Words) -> tuple[tuple[str, str], ...]:
    """What a clinician asks first of the numbers of a picture: what, in whom, over which time, how sure, from where."""
    say, counted = words.say, [(row.heading, row.chance) for row in rows if row.chance is not None]
    cited = dict.fromkeys(key for _, chance in counted for key in chance.sources if key in aid.sources)
    people = {name: aid.groups[each.group].say for name, each in counted if each.group in aid.groups}
    return (
        (say("What is counted"), what),
        (say("Who was counted"), _each(people, words)),
        (say("Over which time"), words.span(counted[0][1].horizon)),
        (say("Certainty"), _each({name: say(_CERTAINTY[each.certainty]) for name, each in counted}, words)),
        (say("Source"), "; ".join(_in_short(aid.sources[key]) for key in cited)),
    )


def _in_short(source: Source) -> str:
    """Who wrote it and when; the whole of it stands with each number below."""
    return f"{source.cite.partition('.')[0]}, {source.year}"


def _each(said: Mapping[str, str], words: Words) -> str:
    """What holds for every option, or what holds for each."""
    found: dict[str, list[str]] = {}
    for name, text in said.items():
        found.setdefault(text, []).append(name)
    if len(found) < len(("one", "other")):
        return next(iter(found), "–")
    return "; ".join(
        words.say("{option}: {text}", option=" · ".join(names), text=text) for text, names in found.items()
    )


def _amount_lines(aid: Aid, claim: Claim, words: Words) -> Iterable[tuple[str, str]]:
    say = words.say
    yield say("How much"), words.amount(claim.amount or 0, claim.unit)
    if claim.low is not None and claim.high is not None:
        low, high = words.amount(claim.low, claim.unit), words.amount(claim.high, claim.unit)
        yield say("Range"), say("from {low} to {high}", low=low, high=high)
    if claim.group in aid.groups:
        yield say("Who was counted"), aid.groups[claim.group].say
    yield say("Over which time"), words.span(claim.horizon or aid.outcomes[claim.outcome].horizon)
    yield say("Certainty"), say(_CERTAINTY[claim.certainty])
    yield say("Checked"), say(_VERIFIED[claim.verified])


def _lines(
    aid: Aid, chance: Chance, inputs: Iterable[InputShown], words: Words, today: date | None
) -> Iterable[tuple[str, str]]:
    say, claim = words.say, aid.claims[chance.claim]
    model = _model_of(aid, claim)
    if model and chance.estimate is not None:
        yield from _model_lines(aid, aid.models[model], chance.estimate, inputs, words, today)
    yield from _result_lines(aid, chance, inputs, words, today)
    for each in chance.beside:
        cited = "; ".join(aid.sources[key].cite for key in each.sources if key in aid.sources)
        yield (
            say("One source counted"),
            say("{number} ({source})", number=words.frequency(each.frequency), source=cited),
        )
    if chance.without is not None:
        yield say("How"), _effect(aid, chance, words)
    if chance.group in aid.groups:
        yield say("Who was counted"), aid.groups[chance.group].say
    yield say("Over which time"), words.span(chance.horizon)
    if chance.low_frequency and chance.high_frequency:
        low, high = words.frequency(chance.low_frequency), words.frequency(chance.high_frequency)
        yield say("Range"), _range(low, high, words)
    yield say("Certainty"), say(_CERTAINTY[chance.certainty])
    if chance.stands_in_for and chance.stands_in_for in aid.outcomes:
        yield say("What the studies counted"), aid.outcomes[chance.stands_in_for].say
    yield say("Checked"), say(_VERIFIED[chance.verified])


def _model_lines(
    aid: Aid, use: ModelUse, estimate: Estimate, inputs: Iterable[InputShown], words: Words, today: date | None
) -> Iterable[tuple[str, str]]:
    """The model that a number was worked out with, from what this person's values were."""
    say, used = words.say, set(use.inputs.values())
    version = say("version")
    yield say("Model"), f"{use.say} ({title_of(estimate.model)}, {version} {estimate.version})"
    yield say("Published in"), estimate.source
    yield say("Values used"), _values_by_day(aid, [each for each in inputs if each.input in used], words, today)
    if "points" in estimate.outputs:
        yield say("Points"), words.number(estimate.outputs["points"])
    yield say("Not endorsed"), say("Those who made this model did not make this page and do not vouch for it.")


def _result_lines(
    aid: Aid, chance: Chance, inputs: Iterable[InputShown], words: Words, today: date | None
) -> Iterable[tuple[str, str]]:
    """The result from elsewhere that a number begins with, with its place and its day."""
    result = aid.claims[root_of(aid.claims, chance.claim)].result
    for shown in inputs:
        if shown.input == result:
            yield words.say("Result that was typed in"), _dated(shown, _input(aid, shown, words), words, today)


def _model_of(aid: Aid, claim: Claim) -> str:
    """The model or the score that a number goes by, also where several claims are laid side by side; "" for none."""
    for each in (claim, *(aid.claims[key] for key in claim.between)):
        name = each.model or (each.table[0] if each.table is not None else "")
        if name in aid.models:
            return name
    return ""


def _range(low: str, high: str, words: Words) -> str:
    """A range in words: from about 4 in 100 to about 6 in 100. Both ends may round to the same count."""
    if low == high:
        return words.say("{number}, and hardly anything else fits the studies", number=low)
    return words.say("from {low} to {high}", low=low, high=high)


def _effect(aid: Aid, chance: Chance, words: Words) -> str:
    """Every effect between the chance without and this one, in order, each with its range."""
    said: list[str] = []
    at = aid.claims[chance.claim]
    while at.from_ is not None:
        named = [aid.claims[each] for each in at.together] or [at]
        said[:0] = [_one_effect(each, words) for each in named]
        at = aid.claims[at.from_]
    return "; ".join(said)


def _one_effect(claim: Claim, words: Words) -> str:
    kind = next((words.say(said) for key, said in _MEASURES.items() if getattr(claim, key) is not None), "")
    value = next((getattr(claim, key) for key in _MEASURES if getattr(claim, key) is not None), 1.0)
    text = f"{kind} {words.number(value)}".strip()
    if claim.low is not None and claim.high is not None:
        text += f" ({words.number(claim.low)}–{words.number(claim.high)})"
    if claim.steps is not None:
        text += "; " + words.say("taken {steps} times, as many steps", steps=words.number(claim.steps))
    if claim.inverse:
        text += "; " + words.say("an assumption: stopping gives back what it did")
    return text


_MEASURES = {
    "risk_ratio": phrase("risk ratio"),
    "odds_ratio": phrase("odds ratio"),
    "hazard_ratio": phrase("hazard ratio"),
    "rate_ratio": phrase("rate ratio"),
    "extra": phrase("difference for one person"),
    "nnt": phrase("people who have it for one that is spared"),
    "nnh": phrase("people who have it for one more that is harmed"),
}


def _values_by_day(aid: Aid, inputs: Iterable[InputShown], words: Words, today: date | None) -> str:
    """The values of today, then those of each earlier day, with that day a single time."""
    by_day: dict[str, list[str]] = {"": []}
    for each in inputs:
        earlier = today is not None and each.as_of and each.as_of < today.isoformat()
        by_day.setdefault(each.as_of if earlier else "", []).append(_input(aid, each, words))
    return "; ".join(
        words.say("said on {day}: {values}", day=words.day(date.fromisoformat(day)), values="; ".join(said))
        if day
        else "; ".join(said)
        for day, said in sorted(by_day.items())
        if said
    )


def _dated(shown: InputShown, said: str, words: Words, today: date | None) -> str:
    """A value with the day it was given, where that was before today: what was confirmed is still of that day."""
    if today is None or not shown.as_of or shown.as_of >= today.isoformat():
        return said
    day = words.day(date.fromisoformat(shown.as_of))
    return words.say("{value}, said on {day}", value=said, day=day)


def _input(aid: Aid, shown: InputShown, words: Words) -> str:
    asked = aid.inputs.get(shown.input)
    ask = asked.ask.strip("¿?") if asked else shown.input
    if isinstance(shown.value, bool):
        return f"{ask}: {words.say('yes') if shown.value else words.say('no')}"
    if isinstance(shown.value, str):
        return f"{ask}: {answer_in_words(asked, shown.value, words)}"
    said = f"{ask}: {words.number(shown.value)} {unit_words(shown.unit, words)}".strip()
    return with_where(said, asked, shown, words)


_CERTAINTY: Mapping[str, str] = {
    "high": phrase("high"),
    "moderate": phrase("moderate"),
    "low": phrase("low"),
    "very low": phrase("very low"),
}
_VERIFIED = {
    "primary": phrase("read in the study itself"),
    "secondary": phrase("read in a report of the study, not in the study itself"),
    "computed": phrase("worked out from numbers that were read in the studies"),
    "unverified": phrase("not checked yet"),
    "invented": phrase("invented for this example"),
}
