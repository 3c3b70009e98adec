"""Which signs of a text are set as they are, which are described, and that the page says where one was lost (H13)."""

from __future__ import annotations

from typing import Any

import pytest

from decisionaid.exports._signs import Printable, printable, signs_of

pytestmark = pytest.mark.hazard("H13")

KEYCAP, LIGHTER, JOINER = "\u20e3", "\U0001f3fb", "\u200d"


@pytest.mark.parametrize(
    ("text", "made", "lost"),
    [
        ("one\u2028two\u2029three\x0bfour\x0cfive\u0085six", "one\ntwo\nthree\nfour\nfive\nsix", False),
        ("call\x00 \u2066us\u2069\ufeff", "call us", False),
        (f"press 1\ufe0f{KEYCAP}", "press 1", False),
        ("\u845b\U000e0100", "\u845b", False),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937", False),
        ("\U0001d7d3", "5", False),
        ("\ue000\ue001 x \ue002", "[?] x [?]", True),
        (f"\U0001f64f{LIGHTER}{JOINER}{LIGHTER}!", "[person with folded hands]!", True),
        (f"a{LIGHTER}", None, True),
        ("\U0001f1fa\U0001f1f8", "US", True),
    ],
)
def test_a_sign_is_set_written_another_way_described_or_marked(text: str, made: str | None, lost: bool) -> None:
    said, changed = printable(text)
    assert changed is lost
    if made is not None:
        assert said == made


def test_a_sign_that_could_not_be_set_where_it_stood_is_replaced_and_said() -> None:
    assert printable("x\u0301 y", never=frozenset("y")) == ("x\u0301 [?]", True)
    assert printable("x y") == ("x y", False)


def test_many_letters_held_together_by_no_break_spaces_may_break_and_a_number_keeps_its_unit() -> None:
    held = "\u00a0".join(["word"] * 12)
    assert printable(held)[0] == held.replace("\u00a0", " ")
    assert printable("10\u00a0mg twice")[0] == "10\u00a0mg twice"


def page(**parts: Any) -> tuple[Any, Printable]:
    out = Printable(True, "A sign was lost.", frozenset())
    return out.page(parts), out


def test_own_words_that_lost_a_sign_carry_a_note_and_the_rest_of_the_page_one_remark() -> None:
    own = {"kind": "own", "text": "glad \ue000", "lang": "en", "note": ""}
    made, out = page(own=own, lines=["plain"], svg="<svg>\ue000</svg>")
    assert made["own"] == {**own, "text": "glad [?]", "note": "A sign was lost."}
    assert made["svg"] == "<svg>\ue000</svg>", "a picture is drawn as it is"
    assert out.lost is False, "the note stands beside the words"
    made, out = page(lines=["plain", ("deep", {"more": "in \ue000"})], count=7, last="plain")
    assert (made["lines"][1][1]["more"], made["count"], out.lost) == ("in [?]", 7, True)
    made, out = page(own={**own, "text": "glad"})
    assert made["own"]["note"] == ""


def test_a_page_in_another_language_calls_a_picture_sign_what_it_is() -> None:
    out = Printable(False, "note", frozenset("z"))
    own = out.page({"kind": "own", "text": "\U0001f64f z", "lang": "es", "note": ""})
    assert out.page("\U0001f64f z") == own["text"] == "[emoji] [?]"


def test_the_signs_that_typst_could_not_set_are_read_from_what_it_says() -> None:
    said = 'error: the text `"1\\u{20e3} \\"王"` could not be displayed'
    assert signs_of(said) == frozenset("\u20e3")
    assert signs_of('the text `"ab 王"` could not be displayed') == frozenset("王")
    assert signs_of("something else") == frozenset()
