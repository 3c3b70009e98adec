"""The figure "bars": how far a bar reaches of a hundred people, or of a thousand.

For people who read a length more easily than a crowd. The whole track is everybody, so that a small chance stays small;
the counts, the sentences and the table are those of the array, so that changing the picture changes no number. Solid,
hatched and empty differ also in black and white; "between" has a broken edge, and what nobody has counted well is a
broken track with nothing in it. Rejected: an axis that ends at the largest chance, which makes a small difference look
large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..domain.aid import Aid
from ..domain.phrases import phrase
from ..locale import Words
from . import Figure, Row, icon_array
from ._legend import of_bars
from ._svg import joined

NAME = "bars"
DISPLAY = "bars"
OFFERED = phrase("Bars")
legend = of_bars


def draw(aid: Aid, outcome: str, rows: Sequence[Row], words: Words, *, of: int | None = None) -> Figure:
    """One bar for each row, one under another.

    Args:
        aid, outcome, rows, words, of: as for `icon_array.draw`.

    Raises:
        ValueError: a row speaks of another outcome or another time (rules RC-2, R14).
    """
    figure = icon_array.draw(aid, outcome, rows, words, of=of)
    of = of or aid.outcomes[outcome].of
    panels = tuple(replace(panel, picture=icon_array.as_bar(panel, of, words)) for panel in figure.panels)
    return replace(figure, picture=joined(tuple(panel.picture for panel in panels)), panels=panels)
