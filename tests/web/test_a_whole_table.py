"""One decision over two days: what matters, a leaning, no numbers, set aside; then the paper in Spanish."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest

from tests.builders import MAN_62, WOMAN_50, Table, Visit, field_of, sign_in, text_of
from tests.exports.test_pdf import BLUE, blobs, kinds_in
from tests.web.spanish import pdf_text

WORDS = "Primero quiero dormir bien"


def begin(table: Table, client, language: str) -> Visit:
    csrf = field_of(client.get("/").text, "csrf_token")
    asked = {"csrf_token": csrf, "aid": "statin", "name": "Rosa Morales", "number": "88-17", "language": language}
    answer = client.post("/visits", data=asked)
    assert answer.status_code == 303, answer.text
    return Visit(client, answer.location.split("/visits/")[1].split("/")[0])


@pytest.mark.parametrize(("values", "without"), [(MAN_62, 7), (WOMAN_50, 9)], ids=["walk a", "walk b"])
def test_a_talk_that_was_set_aside_goes_on_another_day_and_ends_in_the_spanish_pdf(
    table: Table, values: dict[str, str], without: int
) -> None:
    first = begin(table, table.client, "es")
    first.send("card/situation", {**values, "then": "picture"})
    first.send("card/picture", {"display": "none"})
    assert "de cada 100" not in text_of(first.get("card/picture").text)
    first.send("card/issues", {"pick": "routine"})
    first.send("card/issues", {"pick": "cost"})
    first.send("card/leaning", {"leans_patient": "option.no_statin"})
    first.send("card/decision", {"arrived": "parked", "then": "plan"})
    assert first.send("plan", at="end").status_code == 303

    table.clock.forward(days=12)
    client = table.stranger()
    sign_in(client, table.store)
    again = begin(table, client, "en")
    page = again.get("").text
    assert '<html lang="es"' in page, "the language was kept"
    assert "Dónde nos quedamos" in text_of(page)
    again.send("card/situation", {**values, "then": "picture"})
    again.send("card/picture", {"display": "dots"})
    assert f"unas {without} de cada 100" in text_of(again.get("card/picture").text).lower()
    again.send("card/decision", {"arrived": "option.no_statin", "look_again": "3mo", "words": WORDS, "then": "plan"})

    data = again.get("plan.pdf").data
    said = pdf_text(data)
    assert WORDS in said
    assert "Por ahora no" in said
    assert f"Unas {without} de cada 100" in said
    assert "rutina" in said.lower() or "cada día" in said.lower(), "what mattered is on the paper"
    document = pikepdf.open(BytesIO(data))
    assert str(document.Root.Lang) == "es"
    assert [*kinds_in(document.Root.StructTreeRoot)].count("/Figure") == 3
    shown = {each.claim: each.count for each in table.store.log.read(_person(table, again))[-2].shown.numbers}
    drawn = sum(blobs(sheet.render(scale=3).to_pil().convert("RGB"), BLUE) for sheet in pdfium.PdfDocument(data))
    assert drawn == shown["baseline"] + shown["moderate_dose"] + shown["high_dose"]
    assert "Not now" in again.get("note?plain=1").text, "the note stays in the clinician's language"


def _person(table: Table, visit: Visit) -> str:
    return table.store.people.visit(visit.id).person_id
