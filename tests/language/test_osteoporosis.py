"""The card on weak bones shows the numbers of its dossier, none that was only remembered, to those whom they count."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from decisionaid.assets import asset_root
from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import options_for
from decisionaid.domain.fill_sentences import fill, fill_statements
from decisionaid.domain.site import PRACTICE
from decisionaid.library import Library
from decisionaid.locale import words

from .small import chance, told, why_none

EN, ES = words("en"), words("es")
CHECKS = ("cancer", "paget", "kidneys", "low", "steroid", "pregnancy", "hip_before", "heart")
WOMAN_76: dict[str, Any] = {
    "age": 76, "sex": "female", "why": "scan", "now": "nothing", "hip_score": 8, "t_score": -2.9,
    **dict.fromkeys(CHECKS, False),
}  # fmt: skip


@cache
def bones(language: str = "en") -> Aid:
    return Library.load([asset_root() / "aids"], PRACTICE).aid("osteoporosis", language)


DOSSIER = {
    "drip_spine_without": (109, 1000), "drip_spine": (33, 1000), "drip_felt_without": (26, 1000),
    "drip_felt": (5, 1000), "drip_hip_without": (25, 1000), "drip_hip": (14, 1000), "drip_other_without": (107, 1000),
    "drip_other": (80, 1000), "drip_flu": (424, 1000), "drip_flu_without": (118, 1000),
    "shot_spine_without": (72, 1000), "shot_spine": (23, 1000), "shot_old_without": (23, 1000), "shot_old": (9, 1000),
    "shot_weak_without": (28, 1000), "shot_weak": (14, 1000), "late_never": (27, 1000), "late_some": (32, 1000),
    "late_much": (42, 1000), "jaw_shot": (5, 10000), "jaw_tooth": (68, 10000), "jaw_no_tooth": (5, 10000),
    "thigh_long": (11, 10000), "thigh_white": (2, 10000), "hips_white": (149, 10000), "thigh_asian": (8, 10000),
    "hips_asian": (91, 10000), "romo": (62, 1000), "romo_pill": (119, 1000), "teri": (54, 1000),
    "teri_pill": (120, 1000), "romo_heart": (25, 1000), "romo_heart_pill": (19, 1000), "pill_spine": (6, 100),
    "pill_other": (2, 100), "pill_hip": (1, 100), "pill_wrist": (2, 100),
}  # fmt: skip
"""As the dossier has them: 10.9 and 3.3 of 100 for 310 of 2,844 and 92 of 2,788, and so on."""


@pytest.mark.parametrize("claim", DOSSIER)
def test_a_number_of_the_dossier_is_on_the_card(claim: str) -> None:
    shown = chance(bones(), claim, **WOMAN_76).frequency
    assert (shown.count, shown.of) == DOSSIER[claim]


@pytest.mark.rule("R6")
@pytest.mark.parametrize(("claim", "count"), [("shot_on", 12), ("shot_off", 69), ("dummy_off", 81), ("many_off", 72)])
def test_a_rate_after_the_shot_is_a_chance_in_a_year_and_no_rate(claim: str, count: int) -> None:
    assert chance(bones(), claim, **WOMAN_76).frequency.count == count  # 7.1 in 100 person-years: 1 - exp(-0.071)


def test_the_result_of_a_fracture_score_is_lowered_by_each_medicine_as_its_trials_have_it() -> None:
    of_100 = {**WOMAN_76, "hip_score": 23}
    counts = [
        chance(bones(), key, **of_100).frequency.count for key in ("hip_now", "hip_pill", "hip_yearly", "hip_shot")
    ]
    assert counts == [23, 15, 14, 14]  # 23 x 0.66, 0.60, 0.60


@pytest.mark.hazard("H15")
def test_the_score_is_not_used_for_whoever_takes_a_medicine_already() -> None:
    on_it = {**WOMAN_76, "now": "pill"}
    assert why_none(bones(), "hip_now", **on_it).say.startswith("The score was made for people who take no medicine")
    assert why_none(bones(), "hip_shot", **on_it).why == "not_for"


@pytest.mark.hazard("H15")
def test_a_man_is_shown_no_number_that_was_counted_in_women() -> None:
    man = told(bones(), **{**WOMAN_76, "sex": "male"})
    women = {key for key, each in bones().claims.items() if bones().groups[each.group].sex == "female"}
    assert len(women) > 30
    assert not women & man.chances.keys()
    said = fill_statements(bones().options["drip"].benefits, bones(), man, EN)
    assert "spine" not in said
    assert "hip" in said


def test_a_subgroup_speaks_to_those_who_were_in_it() -> None:
    assert why_none(bones(), "shot_old", **{**WOMAN_76, "age": 74}).inputs == ("age",)
    assert why_none(bones(), "shot_weak", **{**WOMAN_76, "t_score": -2.4}).why == "not_for"
    unknown = {key: value for key, value in WOMAN_76.items() if key != "t_score"}
    assert why_none(bones(), "shot_weak", **unknown).why == "asks"
    assert why_none(bones(), "after_hip", **WOMAN_76).why == "not_for"
    assert chance(bones(), "after_hip_death", **{**WOMAN_76, "hip_before": True}).frequency.count == 96


@pytest.mark.parametrize("now", ["nothing", "pill", "drip", "shot", "builder"])
def test_whatever_somebody_takes_they_can_leave_it_as_it_is(now: str) -> None:
    offered = options_for(bones(), {**WOMAN_76, "now": now})
    assert any(each.kind in ("no_change", "not_now") for each in offered.values())
    assert ("pause" in offered) == (now in ("pill", "drip"))  # nobody just stops the shot


def test_what_the_dossier_only_remembers_is_nowhere() -> None:
    assert not any(each.verified in ("unverified", "invented") for each in bones().claims.values())
    assert bones().status == "draft"
    assert not bones("es").is_signed_in("es")


def test_what_nobody_has_counted_well_is_said_with_its_numbers_in_both_languages() -> None:
    for language, tongue, said in (("en", EN, "149 fewer in 10,000"), ("es", ES, "149 menos")):
        aid = bones(language)
        filled = fill(aid.unknown["hips"], aid, told(aid, **WOMAN_76), tongue)
        assert filled is not None
        assert said in filled.text
