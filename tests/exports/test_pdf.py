"""The PDF that goes home: whole, tagged, the same numbers, and never lost for one letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from decisionaid.exports import Handout, pdf
from tests.builders import MAN_62, Table, Visit
from tests.exports.sheets import text_in

BLUE, ORANGE = (11, 92, 173), (179, 89, 0)


def planned(
    table: Table, words: str = "I want to walk with my sister", name: str = "Rosa Morales", **choice: str
) -> Visit:
    visit = table.open_visit(name=name)
    visit.send("card/situation", {**MAN_62, "words": words, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.no_statin", "look_again": "3mo", "then": "plan", **choice})
    return visit


def handout(table: Table, visit: Visit, language: str = "en") -> Handout:
    person = table.store.people.visit(visit.id).person_id
    found: Handout = table.app.extensions["clinic"].handout(person, None, language)
    return found


def test_the_pdf_says_what_was_decided_and_when_they_look_again(table: Table) -> None:
    said = text_in(pdf.render(handout(table, planned(table))))
    assert "I want to walk with my sister" in said
    assert "Not now – we look again Tuesday, February 23, 2027" in said
    assert "About 7 in 100" in said
    assert "About 93 do not." in said
    assert "Call 555-0100" in said
    assert "Call us: 555-0142" in said
    assert "Noise Unrelated" not in said


def test_the_pdf_is_tagged_and_names_its_language_and_title(table: Table) -> None:
    document = pikepdf.open(BytesIO(pdf.render(handout(table, planned(table)))))
    assert str(document.Root.Lang) == "en"
    assert document.Root.MarkInfo.Marked
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document.Root.Metadata.read_bytes()
    kinds = list(kinds_in(document.Root.StructTreeRoot))
    assert "/H1" in kinds or "/Title" in kinds
    assert kinds.count("/Figure") == 3
    assert "/L" in kinds
    alts = [str(each.Alt) for each in elements(document.Root.StructTreeRoot) if each.get("/S") == "/Figure"]
    assert any("About 7 in 100 people like you" in alt for alt in alts)


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    below = node.get("/K") if isinstance(node, pikepdf.Dictionary) else None
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def kinds_in(root: pikepdf.Object) -> Iterator[str]:
    return (str(each.S) for each in elements(root))


def test_the_patients_words_keep_the_language_they_were_said_in(table: Table) -> None:
    visit = planned(table, words="Quiero caminar a la iglesia")
    page = handout(table, visit)
    spanish = replace(page.plan.words[0], language="es")
    document = pikepdf.open(BytesIO(pdf.render(replace(page, plan=page.plan.with_(words=(spanish,))))))
    marked = [str(each.get("/Lang", "")) for each in elements(document.Root.StructTreeRoot)]
    assert "es" in marked


@pytest.mark.hazard("H12")
def test_the_drawn_page_has_as_many_coloured_cells_as_the_number_says(table: Table) -> None:
    page = pdfium.PdfDocument(pdf.render(handout(table, planned(table))))[0]
    picture = page.render(scale=3).to_pil().convert("RGB")
    assert blobs(picture, BLUE) == 7 + 5 + 4


def blobs(picture: Image.Image, colour: tuple[int, int, int]) -> int:
    """Connected areas of a colour that are as large as a cell."""
    parts = [
        part.point([255 * (abs(light - wanted) < 24) for light in range(256)])
        for part, wanted in zip(picture.split(), colour, strict=True)
    ]
    like_it = reduce(ImageChops.darker, parts).tobytes()
    near = {(each.start() % picture.width, each.start() // picture.width) for each in re.finditer(rb"\xff", like_it)}
    found = 0
    while near:
        stack, size = [near.pop()], 0
        while stack:
            x, y = stack.pop()
            size += 1
            for beside in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                if beside in near:
                    near.remove(beside)
                    stack.append(beside)
        found += size > 60
    return found


@pytest.mark.parametrize("sign", ["\U0001fae8", "\u0007", "\U00012000", "\u0378"])
def test_one_letter_that_no_font_has_never_costs_the_page(table: Table, sign: str) -> None:
    data = pdf.render(handout(table, planned(table, words=f"walk {sign} slowly", name=f"Rosa {sign}")))
    said = text_in(data)
    assert "walk" in said
    assert "slowly" in said
    assert "About 7 in 100" in said
    assert ("A sign in this line could not be drawn here" in said) is (sign != "\u0007")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pikepdf.open(BytesIO(data)).Root.Metadata.read_bytes()


def test_the_same_plan_gives_the_same_bytes(table: Table) -> None:
    page = handout(table, planned(table))
    assert pdf.render(page) == pdf.render(page)


@pytest.mark.hazard("T09")
def test_words_that_look_like_markup_stay_words(table: Table) -> None:
    nasty = '#read("/etc/passwd") *bold* $x$ <b>x</b> \\u{41} "'
    assert "#read" in text_in(pdf.render(handout(table, planned(table, words=nasty))))


@pytest.mark.hazard("H17")
def test_a_line_just_between_us_is_not_on_the_page(table: Table) -> None:
    visit = planned(table)
    visit.send("card/situation", {"words": "the secret about the whisky", "words_private": "yes", "then": "talk"})
    assert "whisky" not in text_in(pdf.render(handout(table, visit)))


def test_the_page_is_served_as_pdf_under_a_name_without_a_patient(table: Table) -> None:
    answer = planned(table).get("plan.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="plan.pdf"'
    assert answer.data.startswith(b"%PDF-")
