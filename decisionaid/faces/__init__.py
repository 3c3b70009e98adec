"""Which letters and signs can be printed, and the fonts that have them.

The page that goes home is set in `page/`. A name in another script, an arrow or a threshold (≥) opens a face of
`more/`, and only the one that it needs: the Han signs alone are seven megabytes. Each has a folder of its own, since
folders are what typst takes. What a face holds is read from its own table, so that a list beside the files can never be
wrong. Rejected: fonts of the machine, because two clinics would then print two different pages, and a name that prints
on one would be lost on the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ._sfnt import signs_in

FOLDER = Path(__file__).parent
ALWAYS = FOLDER / "page"
NEEDS_NO_GLYPH = frozenset(" \n\t\u00a0\u200b\u200c\u200d\u202f")


def faces_for(text: Iterable[str]) -> tuple[Path, ...]:
    """The folders of the fonts that a text needs besides `ALWAYS`, always in the same order."""
    lacking = sorted({char for char in text if not _is_on_every_page(char)})
    chosen: list[Path] = []
    for char in lacking:
        if not any(ord(char) in _signs(face) for face in chosen):
            chosen += [face for face in _more() if ord(char) in _signs(face)][:1]
    return tuple(sorted(face.parent for face in chosen))


@cache
def can_print(char: str) -> bool:
    """Whether some font has a letter or sign.

    Example:
        >>> [can_print(sign) for sign in "≥王א✓"], can_print("\ue000")
        ([True, True, True, True], False)
    """
    return _is_on_every_page(char) or any(ord(char) in _signs(face) for face in _more())


def cannot_print(text: str) -> str:
    """The letters and signs of a text that no font has."""
    return "".join(char for char in text if not can_print(char))


def _is_on_every_page(char: str) -> bool:
    return char in NEEDS_NO_GLYPH or ord(char) in _page_signs()


@cache
def _page_signs() -> frozenset[int]:
    """The signs that both the regular and the bold fonts have."""
    held = {style: _held(f"*-{style}.ttf") for style in ("Regular", "Bold")}
    return held["Regular"] & held["Bold"]


def _held(pattern: str) -> frozenset[int]:
    return frozenset().union(*(signs_in(face) for face in sorted(ALWAYS.glob(pattern))))


@cache
def _more() -> tuple[Path, ...]:
    return tuple(sorted((FOLDER / "more").glob("*/*.[ot]tf")))


@cache
def _signs(face: Path) -> frozenset[int]:
    return signs_in(face)
