"""From an aid and what is known of a person to the numbers that may be shown, and why the others may not.

This is the only place where a chance is worked out, and it calls a risk model a single time with the values as they
are: an input is never a lever (rule R2); only an effect, applied to the answer, changes a picture. Picture, table,
sentence, print, note and log read the same `Numbers`, so they cannot disagree.

`estimate` is handed in, so that the core knows no model by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..errors import InputProblem, MissingInput
from .aid import Aid, Input
from .claims import Claim, Span
from .evidence import Estimate
from .measure import Frequency, chance_from_odds_ratio, spared
from .options import Option
from .who import Value

Values = Mapping[str, Value]
Estimator = Callable[[str, Mapping[str, object], tuple[str, ...]], Estimate]
"""(model name, person in the model's own input names, outputs wanted) -> Estimate."""

Why = Literal["not_for", "asks", "out_of_range", "not_counted", "when_asked", "expired"]


@dataclass(frozen=True)
class Chance:
    """One number, ready to be shown, with all that it needs to travel.

    Attributes:
        claim: its id in the aid.
        outcome: what may happen.
        probability: unrounded, 0..1 (for `extra` claims the difference, -1..1).
        low, high: the range, or None.
        frequency: the only rounded form.
        low_frequency, high_frequency: of the range, or None.
        without: the claim that an effect was applied to, or None.
        fewer: people spared in the picture (negative: more), or None.
        same_picture: an effect too small to see: the counts are equal though the chances differ.
        horizon: the time that it speaks of.
        estimate: the model's answer it was made from, or None.
    """

    claim: str
    outcome: str
    probability: float
    frequency: Frequency
    horizon: Span
    certainty: str
    group: str
    sources: tuple[str, ...]
    verified: str
    low: float | None = None
    high: float | None = None
    low_frequency: Frequency | None = None
    high_frequency: Frequency | None = None
    without: str | None = None
    fewer: int | None = None
    same_picture: bool = False
    stands_in_for: str | None = None
    extra: bool = False
    estimate: Estimate | None = None

    @property
    def disputed(self) -> bool:
        """Good sources differ: the chance is a range and is never said as one number (rule R5)."""
        return self.without is None and not self.extra and len(self.sources) > 1 and self.low is not None

    def edges(self, of: int) -> tuple[Frequency, Frequency]:
        """The two ends of a disputed chance, in people of `of`."""
        return Frequency.of_chance(self.low or 0.0, of), Frequency.of_chance(self.high or 0.0, of)


@dataclass(frozen=True)
class NoNumber:
    """Why there is no number, in a word, with the aid's own sentence where it has one.

    Attributes:
        why: not_for (the person is outside), asks (a value is open), out_of_range, not_counted, when_asked, expired.
        say: the aid's sentence, or "".
        inputs: the inputs that would settle it, or that are outside.
    """

    why: Why
    say: str = ""
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """Every claim of an aid for one person: a `Chance`, or why there is none.

    Attributes:
        chances: by claim id.
        none: by claim id, for the others.
        closed: why no personal number is shown at all, or None.
    """

    values: Values
    chances: Mapping[str, Chance] = field(default_factory=dict)
    none: Mapping[str, NoNumber] = field(default_factory=dict)
    closed: NoNumber | None = None

    def of_option(self, option: Option, outcome: str) -> Chance | NoNumber:
        """The number of an option for an outcome: the first of its claims that has one."""
        ids = option.chances.get(outcome, ())
        for claim in ids:
            if claim in self.chances:
                return self.chances[claim]
        for why in ("expired", "asks", "not_for", "out_of_range", "when_asked"):
            for claim in ids:
                if claim in self.none and self.none[claim].why == why:
                    return self.none[claim]
        return NoNumber("not_counted")


def options_for(aid: Aid, values: Values) -> Mapping[str, Option]:
    """The options for this person, in the aid's order; one whose question is open stays on the table."""
    return {key: option for key, option in aid.options.items() if option.applies_when.holds(values) is not False}


def asked_inputs(aid: Aid, values: Values) -> Mapping[str, Input]:
    """The inputs that the card asks this person, in the aid's order."""
    return {key: each for key, each in aid.inputs.items() if each.applies_when.holds(values) is not False}


def closed_because(aid: Aid, values: Values) -> NoNumber | None:
    """Applicability, asked first (hazard H15): why no number is shown to this person, or None."""
    for barrier in aid.not_for.values():
        if barrier.when.holds(values) is True:
            return NoNumber("not_for", barrier.say, barrier.when.inputs)
    if aid.for_.holds(values) is False:
        return NoNumber("not_for", aid.for_say or "", aid.for_.inputs)
    outside = tuple(key for key, each in aid.inputs.items() if _outside(each, values.get(key)))
    if outside:
        return NoNumber("out_of_range", aid.for_say or "", outside)
    barriers = [barrier.when for barrier in aid.not_for.values()]
    unknown = [
        key
        for group in (aid.for_, *barriers)
        if group.holds(values) is None
        for key in group.inputs
        if key not in values
    ]
    return NoNumber("asks", "", tuple(dict.fromkeys(unknown))) if unknown else None


def numbers_for(aid: Aid, values: Values, estimate: Estimator) -> Numbers:
    """Every number of an aid for one person.

    Args:
        aid: in any language.
        values: what is known, by input id, in each input's main unit.
        estimate: asks a risk model; raises `InputProblem`.

    Returns:
        Numbers: with `closed` set and no chance at all where the person is outside (or not known to be inside).
    """
    closed = closed_because(aid, values)
    if closed is not None:
        return Numbers(values, none=dict.fromkeys(aid.claims, closed), closed=closed)
    work = _Reckoning(aid, values, estimate)
    chances: dict[str, Chance] = {}
    none: dict[str, NoNumber] = {}
    for claim in aid.claims:
        answer = work.claim(claim)
        if isinstance(answer, Chance):
            chances[claim] = answer
        else:
            none[claim] = answer
    return Numbers(values, chances, none)


class _Reckoning:
    """The numbers of one person, each claim and each model worked out a single time."""

    def __init__(self, aid: Aid, values: Values, estimate: Estimator) -> None:
        self.aid = aid
        self.values = values
        self.estimate = estimate
        self._claims: dict[str, Chance | NoNumber] = {}
        self._estimates: dict[tuple[str, str], Estimate | NoNumber] = {}

    def claim(self, key: str) -> Chance | NoNumber:
        if key not in self._claims:
            self._claims[key] = self._work_out(key, self.aid.claims[key])
        return self._claims[key]

    def _work_out(self, key: str, claim: Claim) -> Chance | NoNumber:
        applies = claim.applies_when.holds(self.values)
        if applies is False:
            return NoNumber("not_for", claim.else_say or "", claim.applies_when.inputs)
        if applies is None:
            unknown = tuple(name for name in claim.applies_when.inputs if name not in self.values)
            return NoNumber("asks", "", unknown)
        if claim.amount is not None or (claim.from_ is None and (claim.risk_ratio or claim.odds_ratio)):
            return NoNumber("not_counted")
        if claim.model is not None:
            return self._by_model(key, claim)
        if claim.from_ is not None:
            return self._by_effect(key, claim, claim.from_)
        point = claim.chance if claim.chance is not None else claim.extra
        assert point is not None  # the model of the language allows nothing else
        return self._chance(key, claim, point, claim.low, claim.high, extra=claim.extra is not None)

    def _by_model(self, key: str, claim: Claim) -> Chance | NoNumber:
        assert claim.model is not None
        assert claim.output is not None
        answer = self._ask(claim.model, claim.output)
        if isinstance(answer, NoNumber):
            return answer
        return self._chance(key, claim, answer.probability(claim.output), claim.low, claim.high, estimate=answer)

    def _ask(self, model: str, output: str) -> Estimate | NoNumber:
        if (model, output) not in self._estimates:
            use = self.aid.models[model]
            person = {theirs: self.values[ours] for theirs, ours in use.inputs.items() if ours in self.values}
            try:
                self._estimates[model, output] = self.estimate(use.name, person, (output,))
            except MissingInput as missing:
                self._estimates[model, output] = NoNumber(
                    "asks", "", tuple(use.inputs.get(name, name) for name in missing.missing)
                )
            except InputProblem as problem:
                self._estimates[model, output] = NoNumber(
                    "out_of_range", self.aid.for_say or "", (use.inputs.get(problem.input, problem.input),)
                )
        return self._estimates[model, output]

    def _by_effect(self, key: str, claim: Claim, baseline: str) -> Chance | NoNumber:
        base = self.claim(baseline)
        if isinstance(base, NoNumber):
            return base
        points: list[float] = []
        for ratio in (claim.risk_ratio or claim.odds_ratio, claim.low, claim.high):
            if ratio is None:
                continue
            chance = _with_effect(base.probability, ratio, claim)
            if (
                chance > 1
            ):  # the ratio, or an end of its range, does not fit so high a baseline: no number, not half of one
                return NoNumber("not_counted")
            points.append(chance)
        point, *edges = points
        low, high = (min(edges), max(edges)) if edges else (None, None)
        return self._chance(key, claim, point, low, high, base=base)

    def _chance(
        self,
        key: str,
        claim: Claim,
        point: float,
        low: float | None,
        high: float | None,
        *,
        base: Chance | None = None,
        estimate: Estimate | None = None,
        extra: bool = False,
    ) -> Chance:
        of = self.aid.outcomes[claim.outcome].of
        frequency = Frequency.of_chance(abs(point), of)
        return Chance(
            claim=key,
            outcome=claim.outcome,
            probability=point,
            frequency=frequency,
            horizon=claim.horizon or self.aid.outcomes[claim.outcome].horizon,
            certainty=claim.certainty,
            group=claim.group,
            sources=claim.source,
            verified=claim.verified,
            low=low,
            high=high,
            low_frequency=None if low is None else Frequency.of_chance(abs(low), of),
            high_frequency=None if high is None else Frequency.of_chance(abs(high), of),
            without=base.claim if base else None,
            fewer=spared(base.frequency, frequency) if base else None,
            same_picture=base is not None and base.frequency == frequency and base.probability != point,
            stands_in_for=claim.stands_in_for,
            extra=extra,
            estimate=estimate or (base.estimate if base else None),
        )


def _with_effect(baseline: float, ratio: float, claim: Claim) -> float:
    if claim.odds_ratio is not None:
        return chance_from_odds_ratio(baseline, 1 / ratio if claim.inverse else ratio)
    return baseline / ratio if claim.inverse else baseline * ratio


def _outside(asked: Input, value: Value | None) -> bool:
    if value is None or isinstance(value, (bool, str)) or asked.allowed is None:
        return False
    low, high = asked.allowed
    return not low <= value <= high
