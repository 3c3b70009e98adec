"""The published risk models, one per module.

A model is a module with the names of `Model`. It answers unrounded, and it refuses what lies outside the people it was
made from: a clipped value would be a wrong number that looks right. Asked for some outputs only, it needs the inputs of
those alone, so that a card about heart attack and stroke never asks for a weight. Files that begin with an underscore
are shared by models and are none themselves.

Rejected: a class per model (a module already is one object with a name), and a registry (one more list to
    forget).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Protocol

from ..domain.evidence import Estimate, InputSpec
from ..folders import kinds_in


class Model(Protocol):
    """What a module of this folder is.

    Attributes:
        NAME: as `decisionaid risk` knows it. TITLE: as clinicians write it, such as CHA2DS2-VASc.
        VERSION: of the coefficients. SOURCE: citation with DOI and table.
        HORIZONS: the years that its chances speak of; none where it works out no chance of its own.
        INPUTS: name, kind, unit and published range of each value that it asks for.
        OUTPUTS: the names of its answers.
        BLANK: outputs that may have no value that means anything (such as nobody spared): printed as null.
    """

    @property
    def NAME(self) -> str: ...
    @property
    def TITLE(self) -> str: ...
    @property
    def VERSION(self) -> str: ...
    @property
    def SOURCE(self) -> str: ...
    @property
    def HORIZONS(self) -> tuple[int, ...]: ...
    @property
    def INPUTS(self) -> tuple[InputSpec, ...]: ...
    @property
    def OUTPUTS(self) -> tuple[str, ...]: ...
    @property
    def BLANK(self) -> tuple[str, ...]: ...

    def inputs_of(self, output: str) -> frozenset[str]:
        """The inputs that one output needs."""

    def estimate(self, person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
        """The answers for one person, unrounded.

        Raises:
            MissingInput: an input that a wanted output uses was not given.
            OutOfRange: a value lies outside the people that the model was made from.
        """


@cache
def models() -> Mapping[str, Model]:
    """Every model of this folder, by the name that `decisionaid risk` uses.

    Example:
        >>> "prevent_base" in models()
        True
    """
    return MappingProxyType({model.NAME: model for model in kinds_in(__name__)})


def title_of(name: str) -> str:
    """A model as clinicians write it; its name, if a line of the log is older than the models that there are today."""
    model = models().get(name)
    return model.TITLE if model else name
