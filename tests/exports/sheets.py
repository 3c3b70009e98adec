"""What stands on the sheets of a PDF, and where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium

BREAK = "\u200b"
"""Where a word that is wider than its line may break."""


def text_in(data: bytes) -> str:
    """The words of every sheet, as one line."""
    with closing(pdfium.PdfDocument(data)) as document:
        said = (" ".join(page.get_textpage().get_text_range().split()) for page in document)
        return " ".join(said).replace(BREAK, "")


def lines_in(data: bytes) -> list[str]:
    """The words of every sheet, line by line."""
    with closing(pdfium.PdfDocument(data)) as document:
        return [line.strip() for page in document for line in page.get_textpage().get_text_range().splitlines()]


def sheets_in(data: bytes) -> int:
    with closing(pdfium.PdfDocument(data)) as document:
        return len(document)


def sizes_in(data: bytes) -> set[tuple[int, int]]:
    """Width and height of the sheets, in points."""
    with closing(pdfium.PdfDocument(data)) as document:
        return {(round(width), round(height)) for page in document for width, height in [page.get_size()]}


def outside(data: bytes, margin: float = 18) -> list[str]:
    """The signs that are not wholly on their sheet, with a margin that any printer needs."""
    with closing(pdfium.PdfDocument(data)) as document:
        return [sign for page in document for sign in _outside(page, margin)]


def _outside(page: pdfium.PdfPage, margin: float) -> Iterator[str]:
    width, height = page.get_size()
    text = page.get_textpage()
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        if left < margin or bottom < margin or right > width - margin or top > height - margin:
            sign = text.get_text_range(at, 1)
            if sign.strip():
                yield sign
