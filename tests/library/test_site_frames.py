"""The sites that may hold the cards are read as strictly as a phone number, with the place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from decisionaid.errors import AidProblems
from decisionaid.site_reader import read_site


def _read(folder: Path, *origins: str, more: str = "") -> object:
    lines = "".join(f"  - origin: {each}\n{more}" for each in origins)
    (folder / "site.yaml").write_text(f"name: Our clinic\nframes:\n{lines}", encoding="utf-8")
    return read_site(folder / "site.yaml")


def test_a_listed_site_is_an_origin_with_what_it_may_be_told(tmp_path: Path) -> None:
    site = _read(tmp_path, "https://chart.example", "https://chart.example:8443", more="    scopes: [choices]\n")
    assert [(each.origin, each.scopes) for each in site.frames] == [  # type: ignore[attr-defined]
        ("https://chart.example", ("choices",)),
        ("https://chart.example:8443", ("choices",)),
    ]


@pytest.mark.row("23")
@pytest.mark.hazard("T03")
@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("https://chart.example/", "write https://chart.example"),
        ("https://Chart.Example", "write https://chart.example"),
        ("https://chart.example/path?x", "write https://chart.example"),
        ("https://chart.example:443", "write https://chart.example"),
        ("http://chart.example", "write https://"),
        ("chart.example", "write it like https://chart.example"),
        ('"*"', "write it like https://chart.example"),
        ('"https://*.example"', "write it like https://chart.example"),
        ('"null"', "write it like https://chart.example"),
        ("https://chart.example;script-src", "write https://chart.example"),
    ],
)
def test_anything_else_is_refused_with_its_place_and_how_to_write_it(tmp_path: Path, origin: str, said: str) -> None:
    with pytest.raises(AidProblems) as refused:
        _read(tmp_path, origin)
    assert "site.yaml:3:" in refused.value.plain
    assert said in refused.value.plain


def test_a_site_that_stands_there_twice_and_a_scope_that_there_is_not_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AidProblems, match="a second time"):
        _read(tmp_path, "https://chart.example", "https://chart.example")
    with pytest.raises(AidProblems, match="scopes"):
        _read(tmp_path, "https://chart.example", more="    scopes: [everything]\n")


def test_this_machine_may_hold_them_without_tls(tmp_path: Path) -> None:
    assert _read(tmp_path, "http://127.0.0.1:8000", "http://localhost:3000").frames  # type: ignore[attr-defined]
