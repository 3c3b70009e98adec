"""The format "html": the page that goes home as one file, in large type and the patient's language.

The style travels inside the file, so that a saved page prints the same as the one on the screen; the web serves the
same page with the same sheet linked. No hash, no code, no logo. What it says is in `_page`.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..assets import asset_root
from ..domain.readers import PAPER, AtHome
from . import Handout
from ._printed_page import PrintedPage, printed_page

__all__ = ["EXTENSION", "MEDIA_TYPE", "NAME", "READER", "PrintedPage", "printed_page", "render"]
NAME = "html"
MEDIA_TYPE = "text/html; charset=utf-8"
EXTENSION = "html"
READER = PAPER


def render(handout: Handout[AtHome]) -> bytes:
    """The page as one file that needs no other.

    Raises:
        CannotPrint: the page has a safety net and a phone number in it is missing.
    """
    text = (
        _environment()
        .get_template("exports/page.html")
        .render(page=printed_page(handout), say=handout.words.say, words=handout.words, linked=False)
    )
    return text.encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([asset_root() / "templates", asset_root() / "static"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
