"""What is like another part is written a single time, and is the same on every screen and in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from decisionaid.aid_reader import read_aid
from decisionaid.assets import asset_root
from decisionaid.domain.likeness import expanded
from decisionaid.errors import AidProblems

from .test_damaged import changed

STATIN = asset_root() / "aids" / "statin"


def test_an_option_that_is_like_another_has_its_parts_and_their_translation() -> None:
    edition = read_aid(STATIN).edition
    high, moderate = edition.aid.options["high"], edition.aid.options["moderate"]
    assert high.issues["food"] == moderate.issues["food"]
    assert high.what != moderate.what
    spanish = edition.spoken("es").options["high"]
    assert spanish.issues["food"].say == edition.spoken("es").options["moderate"].issues["food"].say
    assert spanish.issues["food"].say != high.issues["food"].say


def test_a_part_that_is_left_out_is_not_taken_over() -> None:
    options = read_aid(STATIN).aid.options
    assert "blood" in options["moderate"].activities
    assert "blood" not in options["stay"].activities


def test_a_claim_that_is_like_another_takes_neither_its_number_nor_its_trials() -> None:
    claims = read_aid(STATIN).aid.claims
    assert claims["high_dose"].risk_ratio == 0.65
    assert claims["high_dose"].trials == {}
    assert claims["high_dose"].stands_in_for == claims["moderate_dose"].stands_in_for


def test_what_is_like_itself_or_like_nothing_is_refused(tmp_path: Path) -> None:
    aid = changed(tmp_path, {"    like: moderate\n    name: A high": "    like: high\n    name: A high"})
    with pytest.raises(AidProblems, match="nothing 'high' under options"):
        read_aid(aid)


def test_two_that_are_like_each_other_do_not_turn_in_a_ring() -> None:
    assert expanded({"options": {"a": {"like": "b"}, "b": {"like": "a"}}})["options"].keys() == {"a", "b"}
