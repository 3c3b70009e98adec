"""Finds the shipped aids, pages and style sheets: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path


def asset_root() -> Path:
    """Return the folder that holds aids/, static/ and templates/.

    A wheel carries them in `decisionaid/_shipped`; a checkout and an editable install have them one folder up.
    """
    shipped = Path(__file__).parent / "_shipped"
    return shipped if shipped.is_dir() else Path(__file__).parent.parent
