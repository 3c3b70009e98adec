"""What a risk model asks for (`InputSpec`) and what it answers (`Estimate`).

A number never travels alone: an `Estimate` carries its model, version, source and inputs.
Kept apart from `domain.measure` so that a model can be read without knowing about screens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

InputKind = Literal["number", "whole", "yes_no", "choice"]


@dataclass(frozen=True)
class InputSpec:
    """One value that a model asks for.

    Attributes:
        name: as in the vectors and in `decisionaid risk`.
        kind: ``number`` (real), ``whole`` (integer), ``yes_no`` or ``choice``.
        unit: UCUM, or None for yes/no and choices.
        low, high: the published range, both ends allowed; None for yes/no and choices.
        choices: the words allowed for a choice.
        required: False where the model has a published way to go without.
    """

    name: str
    kind: InputKind
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = True

    @property
    def allowed(self) -> tuple[object, ...]:
        """What may be given: (low, high), the choices, or (True, False)."""
        if self.kind == "choice":
            return self.choices
        if self.kind == "yes_no":
            return (True, False)
        return (self.low, self.high)


@dataclass(frozen=True)
class Estimate:
    """A model's answer for one person, unrounded, with everything that is needed to check it.

    Attributes:
        model: the model's name, as `decisionaid risk` knows it.
        version: of the coefficients.
        source: citation with DOI and table.
        inputs: exactly what was used, in the model's own units.
        outputs: name -> value. Names that end in ``_pct`` are percent (0..100).
    """

    model: str
    version: str
    source: str
    inputs: Mapping[str, object]
    outputs: Mapping[str, float]

    def probability(self, output: str) -> float:
        """The chance (0..1) of an output that the model gives in percent."""
        if not output.endswith("_pct"):
            raise KeyError(f"{output} is not a percentage of {self.model}")
        return self.outputs[output] / 100
