"""Reading the chances out of any text, and visits of one person one after the other."""

from __future__ import annotations

import re

import pypdfium2

from tests.builders import NAME, Table, Visit, text_of

_COUNTS = (
    re.compile(r"(\d[\d,]*) (?:fewer |more )?in (100|1,000)\b"),
    re.compile(r"(\d[\d,]*) (?:menos |más )?de cada (100|1000|1\.000)\b"),
)


def said_counts(text: str) -> set[tuple[int, int]]:
    """Every "7 in 100" of a text, in English or Spanish."""
    return {(_digits(found[1]), _digits(found[2])) for pattern in _COUNTS for found in pattern.finditer(text)}


def without_opened(text: str) -> str:
    """A note without what it says of a picture that was opened, as it does also for somebody who wants no numbers."""
    return re.sub(r"The picture was opened \([^)]*\): [^.]*\.", "", text)


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def visit_of(table: Table, person_id: str, account: str = NAME) -> Visit:
    """Another visit of somebody who was here before, opened by an account."""
    account_id = table.store.accounts.named(account).id
    opened = table.store.people.open_visit(person_id, account_id, practice=table.practice)
    return Visit(table.client, opened.id)


def pdf_text(visit: Visit, query: str = "") -> str:
    pdf = pypdfium2.PdfDocument(visit.get(f"plan.pdf{query}").data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


def papers(visit: Visit) -> dict[str, str]:
    """Everything that leaves the room, and the plan as it is read back."""
    return {
        "print": text_of(visit.get("print").text),
        "Spanish print": text_of(visit.get("print?language=es").text),
        "PDF": pdf_text(visit),
        "Spanish PDF": pdf_text(visit, "?language=es"),
        "note": " ".join(visit.get("note?plain=1").text.split()),
        "plan": text_of(visit.get("plan").text),
    }
