"""Turns a page into text: headings, sentences, tables row by row, pictures by what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

BLOCKS = frozenset(
    {"p", "div", "section", "figure", "figcaption", "ul", "ol", "dl", "dt", "dd", "li", "form", "fieldset", "legend",
     "table", "caption", "tr", "details", "summary", "h1", "h2", "h3", "h4", "main", "article", "header", "label",
     "button", "blockquote", "br", "hr"}
)  # fmt: skip
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "dd": "  ", "summary": "> ", "caption": "> "}
SILENT = frozenset({"script", "style", "svg", "template", "head", "nav", "option", "select", "textarea"})
VOID = frozenset({"input", "br", "hr", "img", "meta", "link", "path", "rect", "circle", "line", "use"})


class _Reader(HTMLParser):
    def __init__(self, inside: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = inside
        self.lines: list[str] = []
        self.now = ""
        self.mark = ""
        self.silent = 0
        self.depth = 0
        self.linked = False  # a link ended, and nothing was said since

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.depth or tag == self.inside:
            self.depth += tag not in VOID
        if not self.depth:
            return
        if tag == "svg" and not self.silent and given.get("aria-label"):
            self._end()
            self.lines.append(f"[picture: {given['aria-label']}]")
        if self.silent or tag in SILENT or "hidden" in given:
            self.silent += tag not in VOID
        elif tag in BLOCKS:
            self._end()
            self.mark = MARKS.get(tag, "")
            self.now += "[ " if tag == "button" else ""
        else:
            self._between(tag, given)

    def _between(self, tag: str, given: Mapping[str, str | None]) -> None:
        """What parts a piece from the one before it on the same line."""
        if self.now and (tag in ("td", "th") or "data-claim" in given):
            self.now = self.now.rstrip() + (": " if "data-claim" in given else " | ")
        if tag == "a" and self.linked and self.now.strip():
            self.now = self.now.rstrip() + " | "
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            self.now += "(x) " if "checked" in given else "( ) "

    def handle_endtag(self, tag: str) -> None:
        if not self.depth or tag in VOID:
            return
        self.depth -= 1
        if self.silent:
            self.silent -= 1
            return
        if tag == "button":
            self.now += " ]"
        self.linked = tag == "a"
        if tag in BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        if self.depth and not self.silent:
            self.now += data if self.now.strip() else data.lstrip()
            self.linked = self.linked and not data.strip()

    def _end(self) -> None:
        text = " ".join(self.now.split())
        if text and text not in ("|", "[ ]"):
            self.lines.append(self.mark + text)
        self.now = self.mark = ""


def text_lines(page: str, inside: str = "main") -> list[str]:
    """The lines that a reader reads inside one element of a page.

    Example:
        >>> text_lines("<main><h1>Hello</h1><p>One <b>two</b>.<table><tr><th>A</th><td>1</td></tr></table></main>")
        ['# Hello', 'One two.', 'A | 1']
        >>> text_lines("<main><p><a>Print</a> <a>As PDF</a></p></main>")
        ['Print | As PDF']
    """
    reader = _Reader(inside)
    reader.feed(page)
    reader.close()
    return list(_each(reader.lines))


def _each(lines: Iterable[str]) -> Iterable[str]:
    """The lines without those that repeat the one before."""
    before = ""
    for line in lines:
        if line != before:
            yield line
        before = line
