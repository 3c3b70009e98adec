"""Works out every number of an aid for one person. This is the only place where that is done.

It calls a risk model a single time with the values as they are: an input is never a lever (rule R2); only an effect,
applied to the answer, changes a picture. A score whose table has a row for each age is asked once more, for the next
birthday, and no number is made from that answer (rule R5). Differences are always against the chance without any
effect, which is the first panel: a second treatment is not compared with the first one, unless that is what the figure
begins with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import InputProblem, MissingInput
from .aid import Aid
from .chances import Chance, Estimator, NoNumber, Numbers, Values, closed_because, compared
from .claims import Claim, root_of
from .effects import Treated, with_effects
from .evidence import Estimate
from .figures_of import chain_of, years_of
from .measure import Frequency, chance_from_rate
from .score_tables import row_of
from .whom import age_input, not_of_these


@dataclass(frozen=True)
class _Point:
    """A number before it is rounded.

    Attributes:
        spread: the range of what good sources say. estimate: the model's answer it was made from.
        sources: of several claims that were laid together; those of the claim itself, if left out.
    """

    chance: float
    low: float | None = None
    high: float | None = None
    spread: tuple[float, float] | None = None
    estimate: Estimate | None = None
    sources: tuple[str, ...] = ()
    beside: tuple[Chance, ...] = ()
    birthday: int | None = None


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
    answers = {claim: work.claim(claim) for claim in aid.claims}
    return Numbers(
        values,
        {key: each for key, each in answers.items() if isinstance(each, Chance)},
        {key: each for key, each in answers.items() if isinstance(each, NoNumber)},
    )


class _Reckoning:
    """The numbers of one person. Each claim and each model is worked out one time."""

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
        nobody = self._not_for(claim)
        if nobody is not None:
            return nobody
        if claim.amount is not None or claim.bare:
            return NoNumber("not_counted")
        if claim.from_ is not None:
            return self._by_effect(key, claim)
        point = self._point(claim)
        return point if isinstance(point, NoNumber) else self._chance(key, claim, point)

    def _not_for(self, claim: Claim) -> NoNumber | None:
        """Why a claim is not about this person: its own conditions, or the people who were counted."""
        applies = claim.applies_when.holds(self.values)
        if applies is False:
            return NoNumber("not_for", claim.else_say or "", claim.applies_when.inputs)
        if applies is None:
            return NoNumber("asks", "", tuple(key for key in claim.applies_when.inputs if key not in self.values))
        group = self.aid.groups.get(claim.group)
        outside = not_of_these(self.aid, group, self.values) if group is not None else ()
        return NoNumber("not_for", claim.else_say or "", outside) if outside else None

    def _point(self, claim: Claim) -> _Point | NoNumber:
        if (claim.rate is not None or claim.rate_by) and years_of(self.aid, claim) > 1:
            return NoNumber("not_counted")  # a yearly rate is never multiplied up (rule R6)
        if claim.model is not None:
            return self._by_model(claim)
        if claim.result is not None:
            return self._by_result(claim, claim.result)
        if claim.table is not None:
            return self._by_table(claim, *claim.table)
        if claim.between:
            return self._between(claim)
        if isinstance(claim.range, tuple):
            return _Point(claim.range[0], spread=claim.range)
        return self._counted(claim)

    def _counted(self, claim: Claim) -> _Point:
        if claim.rate is not None:
            low, high = (None if each is None else self._of_rate(claim, each) for each in (claim.low, claim.high))
            return _Point(self._of_rate(claim, claim.rate), low, high)
        if claim.events is not None and claim.people is not None:
            return _Point(claim.events / claim.people, claim.low, claim.high)
        if claim.chance is not None:
            return _Point(claim.chance, claim.low, claim.high)
        effect = claim.effect  # what is left is a difference by itself
        assert effect is not None
        return _Point(effect.value, effect.low, effect.high)

    def _of_rate(self, claim: Claim, rate: float) -> float:
        """1 - exp(-rate t), for a year or less (rule R6)."""
        return chance_from_rate(rate, years_of(self.aid, claim))

    def _by_result(self, claim: Claim, asked: str) -> _Point | NoNumber:
        """A chance in percent that another tool worked out, and that was typed here."""
        value = self.values.get(asked)
        if value is None or isinstance(value, (bool, str)):
            return NoNumber("asks", "", (asked,))
        return _Point(value / 100, claim.low, claim.high) if 0 <= value <= 100 else _out_of_range(asked)

    def _by_table(self, claim: Claim, by: str, table: Mapping[str, float]) -> _Point | NoNumber:
        answer = self._ask(by, "points") if by in self.aid.models else None
        if isinstance(answer, NoNumber):
            return answer
        value = answer.outputs["points"] if answer is not None else self.values.get(by)
        if value is None:
            return NoNumber("asks", "", (by,))
        row = row_of(table, value)
        if row is None:
            return NoNumber("not_counted", claim.else_say or "")
        chance = self._of_rate(claim, row) if claim.rate_by else row
        birthday = self._birthday(by, table, row) if answer is not None else None
        return _Point(chance, estimate=answer, birthday=birthday)

    def _birthday(self, by: str, table: Mapping[str, float], now: float) -> int | None:
        """The age at the next birthday, if the score picks another row of its table then (rule R5); else None.

        Age is no lever: nobody is told what they could do about it, only that this number is of this year.
        """
        use, age = self.aid.models[by], age_input(self.aid)
        known = self.values.get(age or "")
        if age not in use.inputs.values() or known is None or isinstance(known, (bool, str)):
            return None
        person = {theirs: self.values[ours] for theirs, ours in use.inputs.items() if ours in self.values}
        older = {theirs: int(known) + 1 for theirs, ours in use.inputs.items() if ours == age}
        try:
            points = self.estimate(use.name, {**person, **older}, ("points",)).outputs["points"]
        except InputProblem:
            return None
        return int(known) + 1 if row_of(table, points) != now else None

    def _between(self, claim: Claim) -> _Point | NoNumber:
        """The range over several claims; one number where only one of them fits this person, or all agree."""
        answers = [self.claim(key) for key in claim.between]
        there = [each for each in answers if isinstance(each, Chance)]
        if not there:
            return next(each for each in answers if isinstance(each, NoNumber))
        ends = [end for each in there for end in (each.ends or (each.probability,))]
        low, high = min(ends), max(ends)
        sources = tuple(dict.fromkeys(source for each in there for source in each.sources))
        estimate = next((each.estimate for each in there if each.estimate is not None), None)
        birthday = next((each.birthday for each in there if each.birthday is not None), None)
        if low == high:
            return _Point(low, there[0].low, there[0].high, None, estimate, there[0].sources, birthday=birthday)
        return _Point(low, None, None, (low, high), estimate, sources, tuple(there), birthday)

    def _by_model(self, claim: Claim) -> _Point | NoNumber:
        assert claim.model is not None
        assert claim.output is not None
        answer = self._ask(claim.model, claim.output)
        if isinstance(answer, NoNumber):
            return answer
        return _Point(answer.probability(claim.output), claim.low, claim.high, estimate=answer)

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

    def _by_effect(self, key: str, claim: Claim) -> Chance | NoNumber:
        """A chance after all effects between its root and this claim, in order."""
        at: Claim = claim
        while at.from_ is not None:
            before = self.claim(at.from_)
            if isinstance(before, NoNumber):
                return before
            at = self.aid.claims[at.from_]
        chain = chain_of(self.aid, key)
        base = self.claim(root_of(self.aid.claims, key))
        assert isinstance(base, Chance)  # every step on the way to it has a number
        ends = base.ends or (base.probability,)
        made = [with_effects(each, chain) for each in (base.probability, *ends)]
        there = [each for each in made if each is not None]
        if len(there) < len(made):
            return NoNumber("not_counted")  # the effect, or an end of its range, does not fit so high a chance
        point, *edges = there
        low, high = _widest(edges)
        chances = sorted(each.chance for each in edges)
        spread = (chances[0], chances[-1]) if base.ends else None
        chance = chances[0] if spread else point.chance
        return self._chance(key, claim, _Point(chance, low, high, spread, base.estimate), base)

    def _chance(self, key: str, claim: Claim, point: _Point, base: Chance | None = None) -> Chance:
        of = self.aid.outcomes[claim.outcome].of
        frequency = Frequency.of_chance(abs(point.chance), of)
        made = Chance(
            claim=key,
            outcome=claim.outcome,
            probability=point.chance,
            frequency=frequency,
            horizon=claim.horizon or self.aid.outcomes[claim.outcome].horizon,
            certainty=claim.certainty,
            group=claim.group,
            sources=point.sources or claim.source,
            verified=claim.verified,
            low=point.low,
            high=point.high,
            low_frequency=None if point.low is None else Frequency.of_chance(abs(point.low), of),
            high_frequency=None if point.high is None else Frequency.of_chance(abs(point.high), of),
            stands_in_for=claim.stands_in_for,
            extra=base is None and claim.effect is not None,
            estimate=point.estimate,
            spread=point.spread,
            beside=point.beside,
            whom=base.whom if base else claim.group,
            birthday=point.birthday,
        )
        return compared(made, base) if base is not None else made


def _out_of_range(key: str) -> NoNumber:
    return NoNumber("out_of_range", "", (key,))


def _widest(made: Sequence[Treated]) -> tuple[float | None, float | None]:
    """From the lowest to the highest end of several ranges; None where there is no range."""
    lows = [each.low for each in made if each.low is not None]
    highs = [each.high for each in made if each.high is not None]
    return (min(lows), max(highs)) if lows and highs else (None, None)
