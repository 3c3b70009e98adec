"""What a page looks like is said in one place: no rule stands in two sheets, and none is about what no page has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from decisionaid.domain.page import ORDER
from decisionaid.figures._chart import TOKENS
from tests.project import PACKAGE, ROOT, files_below

STATIC = ROOT / "static"
ALONE = ("print.css", "frame.css")
"""The paper is written as one file with its sheet inside, and shares no page with the others; what holds inside a frame
is said over what holds elsewhere."""
PUT_TOGETHER = {
    *ORDER,
    *("edged", *(f"e{number}" for number in range(1, 7))),
    *(f"as-{each}" for each in ("dots", "bars", "words", "table")),
    *(f"{each.removeprefix('--')}-ink" for each in TOKENS.values()),
}
"""Classes that are put together from what is told: a display, a part of the plan, an option, a colour."""
MOST_ALIKE = 3

_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")


@dataclass(frozen=True)
class Rule:
    """One selector with its declarations, and the file that it stands in."""

    file: str
    selector: str
    declarations: frozenset[str]


def rules_of(file: str, text: str) -> Iterator[Rule]:
    text = re.sub(r"/\*.*?\*/|@import[^;]*;", "", text, flags=re.DOTALL)
    for selectors, body in _RULE.findall(text):
        declared = frozenset(" ".join(each.split()) for each in body.split(";") if each.strip())
        for selector in re.split(r",(?![^(]*\))", selectors):
            yield Rule(file, " ".join(selector.split()), declared)


def _sheets() -> dict[str, str]:
    paths = [path for path in files_below(STATIC) if path.suffix == ".css" and "vendor" not in path.parts]
    return {path.relative_to(STATIC).as_posix(): path.read_text("utf-8") for path in paths}


def said_twice(sheets: dict[str, str]) -> list[str]:
    """Selectors that stand in two sheets, and what two sheets declare alike."""
    files: dict[str, set[str]] = defaultdict(set)
    alike: dict[frozenset[str], set[str]] = defaultdict(set)
    for file, text in sheets.items():
        for rule in rules_of(file, text):
            files[rule.selector].add(file)
            if len(rule.declarations) > MOST_ALIKE:
                alike[rule.declarations].add(file)
    found = [f"{selector}: {sorted(where)}" for selector, where in files.items() if len(where) > 1]
    return found + [f"{sorted(declared)}: {sorted(where)}" for declared, where in alike.items() if len(where) > 1]


def test_a_rule_stands_in_one_sheet() -> None:
    assert said_twice({name: text for name, text in _sheets().items() if name not in ALONE}) == []


def test_a_rule_that_stood_in_two_sheets_would_be_seen() -> None:
    assert said_twice({"a": ".x { b: c }", "b": "@media (d: e) { .y, .x { f: g } }"}) == [".x: ['a', 'b']"]
    assert said_twice({"a": ".x { b: c; d: e; f: g; h: i }", "b": ".y { h: i; f: g; d: e; b: c }"}) != []
    assert said_twice({"a": ".x:is(.y, .z) { b: c } .x { b: c }", "b": ".z) { b: c }"}) == []


def used_in(text: str, suffix: str) -> set[str]:
    """Every class that a template, a script or a figure gives to something."""
    if suffix == ".html":
        found = re.findall(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', text, re.DOTALL)
        return {name for each in found for name in re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", each).split()}
    quoted = re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`", text)
    return {name for each in quoted for name in re.findall(r"[\w-]+", each)}


def _used() -> set[str]:
    files: list[Path] = [*files_below(ROOT / "templates"), *(PACKAGE / "figures").rglob("*.py")]
    files += [path for path in files_below(STATIC) if path.suffix == ".js" and "vendor" not in path.parts]
    return PUT_TOGETHER.union(*(used_in(path.read_text("utf-8"), path.suffix) for path in files))


def test_every_class_of_a_sheet_is_one_that_something_has() -> None:
    used = _used()
    assert len(used) > 150
    unused = {
        f"{rule.file}: .{name}"
        for file, text in _sheets().items()
        for rule in rules_of(file, text)
        for name in _CLASS.findall(rule.selector)
        if name not in used
    }
    assert unused == set()


def test_a_class_that_nothing_has_would_be_seen() -> None:
    template = '<p class="a{% if b %} c{% endif %} d-{{ e }}">class f</p>'
    assert used_in(template, ".html") == {"a", "c", "d-"}
    assert used_in("const a = 'b c'; // d", ".js") == {"b", "c"}
    assert used_in("inside(group, 'path', class_=f\"{colour}-ink words\")", ".py") >= {"-ink", "words"}
