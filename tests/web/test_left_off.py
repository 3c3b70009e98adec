"""Another visit of the same person: where they left off."""

from __future__ import annotations

import re

import pytest

from tests.builders import MAN_62, Table, Visit, field_of, sign_in, text_of
from tests.cards.talk import known, plan, sent
from tests.web.rooms import cookie_name


def end(table: Table, visit: Visit) -> None:
    """End the visit from the store, so that the browser stays signed in."""
    table.store.people.end_visit(visit.id, table.store.people.visit(visit.id).account_id or "")


def again(table: Table, visit: Visit, client: object = None) -> object:
    """The tap on "Go on with this person"."""
    browser = client or visit.client
    return browser.post(f"/visits/{visit.id}/again", data={"csrf_token": field_of(browser.get("/").text, "csrf_token")})


def visits(table: Table, visit: Visit) -> int:
    return len(table.store.people.visits_of(table.store.people.visit(visit.id).person_id))


def gone_on(table: Table, visit: Visit) -> Visit:
    end(table, visit)
    table.clock.forward(minutes=5)
    answer = again(table, visit)
    assert answer.status_code == 303, text_of(answer.text)
    return Visit(visit.client, answer.location.split("/visits/")[1])


def test_a_returning_person_opens_on_where_we_left_off_in_three_lines(table: Table) -> None:
    visit = known(table)
    sent(visit, "situation", {"words": "I want to walk to church."})
    sent(visit, "decision", {"arrived": "option.no_statin", "look_again": "3mo"})
    sent(visit, "questions", {"ask": "questions.feel"})
    sent(visit, "issues", {"pick": "cost"})
    assert "data-left-off" not in visit.get("").text
    page = gone_on(table, visit).get("").text
    left = page.split("data-left-off")[1].split("</section>")[0]
    assert left.count('<p dir="auto">') == 3
    said = text_of(left)
    assert "Monday, November 23, 2026" in said
    assert "A statin, or not now? Not now – we look again Tuesday, February 23, 2027." in said
    assert "Still open: Will I feel it working?" in said
    assert "You said: “I want to walk to church.”" in said
    assert "What fit into your days? What did not?" in said


def test_the_new_visit_goes_on_with_the_same_plan_and_writes_to_itself(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost"})
    second = gone_on(table, visit)
    assert [each.issue for each in plan(table, second).issues] == ["cost"]
    sent(second, "issues", {"pick": "harms"})
    assert {each.issue for each in plan(table, second).issues} == {"cost", "harms"}
    assert "What mattered: Cost." not in text_of(second.get("").text).split("What fit into")[1]
    left = text_of(second.get("").text).split("What fit into")[0]
    assert "What mattered: Cost" in left
    assert "Side effects" not in left  # where they left off does not move while they talk


@pytest.mark.hazard("H17")
def test_what_is_just_between_us_is_not_among_the_three_lines(table: Table) -> None:
    visit = known(table)
    sent(visit, "situation", {"words": "Something only for you.", "words_private": "yes"})
    sent(visit, "questions", {"own": "A question only for you", "own_name": "abcdefgh-1", "private": "yes"})
    page = gone_on(table, visit).get("").text
    assert "only for you" not in page.split("data-left-off")[1]


def test_a_visit_in_which_nothing_was_written_says_that_it_is_all_right(table: Table) -> None:
    visit = table.open_visit(name="Sam Rivera")
    page = gone_on(table, visit).get("").text
    assert "We talked. Nothing was written, and that is all right." in text_of(page)


def test_a_third_visit_still_knows_what_the_first_left_when_the_second_wrote_nothing(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost"})
    third = gone_on(table, gone_on(table, visit))
    assert "What mattered: Cost" in text_of(third.get("").text)


def test_the_list_for_the_clinician_offers_it_for_a_named_visit_that_has_ended(table: Table) -> None:
    visit, nameless = known(table), known(table, name="")
    assert "data-go-on" not in visit.client.get("/ended").text
    end(table, visit)
    end(table, nameless)
    assert "data-go-on" not in visit.client.get("/").text
    page = visit.client.get("/ended").text
    assert page.count("data-go-on") == 1
    assert f'action="/visits/{visit.id}/again"' in page


@pytest.mark.hazard("H08")
def test_a_second_tap_opens_no_second_visit(table: Table) -> None:
    visit = known(table)
    second = gone_on(table, visit)
    assert again(table, visit).location == f"/visits/{second.id}"
    assert visits(table, visit) == 2


@pytest.mark.hazard("H04")
def test_nobody_without_a_name_is_gone_on_with(table: Table) -> None:
    visit = known(table, name="")
    end(table, visit)
    answer = again(table, visit)
    assert answer.status_code == 409
    assert "had no name" in text_of(answer.text)
    assert visits(table, visit) == 1


@pytest.mark.hazard("T01")
def test_a_colleague_cannot_go_on_with_a_patient_of_mine(table: Table) -> None:
    visit = known(table)
    end(table, visit)
    other = table.stranger()
    sign_in(other, table.store, "A Third Clinician", "other words in a row again")
    assert again(table, visit, other).status_code == 404
    assert visits(table, visit) == 1
    assert "Sam Rivera" not in other.get("/").text


def test_a_visit_of_yesterday_is_in_no_list_and_is_not_gone_on_with(table: Table) -> None:
    visit = known(table)
    end(table, visit)
    table.clock.forward(hours=17)
    later = table.stranger()
    sign_in(later, table.store, "Nobody In Particular", "some words in a row today")
    account = table.store.people.visit(visit.id).account_id
    later.set_cookie(cookie_name(table), table.store.accounts.sign_in(account, "clinician"))
    answer = again(table, visit, later)
    assert answer.status_code == 404
    assert visits(table, visit) == 1


def test_practice_and_real_visits_are_never_mixed(table: Table) -> None:
    visit = known(table)
    end(table, visit)
    object.__setattr__(table.app.extensions["clinic"].settings, "practice", False)
    answer = again(table, visit)
    assert answer.status_code == 409
    assert visits(table, visit) == 1


FIRST = {"arrived": "option.moderate", "look_again": "3mo", "until": "2027-01-15", "words": "We begin and see.",
         "look_again_if": "If my legs ache."}  # fmt: skip
STILL_ON_THE_FORM = {**FIRST, "look_again": "2027-02-23"}
"""What a form without a script sends back unasked at the next visit."""


def opened(table: Table) -> Visit:
    """A visit of somebody with a number in this clinic, who is found again on another day."""
    csrf = field_of(table.client.get("/").text, "csrf_token")
    data = {"csrf_token": csrf, "aid": "statin", "name": "Sam Rivera", "number": "A-17"}
    answer = table.client.post("/visits", data=data)
    assert answer.status_code == 303, text_of(answer.text)
    return Visit(table.client, answer.location.split("/visits/")[1].split("/")[0])


def month_later(table: Table) -> Visit:
    """The next visit of somebody who decided, quoted words and set days a month ago."""
    visit = opened(table)
    sent(visit, "situation", {**MAN_62, "then": "picture"})
    sent(visit, "decision", FIRST)
    end(table, visit)
    table.clock.forward(days=30)
    sign_in(visit.client, table.store)
    second = opened(table)
    assert "We begin and see." in text_of(second.get("print").text)
    return second


def without_said_before(page: str) -> str:
    """A page without the closed lists of what was said before and stands no more."""
    return re.sub(r"<details[^>]* data-earlier>.*?</ul></details>", "", page, flags=re.DOTALL)


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("sends", [STILL_ON_THE_FORM, {"look_again": "2027-02-23", "until": "2027-01-15"}, {}])
def test_no_earlier_quote_or_day_joins_a_new_choice(table: Table, sends: dict[str, str]) -> None:
    """Also where the whole form is sent, or only what a script sends with a tap."""
    second = month_later(table)
    sent(second, "decision", {**sends, "arrived": "option.no_statin"})
    for page in ("print", "note", "plan"):
        said = text_of(
            re.sub(r"<details[^>]* data-earlier>.*?</ul></details>", "", second.get(page).text, flags=re.DOTALL)
        )
        for old in ("We begin and see.", "If my legs ache.", "January 15", "February 23"):
            assert old not in said, f"{page}: {old}"
    assert "Not now – we look again Tuesday, March 23, 2027" in text_of(second.get("print").text)


def test_what_is_said_with_a_new_choice_stands_with_it(table: Table) -> None:
    second = month_later(table)
    new = {
        "look_again": "1mo",
        "until": "2027-01-20",
        "words": "We stop for a while.",
        "look_again_if": "If I miss it.",
    }
    sent(second, "decision", {**new, "arrived": "option.no_statin"})
    said = text_of(second.get("print").text)
    for each in ("We stop for a while.", "If I miss it.", "January 20, 2027"):
        assert each in said


def test_what_was_said_with_a_choice_stays_with_it_when_they_stay_with_it(table: Table) -> None:
    second = month_later(table)
    sent(second, "decision", {**STILL_ON_THE_FORM, "voice": "patient"})
    said = text_of(second.get("print").text)
    for each in ("We begin and see.", "If my legs ache.", "January 15, 2027", "February 23, 2027"):
        assert each in said
