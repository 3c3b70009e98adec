"""Signs and names of every script on the page that goes home: none is dropped, and what is replaced is said."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from decisionaid.exports import pdf
from decisionaid.exports._signs import printable
from decisionaid.faces import can_print, faces_for
from tests.builders import Table
from tests.cases import case
from tests.exports.sheets import text_in
from tests.exports.test_pdf import handout, planned

REMARK, REMARK_OF_THE_PAGE = (
    "A sign in this line could not be drawn here",
    "A sign on this page could not be drawn here",
)
NAMES = {
    "Chinese": "王小明", "Japanese": "髙橋 さくら", "Japanese, seldom": "𠮷野", "Korean": "김민수", "Hindi": "अनीता",
    "Bengali": "অনিতা", "Tamil": "அனிதா", "Telugu": "అనిత", "Kannada": "ಅನಿತಾ", "Malayalam": "അനിത", "Gujarati": "અનિતા",
    "Punjabi": "ਅਨੀਤਾ", "Sinhala": "අනිතා", "Thai": "สมชาย", "Lao": "ສົມໄຊ", "Khmer": "សុខា", "Burmese": "အောင်",
    "Tibetan": "བསྟན་འཛིན", "Hebrew": "דוד כהן", "Arabic": "محمد", "Urdu": "محمّد علی", "Amharic": "አበበ በቀለ",
    "Armenian": "Գոռ", "Georgian": "ქეთი", "Greek": "Ελένη",
    "Russian": "Наталья", "Ukrainian": "Їжак", "Vietnamese": "Nguyễn Thị Hạnh",
    "Yoruba": "Adébáyọ̀", "Navajo": "Tłʼízí łání", "Cherokee": "ᏣᎳᎩ", "Inuktitut": "ᐃᓄᒃ",
}  # fmt: skip


def test_the_signs_and_names_of_the_case_are_printed(table: Table) -> None:
    read = case(4)
    for name in read["names"]:
        data = pdf.render(handout(table, planned(table, words=f"{read['own_words']} {read['card_line']}", name=name)))
        said = text_in(data)
        assert "[?]" not in said
        assert REMARK not in said
        assert read["own_words"] in said
        assert read["card_line"] in said
        assert letters(name) <= letters(said)
        assert str(pikepdf.open(BytesIO(data)).docinfo.Title) == f"Our plan – {name}"


def letters(text: str) -> set[str]:
    return {char for char in unicodedata.normalize("NFC", text) if not char.isspace()}


@pytest.mark.hazard("H13")
@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_printed_in_its_own_script(table: Table, script: str) -> None:
    name = NAMES[script]
    plan = handout(table, planned(table))
    data = pdf.render(replace(plan, person=name, clinician=f"Dr. {name}", site=name))
    said = text_in(data)
    assert "[?]" not in said
    assert REMARK_OF_THE_PAGE not in said
    assert all(can_print(char) for char in name)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pikepdf.open(BytesIO(data)).Root.Metadata.read_bytes()


def test_signs_of_a_threshold_and_a_direction_are_printed(table: Table) -> None:
    signs = "≥ ≤ ≠ ≈ ± × ÷ → ← ↑ ↓ ⇒ − ½ ¼ ° µ µ Ω ∞ √ ‰ ² ³ ₂ ✓ ☐ ☑ ★ ♥ ☀ ☾ ⚠ ℃ ① Ⅳ • … € ₹ “ ” ‘ ’ « » ¿ 𝟓"
    said = text_in(pdf.render(handout(table, planned(table, words=signs))))
    assert "[?]" not in said
    assert set("≥≤≠≈→←↑↓⇒−½µΩ✓☐☀☾") <= set(said)
    assert REMARK not in said


def test_the_day_to_call_sooner_keeps_its_threshold(table: Table) -> None:
    said = text_in(pdf.render(handout(table, planned(table, look_again_if="upper pressure ≥ 180"))))
    assert "Sooner if: “upper pressure ≥ 180”" in said


def test_a_picture_sign_is_drawn_or_described_and_never_silently_gone(table: Table) -> None:
    said = text_in(pdf.render(handout(table, planned(table, words="glad 😀 and thankful 🙏🏽 for it"))))
    assert "glad 😀 and thankful [person with folded hands] for it" in said
    assert REMARK in said


def test_what_cannot_be_drawn_in_a_name_is_said_at_the_end_of_the_page(table: Table) -> None:
    plan = handout(table, planned(table))
    assert REMARK_OF_THE_PAGE not in text_in(pdf.render(plan))
    said = text_in(pdf.render(replace(plan, person="Rosa \U0001fae8")))
    assert said.endswith(f"{REMARK_OF_THE_PAGE}. It is kept, and it is on the screen.")


def test_a_letter_with_marks_that_no_single_face_has_keeps_the_page(table: Table) -> None:
    said = text_in(pdf.render(handout(table, planned(table, words="press 1\ufe0f\u20e3 then 王\u0301 or x\u1cd0 now"))))
    assert "press 1 then 王" in said
    assert "x[?] now" in said
    assert REMARK in said


def test_a_face_is_opened_only_for_a_text_that_needs_it() -> None:
    assert faces_for("Rosa Morales, 74: ½ tablet, 5 µg – José Ñandú محمد Наталья Ελένη") == ()
    assert [face.name for face in faces_for("דוד 180")] == ["hebrew"]
    assert {face.name for face in faces_for("≥ 王小明")} == {"math", "cjksc"}


def test_other_ways_to_write_a_sign_are_used_before_it_is_given_up() -> None:
    assert printable("𝟓𝟓𝟓 0142") == ("555 0142", False)
    assert printable("call\u0000 \u2066us\u2069") == ("call us", False)
    assert printable("\ue000\ue001 x") == ("[?] x", True)
    assert printable("\U0001f1fa\U0001f1f8") == ("US", True)
    assert printable("🙏 sí", english=False) == ("[emoji] sí", True)
