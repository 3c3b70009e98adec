"""Two ways to type one name or one number, and what is never taken for the same (H04)."""

from __future__ import annotations

import unicodedata

import pytest

from decisionaid.domain.alike import composed, same_name, same_number, ways_typed

pytestmark = pytest.mark.hazard("H04")

E_ACUTE, IN_TWO = "\u00e9", "e\u0301"


def test_a_text_is_kept_with_each_letter_in_one_piece_and_with_its_joiners() -> None:
    assert composed(f"Jos{IN_TWO}") == f"Jos{E_ACUTE}"
    assert composed("Ann\u00ad \u200bLee\u200e\u202e\ufeff\u2060") == "Ann Lee"
    joined = "\u0915\u094d\u200d\u0937 \u200c"
    assert composed(joined) == joined, "a joiner shapes the letters beside it"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane O\u2019Hara", "jane o'hara"),
        ("JANE   Roe ", "Jane\u00a0Roe"),
        ("Jane\u200dRoe", "JaneRoe"),
        (f"Jos{E_ACUTE}", f"JOS{IN_TWO}"),
        ("Anne\u2011Marie", "Anne-Marie"),
        ("Anne\u2013Marie", "Anne\u2212Marie"),
        ("Stra\u00dfe", "STRASSE"),
        ("Ke\u02bbala", "Ke`ala"),
    ],
)
def test_these_are_one_name(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jane Roe", "JaneRoe"), ("Jose", f"Jos{E_ACUTE}"), ("Anne-Marie", "Anne Marie"), ("Anne-Marie", "AnneMarie"),
     ("O'Hara", "OHara"), ("Jane Roe", "Roe Jane"), ("\uff2aane", "Jane")],
)  # fmt: skip
def test_these_are_two_names(one: str, other: str) -> None:
    assert same_name(one) != same_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 34\u202f56", "123456"),
        ("\uff11\uff12\uff0d\uff13", "12-3"),
        ("12\u201034", "12-34"),
        ("12\u204334", "12-34"),
        ("\u0661\u0662\u0663", "123"),
        ("\u00b2", "2"),
        ("ab\u00ad12", "AB12"),
        ("12\ufe0f\u200b", "12"),
    ],
)
def test_these_are_one_number(one: str, other: str) -> None:
    assert same_number(one) == same_number(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("12-34", "1234"), ("12-345", "123-45"), ("l23", "123"), ("O12", "012"), ("012", "12"), ("12.3", "123")],
)
def test_these_are_two_numbers(one: str, other: str) -> None:
    assert same_number(one) != same_number(other)


def test_every_sign_that_nobody_sees_is_taken_out_of_names_and_numbers() -> None:
    """Unicode calls them Default_Ignorable_Code_Point; a letter that is seen stays."""
    for sign in ("\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200f", "\u202a", "\u206f", "\u3164",
                 "\ufe00", "\ufeff", "\uffa0", "\U0001d173", "\U000e0001", "\U000e0fff"):  # fmt: skip
        assert same_name(f"Ro{sign}e") == same_name("Roe"), hex(ord(sign))
        assert same_number(f"1{sign}2") == "12", hex(ord(sign))


def test_a_secret_is_tried_as_it_is_kept_as_typed_and_in_two_pieces() -> None:
    assert ways_typed("plain") == ("plain",)
    assert ways_typed(f"caf{IN_TWO}") == (f"caf{E_ACUTE}", f"caf{IN_TWO}")
    mixed = f"{E_ACUTE}{IN_TWO}"
    assert ways_typed(mixed) == (E_ACUTE * 2, mixed, unicodedata.normalize("NFD", mixed))
    assert ways_typed("\uff11") == ("\uff11",), "a password is not folded further"
