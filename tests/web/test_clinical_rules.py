"""The clinical rules, on the page that people look at (design: R1 to R14, RC-3, RC-7)."""

from __future__ import annotations

import re

import lxml.html
import pytest

from tests.builders import MAN_62, WOMAN_50, Visit, text_of
from tests.web.rooms import Clinic, tokens

LOW = {**MAN_62, "value_sex": "female", "value_age": "40", "value_total_cholesterol": "150", "value_hdl": "70"}
LOW |= {"value_systolic_bp": "105", "value_egfr": "100"}
LABELS = re.compile(
    r"\b(low|high|borderline|intermediate|elevated|increased)[ -]risk\b|\brisk (group|class|category|level)\b"
    r"|\bthreshold\b|\bguideline\b|\bcut-?off\b|\b(?:5|7\.5|10|20) ?%",
    re.IGNORECASE,
)


def _visit(clinic: Clinic, values: dict[str, str]) -> Visit:
    visit = clinic.visit()
    data = {**tokens(visit.client, visit.id), **values, "then": "picture"}
    assert visit.client.post(visit.address("card/situation"), data=data).status_code == 303
    return visit


def _picture(clinic: Clinic, **changed: str) -> str:
    return _visit(clinic, {**MAN_62, **changed}).get("card/picture").text


def _main(page: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(page).xpath("//section[contains(@class,'part')]")[0]


@pytest.mark.rule("R1")
@pytest.mark.parametrize("age", ["40", "50", "66", "75"])
def test_with_diabetes_the_estimate_stays_and_new_diabetes_is_no_harm(clinic: Clinic, age: str) -> None:
    visit = _visit(clinic, {**WOMAN_50, "value_age": age})
    for page in ("card/picture", "card/issues", "card/decision"):
        assert "new diabetes" not in text_of(visit.get(page).text).lower(), page
    page = visit.get("card/picture").text
    assert 'data-claim="baseline"' in page
    assert 'data-claim="moderate_dose"' in page
    assert "sugar_statin" not in page
    assert "new diabetes" in text_of(_picture(clinic)).lower(), "for somebody without diabetes it is there"


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
    visit = _visit(clinic, values)
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
        return set(
            re.findall(r"#[0-9a-f]{6}", str(lxml.html.tostring(_main(_visit(clinic, values).get("card/picture").text))))
        )

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
    visit = _visit(clinic, MAN_62)
    before = lxml.html.tostring(_main(visit.get("card/picture").text))
    for query in (
        "statin=yes",
        "bp_treated=yes",
        "value_statin=yes",
        "inputs=statin",
        "smoker=no",
        "diabetes=yes",
        "value_systolic_bp=120",
    ):
        assert lxml.html.tostring(_main(visit.get(f"card/picture?{query}").text)) == before, query
    page = lxml.html.fromstring(visit.get("card/picture").text)
    assert not page.xpath("//input[not(@type='hidden') and not(@id='larger')] | //select | //*[@type='range']")


@pytest.mark.rule("R3")
def test_the_estimate_says_that_it_may_be_more_without_any_statin(clinic: Clinic) -> None:
    assert "Perhaps more without any statin" in text_of(_picture(clinic))
    visit = _visit(clinic, MAN_62)
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    assert "Perhaps more without any statin" in text_of(visit.get("print").text)


@pytest.mark.rule("R3")
def test_on_a_statin_the_number_is_as_you_are_and_stopping_is_an_assumption_said_aloud(clinic: Clinic) -> None:
    page = text_of(_picture(clinic, value_statin="yes", value_dose="moderate"))
    assert "Stay on the statin About 7 in 100" in page
    assert "Stop the statin About 9 in 100 About 91 do not. That is 2 more in 100." in page
    assert "We assume that stopping takes away what a statin brought in the trials." in page
    assert "We are not very sure of this number." in page
    assert "A moderate dose" not in page.split("Where does this number come from?")[0].replace(
        "moderate dose (0.75)", ""
    )


@pytest.mark.rule("R3")
def test_atrial_fibrillation_closes_every_number(clinic: Clinic) -> None:
    page = _picture(clinic, list_checks="flutter")
    assert "data-count" not in page
    assert "We could not check if these numbers fit people with atrial fibrillation." in text_of(page)


@pytest.mark.rule("R4")
def test_an_effect_on_another_outcome_says_so_beside_its_array_and_is_one_step_less_sure(clinic: Clinic) -> None:
    page = lxml.html.fromstring(_picture(clinic))
    for claim in ("moderate_dose", "high_dose"):
        way = page.xpath(f"//section[@data-of='100']//figure[.//*[@data-claim='{claim}']]")[0]
        assert "The trials also counted procedures to open a vessel." in way.text_content()
        basis = page.xpath(f"//section[contains(@class,'basis')][@data-claim='{claim}']")[0].text_content()
        assert "a procedure to open a vessel" in basis
        assert "Certainty" in basis
        assert "moderate" in basis, "the trials themselves are of high certainty"
    assert "fairly sure" in page.text_content()


@pytest.mark.rule("R4")
def test_the_paper_says_it_too(clinic: Clinic) -> None:
    visit = _visit(clinic, MAN_62)
    visit.send("card/decision", {"arrived": "option.high", "then": "plan"})
    assert "The trials also counted procedures to open a vessel." in text_of(visit.get("print").text)


@pytest.mark.rule("R10")
@pytest.mark.parametrize(("age", "said"), [("69", False), ("70", True), ("73", True), ("75", True), ("76", False)])
def test_from_70_to_75_it_says_how_long_until_the_first_is_helped(clinic: Clinic, age: str, said: bool) -> None:
    page = text_of(_picture(clinic, value_age=age))
    assert ("it takes about 2.5 years until a first person of 100 is helped" in page) is said


@pytest.mark.rule("R10")
@pytest.mark.xfail(
    strict=True, reason="the time until the first is helped stands without its range and the people it was counted in"
)
def test_the_time_to_benefit_carries_its_range_and_its_people(clinic: Clinic) -> None:
    page = text_of(_picture(clinic, value_age="72"))
    assert "1.7" in page
    assert "3.4" in page
    assert "people from trials of a first heart attack or stroke" in page


@pytest.mark.rule("R10")
@pytest.mark.parametrize("age", ["76", "77", "79"])
def test_past_75_there_is_a_baseline_and_no_treated_picture(clinic: Clinic, age: str) -> None:
    visit = _visit(clinic, {**MAN_62, "value_age": age})
    page = lxml.html.fromstring(visit.get("card/picture").text)
    claims = {each.get("data-claim") for each in page.xpath("//section[@data-outcome='ascvd']//*[@data-claim]")}
    assert claims == {"baseline"}
    assert "A moderate dose: Few people your age were studied." in text_of(visit.get("card/picture").text)
    assert "A high dose: Few people your age were studied." in text_of(visit.get("card/picture").text)
    assert "then comes to" not in text_of(visit.get("card/picture").text)
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    assert 'data-claim="moderate_dose"' not in visit.get("print").text
    assert "fewer in 100" not in text_of(visit.get("print").text) + visit.get("note?plain=1").text


@pytest.mark.rule("R10")
def test_no_page_of_a_visit_speaks_of_how_long_somebody_will_live(clinic: Clinic) -> None:
    visit = _visit(clinic, {**MAN_62, "value_age": "79"})
    for page in ("card/picture", "card/issues", "card/decision", "plan"):
        assert not re.search(
            r"life expectancy|years to live|you will live", text_of(visit.get(page).text), re.IGNORECASE
        )


@pytest.mark.rule("R11")
@pytest.mark.parametrize("age", ["40", "50", "59"])
@pytest.mark.xfail(strict=True, reason="no option names the 30-year chance, so nobody can ask for it")
def test_thirty_years_stand_on_their_own_and_only_when_somebody_asks(clinic: Clinic, age: str) -> None:
    visit = _visit(clinic, {**MAN_62, "value_age": age})
    plain = visit.get("card/picture").text
    assert "baseline_long" not in plain
    assert "data-years" in plain
    page = visit.get("card/picture?years=30").text
    claims = set(re.findall(r'data-claim="(\w+)"', page))
    assert claims == {"baseline_long"}
    assert "No trial lasted this long." in text_of(page)
    assert "10 years" not in text_of(page).split("Where does this number come from?")[0]


@pytest.mark.rule("R11")
@pytest.mark.parametrize("age", ["60", "61", "75", "79"])
def test_from_60_on_thirty_years_are_neither_offered_nor_shown(clinic: Clinic, age: str) -> None:
    visit = _visit(clinic, {**MAN_62, "value_age": age})
    assert "data-years" not in visit.get("card/picture").text
    assert "baseline_long" not in visit.get("card/picture?years=30").text
    assert "30 years" not in text_of(visit.get("card/picture?years=30").text)


@pytest.mark.rule("R11")
@pytest.mark.parametrize(
    "years", ["29", "31", "300", "-30", "30.0", "x", "\N{ARABIC-INDIC DIGIT THREE}\N{ARABIC-INDIC DIGIT ZERO}", ""]
)
def test_no_other_time_can_be_asked_for(clinic: Clinic, years: str) -> None:
    visit = _visit(clinic, {**MAN_62, "value_age": "50"})
    plain = lxml.html.tostring(_main(visit.get("card/picture").text))
    answer = visit.client.get(visit.address("card/picture"), query_string={"years": years})
    assert answer.status_code == 200
    assert lxml.html.tostring(_main(answer.text)) == plain or "baseline_long" in answer.text


@pytest.mark.rule("R12")
def test_a_change_that_no_shape_can_show_is_said_in_words(clinic: Clinic) -> None:
    page = _visit(clinic, LOW).get("card/picture").text
    main = _main(page)
    assert "Fewer than 1 in 100" in main.text_content()
    assert "More than 99 do not." in main.text_content()
    assert main.text_content().count("The change is too small to see in this picture.") == 2
    assert not re.search(r"\b0 (?:fewer )?in 100", text_of(page))
    assert "No change." not in text_of(page)


@pytest.mark.rule("R13")
@pytest.mark.parametrize("values", [MAN_62, WOMAN_50, LOW, {**MAN_62, "value_age": "78"}])
def test_the_strip_of_a_thousand_repeats_the_main_outcome_first(clinic: Clinic, values: dict[str, str]) -> None:
    page = lxml.html.fromstring(_visit(clinic, values).get("card/picture").text)
    parts = page.xpath("//section[@data-strip]//section[contains(@class,'part')]")
    assert parts[0].get("data-outcome") == "ascvd"
    assert {each.get("data-of") for each in parts} == {"1000"}
    main = page.xpath("//section[contains(@class,'part')]")[0]
    assert main.get("data-of") == "100"
    for part in page.xpath("//section[contains(@class,'part')]"):
        assert len({each.get("data-of") for each in part.xpath(".//*[@data-of]")}) == 1, "one denominator in one figure"


@pytest.mark.rule("R14")
def test_every_row_says_its_own_time_and_no_harm_is_multiplied_up(clinic: Clinic) -> None:
    page = lxml.html.fromstring(_picture(clinic))
    heads = {part.get("data-outcome"): part.text_content() for part in page.xpath("//section[contains(@class,'part')]")}
    assert "in the next 10 years" in heads["ascvd"]
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
    page = lxml.html.fromstring(_visit(clinic, values).get("card/picture").text)
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
@pytest.mark.xfail(
    strict=True, reason="numbers in the sentences under 'What each choice is like' have no panel of their own"
)
def test_every_number_in_a_sentence_says_where_it_comes_from_too(clinic: Clinic) -> None:
    page = lxml.html.fromstring(_picture(clinic, value_age="72"))
    panels = {each.get("data-claim") for each in page.xpath("//details[@data-basis]//section[@data-claim]")}
    assert {"aches_first_year", "time_to_help"} <= panels


@pytest.mark.rule("RC-7")
@pytest.mark.parametrize("values", [MAN_62, WOMAN_50, LOW, {**MAN_62, "value_age": "78"}])
def test_both_frames_stand_beside_every_array(clinic: Clinic, values: dict[str, str]) -> None:
    page = lxml.html.fromstring(_visit(clinic, values).get("card/picture").text)
    ways = page.xpath("//figure[.//g[@data-claim]]")
    assert ways
    for way in ways:
        group = way.xpath(".//g[@data-claim]")[0]
        count, of = int(group.get("data-count")), int(group.get("data-of"))
        rest = f"{of - count:,}" if count else f"{of - 1:,}"
        assert re.search(rf"(About|More than) {rest} do not\.", way.text_content()), way.text_content()
