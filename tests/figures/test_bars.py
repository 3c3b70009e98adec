"""The same people as bars."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from decisionaid.domain.chances import Chance
from decisionaid.domain.claims import Span
from decisionaid.domain.measure import Frequency
from decisionaid.figures import Figure, Row, _bar, bars, icon_array, rows_of
from decisionaid.locale import words
from tests.figures.person import marks, numbers, statin, texts

EN = words("en")
WIDTH = _bar.WIDTH


def figure(*, of: int | None = None, language: str = "en") -> Figure:
    """Walk (a): 7, 5 and 4 in 100."""
    return bars.draw(statin(), "ascvd", rows_of(statin(), numbers(), "ascvd"), words(language), of=of)


def chance(**changed: object) -> Chance:
    """A chance of two sources that disagree: 35 to 48 in 100."""
    usual = Chance(
        "stroke", "ascvd", 0.35, Frequency(35, 100), Span(years=10), "low", "like_you", ("one", "two"), "primary",
        low=0.35, high=0.48,
    )  # fmt: skip
    return replace(usual, **changed)


def reach(picture: str) -> dict[str, tuple[float, float]]:
    """Piece -> (where it begins, how far it reaches) in people of the whole."""
    found = {}
    for each in fromstring(picture).iter():
        match = re.match(r"M([\d.]+) [\d.]+h([\d.]+)v", each.attrib.get("d", ""))
        if match:
            x, across = (float(part) for part in match.groups())
            found[each.attrib["class"]] = (x - _bar.EDGE, across)
    return found


def test_a_bar_reaches_as_far_as_its_count_on_a_track_of_everybody() -> None:
    without, moderate, high = (reach(panel.picture) for panel in figure().panels)
    assert without == {"others": (0, WIDTH), "event": (0, pytest.approx(7 * WIDTH / 100))}
    assert moderate["event"] == (0, pytest.approx(5 * WIDTH / 100))
    assert moderate["spared"] == (pytest.approx(5 * WIDTH / 100), pytest.approx(2 * WIDTH / 100))
    assert high["event"] == (0, pytest.approx(4 * WIDTH / 100, abs=0.01))
    assert high["spared"][1] == pytest.approx(3 * WIDTH / 100)


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("of", [None, 1000])
def test_bars_and_dots_say_the_same_of_the_same_numbers(of: int | None) -> None:
    rows = rows_of(statin(), numbers(), "ascvd")
    one, other = (each.draw(statin(), "ascvd", rows, EN, of=of) for each in (bars, icon_array))
    assert one.table == other.table
    assert one.alt == other.alt
    assert [replace(each, picture="") for each in one.panels] == [replace(each, picture="") for each in other.panels]
    for name in ("data-count", "data-of", "data-spared", "data-between", "data-claim"):
        told = [
            [each.attrib[name] for each in marks(panel.picture, name)] for fig in (one, other) for panel in fig.panels
        ]
        assert told[: len(rows)] == told[len(rows) :]


@pytest.mark.rule("R5")
def test_two_sources_that_disagree_are_a_solid_low_end_and_a_hatched_between() -> None:
    drawn = bars.draw(statin(), "ascvd", (Row(("no_statin",), "No statin", chance()),), EN)
    picture = drawn.panels[0].picture
    pieces = reach(picture)
    assert pieces["event"] == (0, pytest.approx(35 * WIDTH / 100))
    assert pieces["between"] == (pytest.approx(35 * WIDTH / 100), pytest.approx(13 * WIDTH / 100))
    between = next(each for each in fromstring(picture).iter() if each.attrib.get("class") == "between")
    assert between.attrib["fill"].startswith("url(#hatch-bar-stroke-100")
    assert "stroke-dasharray" in between.attrib


def test_what_nobody_has_counted_is_a_broken_track_with_nothing_in_it() -> None:
    drawn = bars.draw(statin(), "ascvd", (Row(("high",), "A high dose", None),), EN).panels[0]
    assert [*reach(drawn.picture)] == ["unknown"]
    track = next(each for each in fromstring(drawn.picture).iter() if each.attrib.get("class") == "unknown")
    assert track.attrib["fill"] == "none"
    assert "stroke-dasharray" in track.attrib
    assert drawn.alt == "A high dose: Nobody has counted this well."


def test_fewer_than_one_draws_nothing_and_says_so() -> None:
    tiny = chance(probability=0.001, frequency=Frequency(0, 100, True), sources=("one",), low=None, high=None)
    panel = bars.draw(statin(), "ascvd", (Row(("no_statin",), "No statin", tiny),), EN).panels[0]
    assert "event" not in reach(panel.picture)
    assert panel.key_number == "Fewer than 1 in 100"


def test_the_states_differ_without_colour() -> None:
    solid, hatched, empty = set(), set(), set()
    for panel in figure().panels:
        for each in fromstring(panel.picture).iter():
            fill = each.attrib.get("fill", "")
            {"event": solid, "spared": hatched, "others": empty}.get(each.attrib.get("class", ""), set()).add(fill)
    assert solid == {"#0b5cad"}
    assert hatched
    assert all(fill.startswith("url(#hatch-bar-") for fill in hatched)
    assert empty == {"none"}


def test_every_hatch_that_is_named_is_there_a_single_time() -> None:
    whole = figure().picture + figure(of=1000).picture
    named = set(re.findall(r"url\(#([\w-]+)\)", whole))
    made = re.findall(r'<pattern id="([\w-]+)"', whole)
    assert named == set(made)
    assert len(made) == len(set(made))


def test_the_scale_runs_from_nobody_to_everybody_and_turns_with_the_language() -> None:
    assert texts(figure(of=1000).panels[0].picture) == ["0", "1,000"]
    arabic = figure(language="ar").panels[0].picture
    assert reach(arabic)["event"] == (pytest.approx(93 * WIDTH / 100), pytest.approx(7 * WIDTH / 100))
    assert texts(arabic) == [words("ar").number(100), words("ar").number(0)]


def test_one_outcome_over_one_time_is_a_promise_of_bars_too() -> None:
    rows = (Row(("no_statin",), "No statin", chance()), Row(("high",), "High", chance(horizon=Span(years=1))))
    with pytest.raises(ValueError, match="one outcome over one time"):
        bars.draw(statin(), "ascvd", rows, EN)
