"""A page carries its one sheet in itself; the sheet is joined from files that say at their top what they build on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decisionaid.web.sheets import join_sheets
from decisionaid.web.static_files import texts
from decisionaid.web.tokens import NotRead
from tests.builders import MAN_62, Table
from tests.project import ROOT

STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
BEFORE_PAINT = re.compile(
    r'<link [^>]*rel="stylesheet"[^>]*>|<script(?![^>]*type="(?:module|application/json)")[^>]* src=[^>]*>'
)
"""What a browser fetches before it draws anything."""


def _files(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.css").write_text(text, encoding="utf-8")
    return folder / "page.css"


def test_a_sheet_is_served_after_what_it_imports(tmp_path: Path) -> None:
    page = _files(
        tmp_path,
        page='/* a */\n@import "base.css";\n@import "part.css";\na { b: c }',
        base='@import "tokens.css"; d { e: f }',
        part="g { h: i }",
        tokens="j { k: l }",
    )
    assert join_sheets(page) == "j{k:l}d{e:f}g{h:i}a{b:c}"


@pytest.mark.parametrize(
    ("page", "base"),
    [
        ('a { b: c } @import "base.css";', ""),
        ('@import url("base.css");', ""),
        ('@import "base.css" print;', ""),
        ('@import "base.css"; @import "base.css";', ""),
        ('@import "base.css";', '@import "page.css";'),
    ],
    ids=["after a rule", "another way", "for a medium", "two times", "in a circle"],
)
def test_an_import_that_a_browser_would_read_differently_is_refused(tmp_path: Path, page: str, base: str) -> None:
    with pytest.raises(NotRead, match=r"imports after a rule|a second time"):
        join_sheets(_files(tmp_path, page=page, base=base))


def test_a_page_needs_nothing_else_to_appear(table: Table) -> None:
    visit = table.open_visit(name="Ada Example")
    visit.send("card/situation", MAN_62)
    cards = table.app.extensions["clinic"].library.edition("statin").aid.cards
    places = [*(f"card/{card}" for card in cards), "", "plan", "note"]
    pages = {place: visit.get(place).text for place in places}
    pages |= {place: table.client.get(place).text for place in ("/", "/ended", "/nowhere")}
    pages["sign-in"] = table.stranger().get("/sign-in").text
    assert {place: found for place, page in pages.items() if (found := BEFORE_PAINT.findall(page))} == {}
    scripts = [
        tag for page in pages.values() for tag in re.findall(r"<script[^>]* src=[^>]*encounter[.]js[^>]*>", page)
    ]
    assert len(scripts) >= len(cards)
    assert all('fetchpriority="low"' in tag for tag in scripts), "it would be read and run before the page is drawn"
    served = texts(STATIC)
    for card in cards:
        assert f"<style>{served[f'cards/{card}.css'].decode()}</style>" in pages[f"card/{card}"]
    assert all(
        f"<script>{served['page.js'].decode()}</script>" in page for page in pages.values() if "data-larger" in page
    )


def test_a_page_fills_only_places_that_the_base_has() -> None:
    """What stands in another block is shown nowhere, such as a sheet in one of a former name."""
    blocks = {path.name: re.findall(r"{%-? block (\w+)", path.read_text("utf-8")) for path in TEMPLATES.rglob("*.html")}
    base = set(blocks.pop("base.html"))
    assert base >= {"style", "scripts", "main"}
    assert {name: stray for name, found in blocks.items() if (stray := set(found) - base)} == {}


def test_a_link_or_a_script_before_the_first_paint_would_be_seen() -> None:
    for each in ('<link rel="stylesheet" href="x">', '<script src="x"></script>', '<script defer src="x"></script>'):
        assert BEFORE_PAINT.search(each)
    for each in ('<script type="module" src="x"></script>', '<link rel="icon" href="x">', "<script>x</script>"):
        assert not BEFORE_PAINT.search(each)
