"""What the point scores share: each needs every one of its inputs, and answers with points and never with a chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..domain.evidence import Estimate, InputSpec
from ._inputs import Value, checked, chosen

HORIZONS: tuple[int, ...] = ()
OUTPUTS = ("points",)
BLANK: tuple[str, ...] = ()


@dataclass(frozen=True)
class PointScore:
    """A score that adds points.

    Attributes:
        points: the points of somebody whose values are all there and within the range of `inputs`.
    """

    name: str
    version: str
    source: str
    inputs: tuple[InputSpec, ...]
    points: Callable[[Mapping[str, Value]], float]

    def inputs_of(self, output: str) -> frozenset[str]:
        """The points use every input."""
        return frozenset(spec.name for spec in self.inputs)

    def estimate(self, person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
        """The points of one person.

        Args:
            person: values by the names of the inputs.
            outputs: ``points``, or left out.

        Returns:
            Estimate: ``points``, in a range that the score's own text says.

        Raises:
            MissingInput: an input was not given; none counts as a silent no.
            OutOfRange: naming the input.
        """
        wanted = chosen(outputs, OUTPUTS)
        values = checked(person, self.inputs, self.inputs_of("points"))
        return Estimate(self.name, self.version, self.source, dict(values), dict.fromkeys(wanted, self.points(values)))
