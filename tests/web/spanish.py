"""Visits in Spanish for tests, and how to find what was left in English on a page."""

from __future__ import annotations

import re
from io import BytesIO

import lxml.html
import pypdfium2

from decisionaid.locale import languages
from tests.builders import WOMAN_50, Table, Visit, field_of
from tests.web.rooms import tokens

WISH = "Quiero bailar en la boda"
MARK = "Borrador de traducción: falta la firma de un traductor."
ENGLISH = re.compile(
    r"\b(?:the|you|your|what|which|who|and|with|this|that|have|does|not|people|about|each|of|in|to|is|are|we|if)\b",
    re.IGNORECASE,
)


def in_spanish(table: Table, *, aid: str = "statin", name: str = "Rosa Morales") -> Visit:
    """The language is picked in the library, under "Whose visit is it?"."""
    shelf = table.client.get("/").text
    assert re.findall(r'type="radio" name="language" value="(\w+)"', shelf) == list(languages())
    data = {"csrf_token": field_of(shelf, "csrf_token"), "aid": aid, "name": name, "language": "es"}
    answer = table.client.post("/visits", data=data)
    return Visit(table.client, answer.location.split("/visits/")[1].split("/")[0], aid)


def planned(table: Table, **choice: str) -> Visit:
    """Walk (b), decided: not now, look again in three months."""
    visit = in_spanish(table)
    visit.send("card/situation", {**WOMAN_50, "words": WISH, "then": "picture"})
    visit.send("card/questions", {"ask": "questions.aches", "then": "stay"})
    said = {"arrived": "option.no_statin", "look_again": "3mo", "words": "", "look_again_if": "Mi hija se muda"}
    assert visit.send("card/decision", {**said, **choice, "then": "plan"}).status_code == 303
    return visit


def go_over(visit: Visit, language: str, back: str = "") -> str:
    data = {**tokens(visit.client, visit.id), "language": language, "back": back}
    answer = visit.client.post(f"/visits/{visit.id}/language", data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def left_in_english(page: str) -> list[str]:
    """English words on a page, but for what says that it is English or somebody's own, and for sources."""
    tree = lxml.html.fromstring(page)
    root = tree.get("lang")
    for node in tree.xpath("//*[@lang]"):
        if node is not tree and (node.get("lang") != root or node.xpath("self::textarea")):
            node.drop_tree()
    for node in tree.xpath(
        "//script|//style|//dd[a[contains(@href,'doi.org')]]|//dd[contains(.,'doi')]|//table[@class='five']//tr[last()]/td|//textarea"
    ):
        node.drop_tree()
    names = [
        each for node in tree.iter() for name, each in node.attrib.items() if name in ("aria-label", "alt", "title")
    ]
    names += [value for node in tree.iter() for name, value in node.attrib.items() if name.startswith("data-say")]
    text = " ".join([*tree.itertext(), *names])
    return [text[max(0, each.start() - 40) : each.end() + 40] for each in ENGLISH.finditer(text)]


def counts_of(page: str) -> list[tuple[str, ...]]:
    return re.findall(r'data-claim="(\w*)" data-count="(\d+)" data-of="(\d+)"', page)


def pdf_text(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(BytesIO(data))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
