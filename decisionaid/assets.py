"""Where the shipped aids, pages and style sheets are: in a checkout beside the package, in a wheel inside it."""

from __future__ import annotations

from pathlib import Path


def asset_root() -> Path:
    """The folder that holds aids/, static/ and templates/.

    A wheel carries them in `decisionaid/_shipped`; a checkout and an editable install have them one folder up.
    """
    shipped = Path(__file__).parent / "_shipped"
    return shipped if shipped.is_dir() else Path(__file__).parent.parent
