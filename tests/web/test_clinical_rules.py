"""The clinical rules, on the page that people look at (design: R1 to R14, RC-3, RC-7)."""

from __future__ import annotations

import re

import lxml.html
import pytest

from tests.builders import MAN_62, WOMAN_50, Visit, every_face, text_of
from tests.web.rooms import Clinic, tokens

LOW = {**MAN_62, "value_sex": "female", "value_age": "40", "value_total_cholesterol": "150", "value_hdl": "70"}
LOW |= {"value_systolic_bp": "105", "value_egfr": "100"}
LABELS = re.compile(
    r"\b(low|high|borderline|intermediate|elevated|increased)[ -]risk\b|\brisk (group|class|category|level)\b"
    r"|\bthreshold\b|\bguideline\b|\bcut-?off\b|\b(?:5|7\.5|10|20) ?%",
    re.IGNORECASE,
)


def visit_of(clinic: Clinic, values: dict[str, str]) -> Visit:
    visit = clinic.visit()
    data = {**tokens(visit.client, visit.id), **values, "then": "picture"}
    assert visit.client.post(visit.address("card/situation"), data=data).status_code == 303
    return visit


def picture_of(clinic: Clinic, **changed: str) -> str:
    return visit_of(clinic, {**MAN_62, **changed}).get("card/picture").text


def main_of(page: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(page).xpath("//section[contains(@class,'part')]")[0]


@pytest.mark.rule("R1")
@pytest.mark.parametrize("age", ["40", "50", "66", "75"])
def test_with_diabetes_the_estimate_stays_and_new_diabetes_is_no_harm(clinic: Clinic, age: str) -> None:
    visit = visit_of(clinic, {**WOMAN_50, "value_age": age})
    for page in ("card/picture", "card/issues", "card/decision"):
        assert "new diabetes" not in text_of(visit.get(page).text).lower(), page
    page = visit.get("card/picture").text
    assert 'data-claim="baseline"' in page
    assert 'data-claim="moderate_dose"' in page
    assert "sugar_statin" not in page
    assert "new diabetes" in text_of(picture_of(clinic)).lower(), "for somebody without diabetes it is there"


@pytest.mark.rule("R1")
@pytest.mark.parametrize(
    "values",
    [
        MAN_62,
        WOMAN_50,
        LOW,
        {**MAN_62, "value_age": "72"},
        {**MAN_62, "value_age": "78"},
        {**MAN_62, "value_statin": "yes"},
    ],
)
def test_nobody_is_sorted_into_a_class_or_held_to_a_threshold(clinic: Clinic, values: dict[str, str]) -> None:
    visit = visit_of(clinic, values)
    visit.send("card/decision", {"arrived": "not_sure", "then": "plan"})
    for page in (
        "card/picture",
        "card/situation",
        "card/decision",
        "card/issues",
        "card/leaning",
        "plan",
        "print",
        "note",
    ):
        assert not LABELS.search(text_of(visit.get(page).text)), page


@pytest.mark.rule("R1")
def test_every_array_has_the_same_two_colours_whatever_the_chance(clinic: Clinic) -> None:
    def colours(values: dict[str, str]) -> set[str]:
        main = main_of(visit_of(clinic, values).get("card/picture").text)
        return set(re.findall(r"#[0-9a-f]{6}", str(lxml.html.tostring(main))))

    high = {
        **MAN_62,
        "value_age": "75",
        "value_current_smoker": "yes",
        "value_diabetes": "yes",
        "value_systolic_bp": "175",
    }
    assert colours(LOW) <= colours(MAN_62)
    assert colours(high) == colours(MAN_62)


@pytest.mark.rule("R2")
def test_no_address_and_no_field_works_the_model_again_with_a_treatment_flipped(clinic: Clinic) -> None:
    visit = visit_of(clinic, MAN_62)
    before = lxml.html.tostring(main_of(visit.get("card/picture").text))
    for query in (
        "statin=yes",
        "bp_treated=yes",
        "value_statin=yes",
        "inputs=statin",
        "smoker=no",
        "diabetes=yes",
        "value_systolic_bp=120",
    ):
        assert lxml.html.tostring(main_of(visit.get(f"card/picture?{query}").text)) == before, query
    page = lxml.html.fromstring(visit.get("card/picture").text)
    assert not page.xpath("//input[not(@type='hidden') and not(@id='larger')] | //select | //*[@type='range']")


@pytest.mark.rule("R3")
def test_the_estimate_says_that_it_may_be_more_without_any_statin(clinic: Clinic) -> None:
    assert "Perhaps more without any statin" in text_of(picture_of(clinic))
    visit = visit_of(clinic, MAN_62)
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    assert "Perhaps more without any statin" in text_of(visit.get("print").text)


@pytest.mark.rule("R3")
def test_on_a_statin_the_number_is_as_you_are_and_stopping_is_an_assumption_said_aloud(clinic: Clinic) -> None:
    page = text_of(picture_of(clinic, value_statin="yes", value_dose="moderate"))
    assert "Stay on the statin About 7 in 100" in page
    assert "Stop the statin About 9 in 100 About 91 do not. That is 2 more in 100." in page
    assert "We assume that stopping takes away what a statin brought in the trials." in page
    assert "We are not very sure of this number." in page
    assert "A moderate dose" not in page.split("Where does this number come from?")[0].replace(
        "moderate dose (0.75)", ""
    )


@pytest.mark.rule("R3")
def test_atrial_fibrillation_closes_every_number(clinic: Clinic) -> None:
    page = picture_of(clinic, list_checks="flutter")
    assert "data-count" not in page
    assert "We could not check if these numbers fit people with atrial fibrillation." in text_of(page)


@pytest.mark.rule("R4")
def test_an_effect_on_another_outcome_says_so_beside_its_array_and_is_one_step_less_sure(clinic: Clinic) -> None:
    page = lxml.html.fromstring(picture_of(clinic))
    for claim in ("moderate_dose", "high_dose"):
        assert page.xpath(f"//section[@data-of='100']//figure[.//*[@data-claim='{claim}']]")
        basis = page.xpath(f"//section[contains(@class,'basis')][@data-claim='{claim}']")[0].text_content()
        assert "a procedure to open a vessel" in basis
        assert "Certainty" in basis
        assert "moderate" in basis, "the trials themselves are of high certainty"
    said = page.xpath("//details[@data-basis]")[0].text_content()
    assert "A moderate dose · A high dose: The trials also counted procedures to open a vessel." in said
    assert "fairly sure" in page.text_content()


@pytest.mark.rule("R4")
def test_the_paper_says_it_too(clinic: Clinic) -> None:
    visit = visit_of(clinic, MAN_62)
    visit.send("card/decision", {"arrived": "option.high", "then": "plan"})
    assert "The trials also counted procedures to open a vessel." in text_of(visit.get("print").text)


@pytest.mark.rule("R12")
def test_a_change_that_no_shape_can_show_is_said_in_words(clinic: Clinic) -> None:
    page = visit_of(clinic, LOW).get("card/picture").text
    main = main_of(page)
    assert "Fewer than 1 in 100" in main.text_content()
    assert "More than 99 do not." in main.text_content()
    assert main.text_content().count("The change is too small to see in this picture.") == 2
    assert not re.search(r"\b0 (?:fewer )?in 100", text_of(page))
    assert "No change." not in text_of(page)


@pytest.mark.rule("R13")
@pytest.mark.parametrize("values", [MAN_62, WOMAN_50, LOW, {**MAN_62, "value_age": "78"}])
def test_what_is_counted_in_a_thousand_has_a_face_with_the_main_outcome_a_tap_away(
    clinic: Clinic, values: dict[str, str]
) -> None:
    visit = visit_of(clinic, values)
    faces = [visit.get(f"card/picture{ask}").text for ask in ("", "?face=ascvd-1000", "?face=aches", "?face=sugar")]
    for page, outcome, of in zip(faces, ("ascvd", "ascvd", "aches", "sugar"), ("100", *["1000"] * 3), strict=True):
        if values.get("value_diabetes") == "yes" and outcome == "sugar":
            continue
        (part,) = lxml.html.fromstring(page).xpath("//section[contains(@class,'part')]")
        assert (part.get("data-outcome"), part.get("data-of")) == (outcome, of)
        assert len({each.get("data-of") for each in part.xpath(".//*[@data-of]")}) == 1, "one denominator in one figure"
        assert outcome == "ascvd" or 'data-face="ascvd-1000"' in page, "the main outcome in as many is one tap away"


@pytest.mark.rule("R14")
def test_every_row_says_its_own_time_and_no_harm_is_multiplied_up(clinic: Clinic) -> None:
    page = lxml.html.fromstring(f"<div>{every_face(visit_of(clinic, MAN_62))}</div>")
    heads = {part.get("data-outcome"): part.text_content() for part in page.xpath("//section[contains(@class,'part')]")}
    assert "in 10 years" in heads["ascvd"]
    assert "in 4.3 years" in heads["aches"]
    assert "in 1 year" in heads["sugar"]
    assert "10 years" not in heads["aches"] + heads["sugar"]
    captions = [each.text_content() for each in page.xpath("//table/caption")]
    assert all(re.search(r"in \d[\d.]* years?", caption) for caption in captions), captions


@pytest.mark.rule("RC-3")
@pytest.mark.parametrize(
    "values",
    [MAN_62, WOMAN_50, LOW, {**MAN_62, "value_age": "78"}, {**MAN_62, "value_statin": "yes", "value_dose": "high"}],
)
def test_every_drawn_number_says_where_it_comes_from(clinic: Clinic, values: dict[str, str]) -> None:
    page = lxml.html.fromstring(visit_of(clinic, values).get("card/picture").text)
    drawn = {each.get("data-claim") for each in page.xpath("//*[@data-claim and @data-count]")}
    panels = {each.get("data-claim"): each for each in page.xpath("//details[@data-basis]//section[@data-claim]")}
    assert drawn
    assert drawn <= set(panels)
    for claim, panel in panels.items():
        names = {each.text_content() for each in panel.xpath(".//dt")}
        assert {"Who was counted", "Over which time", "Certainty", "Source", "Checked"} <= names, claim
        assert all(each.text_content().strip() for each in panel.xpath(".//dd")), claim
    assert {"Model", "Published in", "Values used", "Not endorsed"} <= {
        each.text_content() for each in panels["baseline"].xpath(".//dt")
    }


@pytest.mark.rule("RC-3")
def test_every_number_in_a_sentence_says_where_it_comes_from_too(clinic: Clinic) -> None:
    visit = visit_of(clinic, {**MAN_62, "value_age": "72"})
    page = lxml.html.fromstring(visit.get("card/picture?face=in-words").text)
    panels = {each.get("data-claim") for each in page.xpath("//details[@data-basis]//section[@data-claim]")}
    assert {"aches_first_year", "time_to_help"} <= panels


@pytest.mark.rule("RC-7")
@pytest.mark.parametrize("values", [MAN_62, WOMAN_50, LOW, {**MAN_62, "value_age": "78"}])
def test_both_frames_stand_beside_every_array(clinic: Clinic, values: dict[str, str]) -> None:
    page = lxml.html.fromstring(visit_of(clinic, values).get("card/picture").text)
    ways = page.xpath("//figure[.//g[@data-claim]]")
    assert ways
    for way in ways:
        group = way.xpath(".//g[@data-claim]")[0]
        count, of = int(group.get("data-count")), int(group.get("data-of"))
        rest = f"{of - count:,}" if count else f"{of - 1:,}"
        assert re.search(rf"(About|More than) {rest} do not\.", way.text_content()), way.text_content()
