"""Where good sources differ, the picture, its words and its table say a range and never one number (rule R5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from decisionaid.domain.fill_sentences import fill
from decisionaid.domain.measure import Frequency
from decisionaid.figures import Row, icon_array
from decisionaid.locale import words
from tests.figures.person import numbers, statin


@pytest.mark.rule("R5")
def test_two_sources_that_differ_are_a_range_in_picture_words_and_table() -> None:
    aid = statin()
    one = numbers(aid=aid).chances["aches_dummy"]
    differ = replace(
        one,
        probability=0.04,
        low=0.035,
        high=0.048,
        sources=("ctt2022", "chou2022"),
        frequency=Frequency.of_chance(0.04, 1000),
    )
    figure = icon_array.draw(aid, "aches", [Row(("no_statin",), "No statin", differ)], words("en"))
    panel = figure.panels[0]
    assert panel.key_number == "About 35 to 48 in 1,000"
    assert panel.happens_not == "About 952 to 965 do not."
    assert "About 35 to 48 in 1,000" in panel.alt
    assert "About 35 to 48 in 1,000" in figure.table.rows[0]
    assert 'data-count="35"' in panel.picture
    assert 'data-between="13"' in panel.picture
    assert not any("40" in text for text in (panel.key_number, panel.alt, *figure.table.rows[0]))


@pytest.mark.rule("R5")
def test_one_source_with_an_interval_stays_one_number() -> None:
    aid = statin()
    one = replace(numbers(aid=aid).chances["aches_dummy"], low=0.25, high=0.28)
    figure = icon_array.draw(aid, "aches", [Row(("no_statin",), "No statin", one)], words("en"))
    assert figure.panels[0].key_number == "About 266 in 1,000"


@pytest.mark.rule("R5")
@pytest.mark.hazard("H12")
def test_a_sentence_says_the_same_range_as_the_picture() -> None:
    aid = statin()
    known = numbers(aid=aid)
    differ = replace(known.chances["aches_dummy"], low=0.25, high=0.28, sources=("ctt2022", "chou2022"))
    told = replace(known, chances={**known.chances, "aches_dummy": differ})
    said = fill("It came to {aches_dummy}, and not to {aches_dummy.not}.", aid, told, words("en"))
    assert said is not None
    assert said.text == "It came to about 250 to 280 in 1,000, and not to about 720 to 750 in 1,000."
