"""What has expired is not said: its last day still counts, and so does the day to read it again (H06)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.expiry import as_of, expired, review_due, unexpired
from decisionaid.domain.facts import Fact
from tests.domain.people import MAN_62, numbers, statin

pytestmark = pytest.mark.hazard("H06")

LAST, AFTER = date(2026, 12, 31), date(2027, 1, 1)


def with_facts(**facts: Fact) -> Aid:
    return statin().model_copy(update={"facts": {**statin().facts, **facts}})


def with_last_day(*claims: str, **more: Any) -> Aid:
    changed = {key: statin().claims[key].model_copy(update={"expires": LAST.isoformat(), **more}) for key in claims}
    return statin().model_copy(update={"claims": {**statin().claims, **changed}})


def test_a_price_and_a_phone_number_are_said_to_their_last_day_and_not_after() -> None:
    price = Fact(money=22, currency="USD", expires=LAST.isoformat())
    phone = Fact(phone="555-0142", expires=LAST.isoformat())
    aid = with_facts(price=price, clinic=phone)
    assert as_of(aid, LAST) is aid
    assert (expired(price, LAST), expired(price, AFTER)) == (False, True)
    told = as_of(aid, AFTER)
    assert (told.facts["price"].money, told.facts["price"].currency) == ("unknown", "USD")
    assert told.facts["clinic"].phone == "unknown"
    assert told.facts["emergency"] == aid.facts["emergency"]
    assert aid.facts["price"].money == 22, "what the aid says stays as it is"


def test_an_amount_that_has_expired_is_not_turned_into_a_price() -> None:
    amount = Fact(amount=3, unit="mo", expires=LAST.isoformat())
    assert as_of(with_facts(again=amount), AFTER).facts["again"] == amount


def test_without_a_last_day_nothing_expires() -> None:
    assert not expired(Fact(money=22, currency="USD"), date(2999, 1, 1))


def test_a_card_is_to_be_read_again_from_the_day_after_its_day() -> None:
    aid = statin().model_copy(update={"next_review": LAST.isoformat()})
    assert (review_due(aid, LAST), review_due(aid, AFTER)) == ("", LAST.isoformat())


def test_a_number_is_shown_on_its_last_day_and_not_after() -> None:
    aid = with_last_day("aches_statin")
    given = numbers(MAN_62, aid)
    assert unexpired(given, aid, LAST) is given
    left = unexpired(given, aid, AFTER)
    assert set(given.chances) - set(left.chances) == {"aches_statin"}
    assert left.none["aches_statin"].why == "expired"
    assert set(left.none) == {*given.none, "aches_statin"}
    assert left.closed is None


def test_a_number_that_was_made_from_an_expired_one_is_shown_no_more_however_far_away_that_is() -> None:
    given = numbers(MAN_62)
    from_the_baseline = unexpired(given, with_last_day("baseline"), AFTER)
    assert set(given.chances) - set(from_the_baseline.chances) == {"baseline", "moderate_dose", "high_dose"}
    from_the_trials = unexpired(given, with_last_day("per_mmol"), AFTER)
    assert set(given.chances) - set(from_the_trials.chances) == {"moderate_dose", "high_dose"}


@pytest.mark.parametrize("part", ["computed_from", "between", "together"])
def test_whatever_a_number_was_made_from_counts_and_a_ring_has_an_end(part: str) -> None:
    claims = dict(with_last_day("per_mmol").claims)
    leans = {"aches_dummy": ("moderate_dose", "not_there"), "sugar_dummy": ("sugar_statin",)}
    leans |= {"sugar_statin": ("sugar_dummy",)}
    claims |= {key: claims[key].model_copy(update={part: names}) for key, names in leans.items()}
    aid = statin().model_copy(update={"claims": claims})
    left = unexpired(numbers(MAN_62), aid, AFTER).chances
    assert "aches_dummy" not in left
    assert {"baseline", "sugar_dummy", "sugar_statin"} <= set(left)


def test_a_card_whose_status_is_expired_shows_no_number_at_all() -> None:
    gone = statin().model_copy(update={"status": "expired"})
    left = unexpired(numbers(MAN_62), gone, LAST)
    assert left.chances == {}
    assert (left.closed and left.closed.why) == "expired"
    assert {key: each.why for key, each in left.none.items()} == dict.fromkeys(gone.claims, "expired")
    assert left.values == numbers(MAN_62).values
