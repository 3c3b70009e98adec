"""The values that an aid asks for: numbers, counts, yes or no, choices and days, and results that were found elsewhere.

A result that another place worked out or measured (a fracture score, a bone scan, a questionnaire) is worth what its
place and its day are worth. So an input with `elsewhere` asks for both beside the value, and they go with it to the
card, the plan and the note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from .base import Frozen, Id, Map, Say, Wrong, as_tuples
from .conditions import Condition, Group
from .units import factor, measured_in


class InputOrigin(Frozen):
    """Where the chart keeps an input."""

    path: str | None = Field(None, description="Where FHIR keeps it, such as Patient.birthDate.")
    loinc: tuple[str, ...] = Field((), description="LOINC codes of a reading, the preferred one first.")
    snomed: tuple[str, ...] = Field((), description="SNOMED CT codes of a finding.")
    max_age_days: int | None = Field(None, ge=1, description="Older than this, the card asks again.")


class Input(Frozen):
    """One value that the card asks for."""

    ask: Say
    chart: Say | None = Field(None, description="As a clinician writes it in a note; `ask`, if left out.")
    kind: Literal["number", "count", "yes_no", "choice", "date"] = Field(
        description="number with a unit, count of whole things, yes_no, choice, or date for a day that has been."
    )
    unit: str | None = Field(None, description="UCUM; the unit that ranges and conditions are written in.")
    also: Annotated[
        Mapping[str, float],
        Field(description="Other units, as a list; the factors come from the program (so many make one of the main)."),
        WithJsonSchema({"type": "array", "items": {"type": "string"}}, mode="validation"),
    ] = Field(default_factory=dict)
    measures: Literal["cholesterol", "glucose", "creatinine"] | None = Field(
        None, description="What is measured, where the factor between two units depends on it."
    )
    plausible: tuple[float, float] | None = Field(None, description="Outside this it is a slip of the hand.")
    allowed: tuple[float, float] | None = Field(None, description="Outside this no number is shown.")
    choices: Map[Say] = Field(default_factory=dict, description="For kind choice: the words by id.")
    together: Id | None = Field(
        None, description="yes_no inputs of one name are asked as one list with 'none of these'."
    )
    elsewhere: Map[Say] = Field(
        default_factory=dict,
        description="A result that was found elsewhere: the places it can come from, by id; its day is asked too.",
    )
    applies_when: Condition = Field(Group(), description="Asked only then.")
    fhir: InputOrigin | None = Field(None, description="Where the chart keeps it; left out, it is asked.")
    ask_again_days: int | None = Field(
        None, ge=1, description="At a later visit a value that is older is asked by itself; 100, if left out."
    )
    measured: bool = Field(
        False, description="true for a reading that may be off: the card can ask what if this reading were wrong."
    )

    @model_validator(mode="before")
    @classmethod
    def _factors(cls, raw: object) -> object:
        """Turn a list of other units into a map with the factors that the program knows."""
        if not isinstance(raw, Mapping) or not isinstance(raw.get("also"), (list, tuple)):
            return as_tuples(raw)
        unit, measures = str(raw.get("unit", "")), str(raw.get("measures", ""))
        factors = {str(each): factor(measures, unit, str(each)) for each in raw["also"]}
        for other in (each for each, found in factors.items() if found is None):
            could = measured_in(unit, other)
            remedy = f"write measures: {' or '.join(could)}" if could else "take it out; the program has no such pair"
            raise Wrong(f"nothing says how many {other} make one {unit or 'unit'}", remedy)
        return as_tuples({**raw, "also": factors})

    @model_validator(mode="after")
    def _a_reading_has_a_range(self) -> Self:
        if self.measured and (self.kind != "number" or self.unit in (None, "a") or self.allowed is None):
            what = "measured is for a number that was read off, with a unit and an allowed range; never age"
            raise Wrong(what, "take measured: true out, or write unit: and allowed: [low, high]")
        return self

    @model_validator(mode="after")
    def _years_are_asked_each_time(self) -> Self:
        if self.ask_again_days is not None and self.unit == "a":
            raise Wrong("a number of years grows, so each visit asks for it by itself", "take ask_again_days out")
        return self

    @model_validator(mode="after")
    def _a_day_is_a_day(self) -> Self:
        if self.kind == "date" and (self.unit or self.also or self.plausible or self.allowed or self.choices):
            raise Wrong("a date has no unit, range or choices", "take them out; the card asks for a day")
        if self.kind == "date" and self.together:
            raise Wrong("a date is no part of a list of yes and no", "take together out")
        if self.elsewhere and self.kind not in ("number", "count"):
            raise Wrong("a result from elsewhere is a number", "take elsewhere out, or write kind: number")
        return self
