"""Every figure of the folder has its tests beside this file, and says in words and in a table what it draws."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from decisionaid.domain.conversation import FIRST_DISPLAY
from decisionaid.figures import FigureKind, chance_figures, figures, icon_array, rows_of
from decisionaid.locale import languages, words
from tests.figures.person import marks, numbers, statin

HUNDRED = 100
ROWS = ["aid", "outcome", "rows", "words", "of"]
OF_ROWS = [name for name, each in figures().items() if list(inspect.signature(each.draw).parameters) == ROWS]
"""Figures of the chances of one outcome, row by row, as the picture card draws them."""


@pytest.mark.parametrize("name", figures())
def test_a_figure_has_tests_of_its_own(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


def test_there_are_two_ways_at_least_to_draw_the_same_chances() -> None:
    assert {"bars", "icon_array"} <= set(OF_ROWS)


def test_a_figure_of_chances_is_a_way_to_see_them() -> None:
    assert sorted(each.NAME for each in chance_figures().values()) == sorted(OF_ROWS)
    assert next(iter(chance_figures())) == FIRST_DISPLAY


def test_the_legend_names_the_shapes_that_stand_in_the_picture_and_no_other() -> None:
    rows, said = rows_of(statin(), numbers(), "ascvd"), words("en")
    for figure in chance_figures().values():
        panels = figure.draw(statin(), "ascvd", rows, said).panels
        spared = next(panel.claim for panel in panels if (panel.fewer or 0) > 0)
        whole, first = figure.legend(panels, HUNDRED, said), figure.legend(panels[:1], HUNDRED, said)
        assert [shape.means for shape in whole.shapes] == ["it happens", "spared by this choice", "it does not happen"]
        assert [shape.means for shape in first.shapes] == ["it happens", "it does not happen"]
        hatch = re.findall(r"url\(#([\w-]+)\)", whole.shapes[1].drawing)
        assert [f'id="{name}"' in "".join(panel.picture for panel in panels) for name in hatch] in ([], [True]), spared


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
