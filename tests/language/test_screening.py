"""A test that looks for an illness: its counts stand one inside the other, and its results are said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from decisionaid.locale import words
from tests.builders import Visit, every_face, text_of

from .small import chance, small
from .test_on_the_card import opened

ROUNDS = {"wished": False, "horizon": {"rounds": 3}, "of": 1000}
OUTCOMES = {
    "event": {"say": "death from lung cancer", **ROUNDS},
    "alarm": {"say": "a false alarm", **ROUNDS},
    "cut": {"say": "an operation for nothing", **ROUNDS},
    "harm": {"say": "a major harm from it", **ROUNDS},
}
CLAIMS: dict[str, dict[str, Any]] = {
    "none": {"chance": 21, "per": 1000},
    "scan": {"chance": 18, "per": 1000},
    "alarms": {"outcome": "alarm", "chance": 365, "per": 1000},
    "cuts": {"outcome": "cut", "chance": 25, "per": 1000, "within": "alarms"},
    "harms": {"outcome": "harm", "chance": 3, "per": 1000, "within": "cuts"},
}
ROWS = {"nothing": {"event": "none", "alarm": "unknown"}, "talks": {"event": "scan", "alarm": "alarms"}}
TEST = {
    "measures": "A scan of the lungs that looks for cancer.",
    "if_found": "Another scan, and sometimes an operation.",
    "if_clear": "A clear scan is no promise.",
    "overdiagnosis": "Some cancers that it finds would never have troubled you.",
}


def visit_of(tmp_path: Path, **changed: dict[str, Any]) -> Visit:
    claims = {key: {**each, **changed.get(key, {})} for key, each in CLAIMS.items()}
    return opened(small(claims, ROWS, outcomes=OUTCOMES, kind="screening", test=TEST), tmp_path)


@pytest.mark.rule("RC-14")
def test_counts_stand_one_inside_the_other(tmp_path: Path) -> None:
    page = every_face(visit_of(tmp_path))
    steps = [text_of(part.split("</li>")[0]).strip() for part in page.split("data-depth=")[1:]]
    assert [step.split(">", 1)[-1].strip() for step in steps] == [
        "About 365 in 1,000 people in trials have a false alarm in 3 rounds of the test.",
        "Of these 365, 25 have an operation for nothing.",
        "Of these 25, 3 have a major harm from it.",
    ]
    assert [part[1] for part in page.split("data-depth=")[1:]] == ["0", "1", "2"]


def test_what_a_test_looks_for_and_what_its_results_mean_is_on_the_card(tmp_path: Path) -> None:
    said = text_of(every_face(visit_of(tmp_path)))
    for sentence in TEST.values():
        assert sentence in said
    assert "What it may find that would never have troubled you" in said


def test_fewer_than_one_and_two_published_versions_are_said_as_such(tmp_path: Path) -> None:
    said = text_of(every_face(visit_of(tmp_path, harms={"chance": 0.3})))
    assert "Of these 25, fewer than 1 have a major harm from it." in said
    versions = {**CLAIMS, "first": {"outcome": "cut", "chance": 18, "per": 1000}}
    versions["cuts"] = {"outcome": "cut", "range": [18, 25], "per": 1000, "within": "alarms"}
    aid = small(versions, ROWS, outcomes=OUTCOMES, kind="screening")
    said = text_of(every_face(opened(aid, tmp_path / "two")))
    assert "Of these 365, 18 to 25 have an operation for nothing." in said


def test_nobody_who_asked_for_no_numbers_reads_these(tmp_path: Path) -> None:
    visit = visit_of(tmp_path)
    visit.send("card/picture", {"display": "none"})
    page = every_face(visit)
    assert "data-steps" not in page
    assert "365" not in text_of(page)


def test_ages_to_begin_at_are_options_like_others() -> None:
    rows = {"at_40": {"event": "none"}, "at_50": {"event": "scan"}, "never": {"event": "unknown"}}
    aid = small({"none": CLAIMS["none"], "scan": CLAIMS["scan"]}, rows, outcomes=OUTCOMES, kind="screening")
    assert [chance(aid, key).frequency.count for key in ("none", "scan")] == [21, 18]
    assert words("es").say("Step by step") == "Paso a paso"
