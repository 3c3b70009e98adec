"""The facts of an aid that are no claims: doses, prices, phone numbers, times; and the work that options ask.

Words name a fact in braces and hold no digits of their own. `unknown` is a value, with its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from .base import Frozen, Id, Wrong
from .units import TIMES

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


Country = Annotated[str, Field(pattern=r"^[a-z]{2}$", description="Two letters, such as us or gb.")]


class CountryPrice(Frozen):
    """What something costs in one country."""

    money: float = Field(ge=0, description="A price.")
    to: float | None = Field(None, description="For a span such as five to twenty.")
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="Three letters, such as GBP.")
    expires: Day = Field(description="After this day it is not shown; prices: the next 31 December.")


class Fact(Frozen):
    """An amount that is no claim: a dose, a phone number, a price, a time to look again, a name with digits."""

    amount: float | None = Field(None, description="A number, with its unit.")
    to: float | None = Field(None, description="For a span such as ten to twenty.")
    unit: str | None = Field(None, description="UCUM; left out for a bare number.")
    phone: Phone | Unknown | None = Field(None, description="A number, or unknown until the site sets it.")
    money: float | Unknown | None = Field(None, description="A price, or unknown until the site sets it.")
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Three letters, such as USD.")
    text: str | None = Field(None, max_length=40, description="A name that holds digits, such as HbA1c.")
    by_country: Mapping[Country, CountryPrice] = Field(
        default_factory=dict, description="A price by country: a site that names its country shows that one."
    )
    expires: Day | None = Field(None, description="After this day it is not shown; prices: the next 31 December.")
    site: Literal["may_change"] | None = Field(None, description="may_change: the site may set its own.")

    @model_validator(mode="after")
    def _one_fact(self) -> Self:
        given = [self.amount is not None, self.phone is not None, self.money is not None, self.text is not None]
        if given.count(True) != 1:
            raise Wrong("a fact is one of amount, phone, money, text", "write one: amount: 3, or text: HbA1c, ...")
        first = self.amount if self.amount is not None else self.money
        if self.to is not None and not (isinstance(first, (int, float)) and first < self.to):
            raise Wrong("to ends a span that begins with a smaller amount or price", "write amount: 4, to: 12")
        if self.amount is not None and self.amount < 0 and self.unit in TIMES:
            raise Wrong("a length of time is not below zero", f"write amount: {-self.amount:g}")
        if self.unit is not None and self.amount is None:
            raise Wrong("a unit goes with an amount", "take it out")
        if (self.money is not None) != (self.currency is not None):
            raise Wrong("money and currency go together", "write money: 40, currency: USD")
        return self

    @model_validator(mode="after")
    def _a_price_by_country(self) -> Self:
        if self.by_country and self.money is None:
            raise Wrong("only a price goes by country", "write money: unknown, currency: USD beside by_country:")
        return self

    def in_country(self, country: str) -> Fact:
        """The fact as it is in a country; as it stands, where it has no price of that country."""
        there = self.by_country.get(country)
        if there is None:
            return self
        parts = ("money", "to", "currency", "expires")
        return self.model_copy(update={part: getattr(there, part) for part in parts})

    @property
    def unknown(self) -> bool:
        """Whether nobody has given it yet."""
        return self.phone == "unknown" or self.money == "unknown"


def _amount(raw: object) -> object:
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return {"exact": float(raw)}
    return {"unknown": True} if raw == "unknown" else raw


class AmountParts(Frozen):
    """An amount of work: a guess (until somebody sets their own), a claim, an exact count, or unknown."""

    guess: float | None = Field(
        None, ge=0, description="Nobody counted it; our guess, until the person sets their own."
    )
    claim: Id | None = Field(None, description="The id of a claim with an amount.")
    exact: float | None = Field(None, ge=0, description="A count that follows from the option itself.")
    to: float | None = Field(None, gt=0, description="The most, where it depends on which one: {exact: 1, to: 2}.")
    unknown: bool = Field(False, description="true where nobody knows.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [self.guess is not None, self.claim is not None, self.exact is not None, self.unknown]
        if given.count(True) != 1:
            raise Wrong("an amount of work is said in one way", "write 2, {guess: 2}, {claim: its_id} or unknown")
        if self.to is not None and not (self.exact is not None and self.exact < self.to):
            raise Wrong("to ends a span that begins with a smaller exact count", "write {exact: 1, to: 2}")
        return self

    @property
    def value(self) -> float | None:
        """The number to add up; None where it is unknown, and then there is no total."""
        return self.guess if self.guess is not None else self.exact


Amount = Annotated[AmountParts, BeforeValidator(_amount, json_schema_input_type=AmountParts | float | Unknown)]
