"""The numbers of one person as they are shown, and the reasons why others are not.

Whether the card is for them comes first.

Picture, table, sentence, print, note and log read the same `Numbers`, so they cannot disagree. How a number is worked
out stands in `domain.reckoning`. `Estimator` is handed in, so that the core knows no model by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from .aid import Aid, Input
from .claims import Span
from .conditions import Value
from .evidence import Estimate
from .measure import Frequency, spared
from .options import Option

Values = Mapping[str, Value]
Estimator = Callable[[str, Mapping[str, object], tuple[str, ...]], Estimate]
"""(name of a model, the person in the model's own inputs, wanted outputs) -> Estimate."""

Why = Literal["not_for", "asks", "out_of_range", "not_counted", "when_asked", "expired"]


@dataclass(frozen=True)
class Chance:
    """One number that is ready to be shown, with everything that belongs to it.

    Attributes:
        claim: its id in the aid.
        outcome: what may happen.
        probability: unrounded, 0..1 (for `extra` claims the difference, -1..1).
        low, high: the range, or None.
        frequency: the only rounded form.
        low_frequency, high_frequency: of the range, or None.
        without: for an effect, the chance without any effect: the first panel, with which it is compared.
        fewer: people spared in the picture, of those in the first panel (negative: more), or None.
        fewer_to: the other end of `fewer`, where good sources differ on the chance without.
        spread: the range of what good sources say, which is no doubt of one of them, or None.
        beside: the chances of several sources that were laid side by side to make the range.
        whom: the group that it counts; for an effect, that of the chance without.
        birthday: the age at the next birthday, where the score behind it goes by age and picks another number then.
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
    spread: tuple[float, float] | None = None
    fewer_to: int | None = None
    beside: tuple[Chance, ...] = ()
    whom: str = ""
    birthday: int | None = None

    @property
    def ends(self) -> tuple[float, float] | None:
        """The lowest and highest chance of sources that differ, unrounded; None where there is one number."""
        if self.spread is not None:
            return self.spread
        differs = self.without is None and not self.extra and len(self.sources) > 1
        return (self.low, self.high) if differs and self.low is not None and self.high is not None else None

    @property
    def disputed(self) -> bool:
        """Whether good sources differ. Then the chance is a range, and is never shown as one number (rule R5)."""
        return self.ends is not None

    def edges(self, of: int) -> tuple[Frequency, Frequency]:
        """Both ends of a disputed chance, as counts in `of` people."""
        low, high = self.ends or (0.0, 0.0)
        return Frequency.of_chance(low, of), Frequency.of_chance(high, of)


@dataclass(frozen=True)
class NoNumber:
    """Why there is no number: a keyword, and the aid's own sentence where it has one.

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
    """Every claim of an aid for one person: a `Chance`, or the reason why there is none.

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
        """The number of an option for an outcome: the first of its claims that has one; else None."""
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
    """The options for this person, in the aid's order. One that depends on an unknown value stays among them."""
    return {key: option for key, option in aid.options.items() if option.applies_when.holds(values) is not False}


def asked_inputs(aid: Aid, values: Values) -> Mapping[str, Input]:
    """The inputs that this person is asked for, in the aid's order."""
    return {key: each for key, each in aid.inputs.items() if each.applies_when.holds(values) is not False}


def closed_because(aid: Aid, values: Values) -> NoNumber | None:
    """Why no number is shown to this person at all, or None. This is asked before anything else (hazard H15)."""
    for barrier in aid.not_for.values():
        if barrier.when.holds(values) is True:
            return NoNumber("not_for", barrier.say, barrier.when.inputs)
    if aid.for_.holds(values) is False:
        return NoNumber("not_for", aid.for_say or "", aid.for_.inputs)
    outside = tuple(key for key, each in aid.inputs.items() if _outside(each, values.get(key)))
    if outside:
        return NoNumber("out_of_range", aid.for_say or "", outside)
    unknown = _unknown(aid, values)
    return NoNumber("asks", "", tuple(dict.fromkeys(unknown))) if unknown else None


def _outside(asked: Input, value: Value | None) -> bool:
    if value is None or isinstance(value, (bool, str)) or asked.allowed is None:
        return False
    low, high = asked.allowed
    return not low <= value <= high


def _unknown(aid: Aid, values: Values) -> tuple[str, ...]:
    """The inputs without which nobody knows whether the aid is for this person."""
    groups = [aid.for_, *(barrier.when for barrier in aid.not_for.values())]
    open_groups = [group for group in groups if group.holds(values) is None]
    return tuple(key for group in open_groups for key in group.inputs if key not in values)


def compared(chance: Chance, base: Chance) -> Chance:
    """Add to a chance how it compares with the one without any effect: how many fewer, or too few to see."""
    of = chance.frequency.of
    fewer, to = spared(base.frequency, chance.frequency), None
    if chance.ends is not None and base.ends is not None:
        (low, high), (low_base, high_base) = chance.edges(of), base.edges(of)
        fewer, to = spared(low_base, low), spared(high_base, high)
    differs = base.probability != chance.probability
    return replace(
        chance,
        without=base.claim,
        fewer=fewer,
        fewer_to=to if to != fewer else None,
        same_picture=fewer == 0 and to in (None, 0) and differs,
    )
