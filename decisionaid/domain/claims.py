"""The numbers of an aid: sources, groups of people, outcomes, models, trials and claims.

Each number about benefit, harm or chance stands in one claim and nowhere else; words name the claim in braces.
`unknown` is a value everywhere, with its own words and its own drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from .base import Frozen, Id, IdOrIds, Map, Say, Wrong, as_tuples
from .claim_forms import RATIOS, per_person, wrong_form
from .conditions import Condition, Group
from .effects import Effect
from .facts import Day
from .statements import Statement

Certainty = Literal["high", "moderate", "low", "very low"]
Verified = Literal["primary", "secondary", "computed", "unverified", "invented"]


class Source(Frozen):
    """Where a number comes from."""

    cite: str = Field(min_length=3, description="Authors, title or journal, year, volume, pages.")
    doi: str = Field(description="The DOI without https://doi.org/, or none.")
    year: int = Field(ge=1900, le=2100, description="When it was published.")
    seen: Day = Field(description="When somebody last looked at it.")
    url: str = Field("", pattern=r"^(https://[^\s]+)?$", description="A page to open, https only.")


class PeopleGroup(Frozen):
    """The people that a number is about."""

    say: Say
    age: tuple[float, float] | None = Field(None, description="Youngest and oldest, in years.")
    sex: Literal["female", "male"] | None = Field(None, description="Where only women, or only men, were counted.")
    size: int | None = Field(None, ge=1, description="How many people were counted.")


class Span(Frozen):
    """A length of time, in exactly one unit; or so many rounds of a test, or the rest of a life."""

    years: float | None = Field(None, gt=0, description="So many years.")
    months: float | None = Field(None, gt=0, description="So many months.")
    weeks: float | None = Field(None, gt=0, description="So many weeks.")
    days: float | None = Field(None, gt=0, description="So many days.")
    rounds: int | None = Field(None, ge=1, description="So many rounds of a test.")
    lifetime: Literal[True] | None = Field(None, description="true: over a lifetime.")

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise Wrong("a length of time has one unit", "write one of years: 5, months: 6, weeks: 2, days: 10")
        return self

    @property
    def is_counted_in_days(self) -> bool:
        """Whether it has a number of days. Rounds and a lifetime have none, so no other time is the same as theirs."""
        return self.rounds is None and self.lifetime is None


class Outcome(Frozen):
    """Something that may happen, and the time over which it was counted."""

    say: Say
    wished: bool = Field(description="true for something people wish for, false for something unwished.")
    horizon: Span = Field(description="Over which time it was counted.")
    of: Literal[100, 1000, 10000] = Field(100, description="People in the picture; 1000 or 10000 for what is seldom.")
    unit: str | None = Field(None, description="For a size such as kg: bars and sentences, and no picture of people.")
    when_asked: bool = Field(False, description="true: on its own screen, and only when somebody asks (30 years).")
    measured_only: bool = Field(False, description="true: what trials counted; named, never shown as a chance.")

    @property
    def counts_people(self) -> bool:
        """It is shown as people, and without being asked for."""
        return self.unit is None and not self.measured_only and not self.when_asked


class ModelUse(Frozen):
    """A published risk model, and the inputs of the aid that it takes."""

    name: Id = Field(description="As in `decisionaid risk`.")
    inputs: Map[Id] = Field(description="The model's input: the aid's input.")
    source: Id
    say: Say = Field(description="What the model is, in plain words.")
    caution: Statement = Field(description="What to know about the number when it is shown.")


class Trial(Frozen):
    """A study or a pooled analysis behind a number. It is shown only together with the chances themselves (RC-1)."""

    label: str = Field(min_length=2, max_length=24, description="The study as it is cited, such as CTT 2012.")
    source: Id
    risk_ratio: float = Field(gt=0, description="As the study gives it.")
    low: float = Field(gt=0, description="The lower end of its range.")
    high: float = Field(gt=0, description="The upper end of its range.")
    people: int | None = Field(None, ge=1, description="How many people were counted.")
    years: tuple[float, float] | None = Field(None, description="The shortest and the longest time, in years.")
    verified: Literal["primary", "secondary"] = Field(description="Where somebody read it; nothing else is shown.")
    note: Say = Field(description="What was counted, and what was compared.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.risk_ratio <= self.high:
            raise Wrong(f"{self.risk_ratio:g} does not lie between its low and high", "look at the source again")
        if self.years is not None and not 0 < self.years[0] <= self.years[1]:
            raise Wrong("years are the shortest and the longest time, in this order", "write years: [0.5, 6]")
        return self


class Claim(Frozen):
    """One number about benefit, harm or chance, with everything that belongs to it.

    Exactly one number, in the form in which the source gives it: a chance, a rate, events of people, a range, a table
    by score; a model's answer or a result from elsewhere, for this person; an effect, which is applied to `from`; or an
    amount. `domain.claim_forms` says which forms there are, and `domain.reckoning` works each of them out.
    """

    like: Id | None = Field(None, description="Another claim, for all but the number, its range, trials and formula.")
    outcome: Id
    chance: float | None = Field(None, ge=0, le=1, description="So many of one, such as 0.07; of 1,000 with per: 1000.")
    rate: float | None = Field(None, ge=0, description="Events per person and year; of 100 person-years with per: 100.")
    events: int | None = Field(None, ge=0, description="One arm of a trial: people to whom it happened.")
    people: int | None = Field(None, ge=1, description="One arm of a trial: all its people.")
    range: tuple[float, float] | Literal["not_given"] | None = Field(
        None, description="[0.4, 0.6] for a range without a middle; not_given where the source of a number gives none."
    )
    between: tuple[Id, ...] = Field((), description="Several claims of good sources that differ: shown as their range.")
    chance_by: Map[Mapping[str, float]] | None = Field(
        None, description='A score or an input, and the chance at each value: {chads: {"0": 0.002, "7+": 0.11}}.'
    )
    rate_by: Map[Mapping[str, float]] | None = Field(None, description="The same in events per person and year.")
    model: Id | None = Field(None, description="The id under models.")
    output: Id | None = Field(None, description="The model's output, such as ascvd_10y_pct.")
    result: Id | None = Field(None, description="An input that holds this person's chance in percent, from elsewhere.")
    from_: Id | None = Field(None, alias="from", description="The claim that the effect is applied to.")
    risk_ratio: float | None = Field(None, gt=0, description="Risk with the option over risk without it.")
    odds_ratio: float | None = Field(None, gt=0, description="Odds with the option over odds without it.")
    hazard_ratio: float | None = Field(None, gt=0, description="Hazard with the option over hazard without it.")
    rate_ratio: float | None = Field(None, gt=0, description="Events per person-time with it over those without it.")
    steps: float | None = Field(
        None, gt=0, description="So many steps are taken of what the ratio is for, such as 1.2."
    )
    inverse: bool = Field(False, description="true for stopping: the effect is taken away again.")
    extra: float | None = Field(None, ge=-1, le=1, description="Absolute difference, per person; below 0: fewer.")
    nnt: float | None = Field(None, ge=1, description="So many people have it for one that is spared.")
    nnh: float | None = Field(None, ge=1, description="So many people have it for one more that is harmed.")
    together: tuple[Id, ...] = Field((), description="Several effects at a time, as if each worked as it does alone.")
    assumes: Say | None = Field(None, description="For `together`: the sentence that says so on the screen.")
    within: Id | None = Field(None, description="A claim of which these people are a part: of these 365, 25 have ...")
    amount: float | None = Field(None, description="A size that is no chance, such as years.")
    unit: str | None = Field(None, description="UCUM, for an amount.")
    per: Literal[100, 1000, 10000, 100000] | None = Field(
        None, description="The chance, rate or difference of this claim and its range are counted in so many people."
    )
    low: float | None = Field(None, description="The lower end of the range, in the same measure as the number.")
    high: float | None = Field(None, description="The upper end of the range.")
    group: Id
    certainty: Certainty = Field(description="How sure the number is: high, moderate, low or very low.")
    source: IdOrIds = Field(description="The id of its source, or several.")
    verified: Verified = Field(
        description="primary, secondary, computed, unverified (fails) or invented (illustrations)."
    )
    formula: str = Field("", description="For `computed`: how, in one line.")
    computed_from: tuple[Id, ...] = Field((), description="For `computed`: the verified claims it was made from.")
    stands_in_for: Id | None = Field(None, description="The outcome that was really counted, where it is another.")
    stands_in_words: Say | None = Field(None, description="The sentence that says so on the screen.")
    applies_when: Condition = Field(Group(), description="For whom this number holds.")
    else_say: Say | None = Field(None, description="What to say to the others, such as that few were studied.")
    horizon: Span | None = Field(None, description="Where it differs from the outcome's.")
    expires: Day | None = Field(None, description="After this day it is not used.")
    trials: Map[Trial] = Field(default_factory=dict, description="The studies behind it, to be looked at one by one.")

    @model_validator(mode="before")
    @classmethod
    def _per_person(cls, raw: object) -> object:
        return as_tuples(per_person(raw))

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        wrong = wrong_form(self)
        if wrong is not None:
            raise Wrong(*wrong)
        return self

    @property
    def table(self) -> tuple[str, Mapping[str, float]] | None:
        """(the score or input of the table, the table); None where the claim has no table."""
        return next(iter((self.chance_by or self.rate_by or {}).items()), None)

    @property
    def effect(self) -> Effect | None:
        """The effect of the claim as it is applied; None where it gives none or several."""
        effect = self._ratio or self._difference
        if effect is None:
            return None
        effect = effect.times(self.steps) if self.steps is not None else effect
        return effect.undone if self.inverse else effect

    @property
    def _ratio(self) -> Effect | None:
        for measure in RATIOS:
            value: float | None = getattr(self, measure)
            if value is not None:
                return Effect(measure, value, self.low, self.high)
        return None

    @property
    def _difference(self) -> Effect | None:
        if self.extra is not None:
            return Effect("difference", self.extra, self.low, self.high)
        people, sign = (self.nnt, -1) if self.nnt is not None else (self.nnh, 1)
        if people is None:
            return None
        if self.low is None or self.high is None:
            return Effect("difference", sign / people)
        low, high = sorted((sign / self.low, sign / self.high))
        return Effect("difference", sign / people, low, high)

    @property
    def ratio(self) -> float | None:
        """The ratio as its source gives it, before `steps` and `inverse` are applied."""
        return next((getattr(self, each) for each in RATIOS if getattr(self, each) is not None), None)

    @property
    def bare(self) -> bool:
        """Whether it is a ratio without a chance to apply it to. Such a ratio is never shown (rule RC-1)."""
        return self.from_ is None and self.ratio is not None


def root_of(claims: Mapping[str, Claim], key: str) -> str:
    """The claim at which a chain of effects begins. A claim that is no effect is its own root."""
    seen: set[str] = set()
    while key in claims and (before := claims[key].from_) is not None and key not in seen:
        seen.add(key)
        key = before
    return key


def is_personal(claims: Mapping[str, Claim], key: str) -> bool:
    """Whether a claim is about this very person: a model's answer, a result of theirs, or an effect on one of these."""
    root = claims.get(root_of(claims, key))
    return root is not None and (root.model is not None or root.result is not None)
