"""The same people as a line in a strip."""

from __future__ import annotations

from decisionaid.figures import rows_of, strip
from decisionaid.locale import words
from tests.figures.person import marks, numbers, statin


def test_a_line_is_as_long_as_the_people_it_happens_to() -> None:
    figure = strip.draw(statin(), "ascvd", rows_of(statin(), numbers(), "ascvd"), words("en"))
    assert [float(mark.attrib["x2"]) for panel in figure.panels for mark in marks(panel.picture, "data-count")] == [
        7,
        5,
        4,
    ]
