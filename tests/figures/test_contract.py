"""Every figure of the folder has its tests beside this file, and says in words and in a table what it draws."""

from __future__ import annotations

import inspect
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from decisionaid.figures import FigureKind, figures, icon_array, rows_of
from decisionaid.locale import languages, words
from tests.figures.person import marks, numbers, statin

ROWS = ["aid", "outcome", "rows", "words", "of"]
OF_ROWS = [name for name, each in figures().items() if list(inspect.signature(each.draw).parameters) == ROWS]
"""Figures of the chances of one outcome, row by row, as the picture card draws them."""


@pytest.mark.parametrize("name", figures())
def test_a_figure_has_tests_of_its_own(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


def test_there_are_two_ways_at_least_to_draw_the_same_chances() -> None:
    assert {"bars", "icon_array"} <= set(OF_ROWS)


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", OF_ROWS)
def test_every_figure_of_chances_counts_and_says_the_same(name: str, language: str) -> None:
    rows, said = rows_of(statin(), numbers(), "ascvd"), words(language)
    each: FigureKind = figures()[name]
    drawn, dots = (one.draw(statin(), "ascvd", rows, said) for one in (each, icon_array))
    assert (drawn.table, drawn.alt, drawn.caption) == (dots.table, dots.alt, dots.caption)
    for panel, other in zip(drawn.panels, dots.panels, strict=True):
        assert (panel.key_number, panel.happens, panel.happens_not) == (
            other.key_number,
            other.happens,
            other.happens_not,
        )
        picture = fromstring(panel.picture)
        assert picture.attrib["aria-label"] == panel.alt
        assert picture.attrib["role"] == "img"
        assert picture.attrib["data-figure"] == name
        counted, in_dots = (marks(shown.picture, "data-count") for shown in (panel, other))
        for count in ("data-count", "data-of", "data-spared", "data-between", "data-claim"):
            assert [mark.attrib[count] for mark in counted] == [mark.attrib[count] for mark in in_dots], count
