"""What the rules about a screening test share: one part of `test` that has to be written."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.aid import Kind
from . import Case, Finding

KINDS: tuple[Kind, ...] = ("screening",)


def says(case: Case, part: str, lacks: str, remedy: str) -> Iterator[Finding]:
    """A finding where the aid says nothing of a part of its test."""
    if not getattr(case.aid.test, part):
        yield Finding(("test", part) if case.aid.test.model_fields_set else ("kind",), lacks, remedy)
