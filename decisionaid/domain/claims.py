"""Numbers and amounts of an aid: sources, groups, outcomes, claims, facts, guesses.

Each number about benefit, harm or chance stands in one claim and nowhere else; words name the claim in braces.
`unknown` is a value everywhere, with its own words and its own drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from .base import Frozen, Id, IdOrIds, Map, Say
from .statements import Statement
from .who import Condition, Group

Certainty = Literal["high", "moderate", "low", "very low"]
Verified = Literal["primary", "secondary", "computed", "unverified", "invented"]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="A day as YYYY-MM-DD, in quotes.")]
Unknown = Literal["unknown"]
Phone = Annotated[
    str,
    Field(
        pattern=r"^[+( -]*[0-9][0-9+() -]*[0-9]$",
        max_length=24,
        description="One telephone number in quotes: digits, spaces, + ( ) and -; no second one and no extension.",
    ),
]


class Source(Frozen):
    """Where a number comes from."""

    cite: str = Field(min_length=3, description="Authors, title or journal, year, volume, pages.")
    doi: str = Field(description="The DOI without https://doi.org/, or none.")
    year: int = Field(ge=1900, le=2100, description="When it was published.")
    seen: Day = Field(description="When somebody last looked at it.")
    url: str = Field("", pattern=r"^(https://[^\s]+)?$", description="A page to open, https only.")


class PeopleGroup(Frozen):
    """The people that a number speaks of."""

    say: Say
    age: tuple[float, float] | None = Field(None, description="Youngest and oldest, in years.")
    size: int | None = Field(None, ge=1, description="How many people were counted.")


class Span(Frozen):
    """A length of time; exactly one unit."""

    years: float | None = Field(None, gt=0, description="So many years.")
    months: float | None = Field(None, gt=0, description="So many months.")
    weeks: float | None = Field(None, gt=0, description="So many weeks.")
    days: float | None = Field(None, gt=0, description="So many days.")

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("say one of years, months, weeks, days")
        return self


class Outcome(Frozen):
    """Something that may happen, and over which time it was counted."""

    say: Say
    wished: bool = Field(description="true for something people wish for, false for something unwished.")
    horizon: Span = Field(description="Over which time it was counted.")
    of: Literal[100, 1000] = Field(100, description="People in the picture: 100, or 1000 for what is seldom.")
    when_asked: bool = Field(False, description="true: on its own screen, and only when somebody asks (30 years).")
    measured_only: bool = Field(False, description="true: what trials counted; named, never shown as a chance.")


class ModelUse(Frozen):
    """A published risk model, and which of the aid's inputs it takes."""

    name: Id = Field(description="As in `decisionaid risk`.")
    inputs: Map[Id] = Field(description="The model's input: the aid's input.")
    source: Id
    say: Say = Field(description="What the model is, in plain words.")
    caution: Statement = Field(description="What to know about the number when it is shown.")


class Trial(Frozen):
    """A study or a pooled analysis behind a number; shown only beside the chances themselves (RC-1)."""

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
            raise ValueError("the ratio must lie between low and high")
        if self.years is not None and not 0 < self.years[0] <= self.years[1]:
            raise ValueError("years are the shortest and the longest time, in this order")
        return self


class Claim(Frozen):
    """One number about benefit, harm or chance, with all that it needs to travel.

    Exactly one of: `chance` (in a group), `model` with `output` (for this person), `from` with `risk_ratio` or
    `odds_ratio` (an option's effect on another claim), `risk_ratio` alone (a relative effect as trials give it, never
    shown by itself), `extra` (more people per person counted), or `amount` with `unit`.
    """

    outcome: Id
    chance: float | None = Field(None, ge=0, le=1, description="So many of one, such as 0.07.")
    model: Id | None = Field(None, description="The id under models.")
    output: Id | None = Field(None, description="The model's output, such as ascvd_10y_pct.")
    from_: Id | None = Field(None, alias="from", description="The claim that the effect is applied to.")
    risk_ratio: float | None = Field(None, gt=0, description="Risk with the option over risk without it.")
    odds_ratio: float | None = Field(None, gt=0, description="Odds with the option over odds without it.")
    inverse: bool = Field(False, description="true for stopping: the chance is divided by the ratio.")
    extra: float | None = Field(None, ge=-1, le=1, description="Absolute difference, per person.")
    amount: float | None = Field(None, description="A size that is no chance, such as years.")
    unit: str | None = Field(None, description="UCUM, for an amount.")
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

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        kinds = {
            "chance": self.chance is not None,
            "model": self.model is not None,
            "ratio": self.risk_ratio is not None or self.odds_ratio is not None,
            "extra": self.extra is not None,
            "amount": self.amount is not None,
        }
        if sum(kinds.values()) != 1:
            raise ValueError("say exactly one of chance, model, risk_ratio, odds_ratio, extra, amount")
        if kinds["model"] != (self.output is not None):
            raise ValueError("a model needs its output, and an output its model")
        if self.from_ is not None and not kinds["ratio"]:
            raise ValueError("from needs a risk_ratio or an odds_ratio")
        if self.risk_ratio is not None and self.odds_ratio is not None:
            raise ValueError("say risk_ratio or odds_ratio, not both")
        if kinds["amount"] != (self.unit is not None):
            raise ValueError("an amount needs its unit, and a unit its amount")
        if (self.low is None) != (self.high is None):
            raise ValueError("a range needs both low and high")
        value = next(
            v for v in (self.chance, self.risk_ratio, self.odds_ratio, self.extra, self.amount, 0.0) if v is not None
        )
        if self.low is None or self.high is None or kinds["model"]:
            return self
        if not self.low <= value <= self.high:
            raise ValueError("the value must lie between low and high")
        return self


def is_personal(claims: Mapping[str, Claim], key: str) -> bool:
    """Whether a claim speaks of this person: worked out by a model, or an effect on such a number."""
    seen: set[str] = set()
    at: str | None = key
    while at is not None and at in claims and at not in seen:
        if claims[at].model is not None:
            return True
        seen.add(at)
        at = claims[at].from_
    return False


class Fact(Frozen):
    """An amount that is not a claim: a dose, a phone number, a price, a date to look again, a name with digits."""

    amount: float | None = Field(None, description="A number, with its unit.")
    to: float | None = Field(None, description="For a span such as ten to twenty.")
    unit: str | None = Field(None, description="UCUM; left out for a bare number.")
    phone: Phone | Unknown | None = Field(None, description="A number, or unknown until the site sets it.")
    money: float | Unknown | None = Field(None, description="A price, or unknown until the site sets it.")
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Three letters, such as USD.")
    text: str | None = Field(None, max_length=40, description="A name that holds digits, such as HbA1c.")
    expires: Day | None = Field(None, description="After this day it is not shown; prices: the next 31 December.")
    site: Literal["may_change"] | None = Field(None, description="may_change: the site may set its own.")

    @model_validator(mode="after")
    def _one_fact(self) -> Self:
        given = [self.amount is not None, self.phone is not None, self.money is not None, self.text is not None]
        if given.count(True) != 1:
            raise ValueError("say exactly one of amount, phone, money, text")
        if (self.money is not None) != (self.currency is not None):
            raise ValueError("money needs its currency, and a currency its money")
        return self

    @property
    def unknown(self) -> bool:
        """Nobody has given it yet."""
        return self.phone == "unknown" or self.money == "unknown"


def _amount(raw: object) -> object:
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return {"exact": float(raw)}
    return {"unknown": True} if raw == "unknown" else raw


class AmountParts(Frozen):
    """Work in one number: a guess (until somebody sets their own), a claim, an exact count, or unknown."""

    guess: float | None = Field(
        None, ge=0, description="Nobody counted it; our guess, until the person sets their own."
    )
    claim: Id | None = Field(None, description="The id of a claim with an amount.")
    exact: float | None = Field(None, ge=0, description="A count that follows from the option itself.")
    unknown: bool = Field(False, description="true where nobody knows.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [self.guess is not None, self.claim is not None, self.exact is not None, self.unknown]
        if given.count(True) != 1:
            raise ValueError("say a number, {guess: n}, {claim: id} or unknown")
        return self

    @property
    def value(self) -> float | None:
        """The number to add up, or None where it is unknown (an unknown 'before' gives no total)."""
        return self.guess if self.guess is not None else self.exact


Amount = Annotated[AmountParts, BeforeValidator(_amount, json_schema_input_type=AmountParts | float | Unknown)]
