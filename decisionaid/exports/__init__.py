"""The formats in which a plan leaves the program, one per module.

A format is a module with the names of `Format`. Pure and byte-stable: the day, the names and the phones come with
`Handout`, and nothing is looked up. A format takes only a plan that was told for its reader: what goes home takes
`Handout[AtHome]`, what stays in the clinic any `Handout`. A plan that was told for a screen is no `Handout` at all, so
that what is "just between us" cannot be handed to any format (hazard H17).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol

from ..folders import kinds_in
from ..handout import Handout, To

__all__ = ["Format", "Handout", "To", "formats"]


class Format(Protocol[To]):
    """What a module of this folder is.

    Attributes:
        NAME: the file's own. MEDIA_TYPE, EXTENSION: of what it makes.
        READER: who reads it (`domain.readers`); a plan is told for this reader before it is laid out.
    """

    @property
    def NAME(self) -> str: ...
    @property
    def MEDIA_TYPE(self) -> str: ...
    @property
    def EXTENSION(self) -> str: ...
    @property
    def READER(self) -> To: ...

    def render(self, handout: Handout[To]) -> bytes:
        """Lay out the plan. The same plan always gives the same bytes.

        Raises:
            CannotPrint: what goes home has a safety net, and a phone number in it is missing.
        """


@cache
def formats() -> Mapping[str, Format[Any]]:
    """Every format of this folder, by its name."""
    return MappingProxyType({format.NAME: format for format in kinds_in(__name__)})
