"""Every line of what can happen to a card in somebody else's page is held by a test that names it."""

from __future__ import annotations

import re

from tests.project import ROOT, files_below
from tests.web.in_other_pages import ROWS

MARKED = re.compile(r"^ *@?pytest\.mark\.row\((.*)\)", re.MULTILINE)


def _named() -> set[str]:
    found: set[str] = set()
    for folder in ("tests", "e2e"):
        for path in files_below(ROOT / folder):
            if path.name.startswith("test_") and path.suffix == ".py" and path.name != "test_in_other_pages.py":
                for names in MARKED.findall(path.read_text(encoding="utf-8")):
                    found |= set(re.findall(r'"(\w+)"', names))
    return found


def test_every_line_has_a_test_and_no_test_names_a_line_that_there_is_not() -> None:
    assert _named() == set(ROWS)
    assert [name for name in ROWS if name.isdecimal()] == [str(number) for number in range(1, 38)]
