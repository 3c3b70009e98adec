"""Aids to spoil: the shipped ones and the illustration, as text."""

from __future__ import annotations

from pathlib import Path

from decisionaid.aid_reader import read_aid
from decisionaid.errors import AidProblems, Problem

ROOT = Path(__file__).parents[2]
TONSILS = ROOT / "tests" / "rules" / "tonsils"
GOOD = (TONSILS / "aid.yaml").read_text(encoding="utf-8")
SPANISH = (TONSILS / "es.yaml").read_text(encoding="utf-8")


def folder_with(tmp: Path, aid: str | bytes = GOOD, *, name: str = "tonsils", **words: str | bytes) -> Path:
    """A folder with one aid and its words files."""
    folder = tmp / name
    folder.mkdir(parents=True)
    for stem, text in {"aid": aid, **words}.items():
        (folder / f"{stem}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def swapped(old: str, new: str) -> str:
    """The good aid with one text changed."""
    assert old in GOOD, f"nothing to change: {old}"
    return GOOD.replace(old, new, 1)


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """What the reader says of an aid; empty if it can be used."""
    try:
        read_aid(folder)
    except AidProblems as broken:
        return broken.problems
    return ()
