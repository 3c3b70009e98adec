"""What `check` found in one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..domain.aid import Aid
    from ..errors import Problem


@dataclass(frozen=True)
class Checked:
    """The result for one aid, or for one site.yaml.

    Attributes:
        name: the file, as messages say it.
        problems: sorted by place.
        aid: None where it cannot be read, and where another process read it.
        asked: ids of the rules that were asked. not_applying: of those that do not judge this kind of aid.
        id, kind: of the aid. traits: what makes items of a checklist apply: "screening", "models".
    """

    name: str
    problems: tuple[Problem, ...]
    aid: Aid | None = None
    asked: tuple[str, ...] = ()
    not_applying: tuple[str, ...] = ()
    id: str | None = None
    kind: str = ""
    traits: tuple[str, ...] = ()
