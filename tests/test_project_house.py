"""The house rules that a machine can hold: small tails, no strange places named, plain words, escaping."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jinja2 import StrictUndefined

from tests.builders import Table
from tests.project import PACKAGE, ROOT, SHIPPED, called, files_below, name_of, sources, tracked
from tests.scripts import functions

MOST_LINES, MOST_IN_A_FUNCTION, MOST_IN_A_LINE = 300, 40, 140
EXCEPTION = re.compile(r"#.*\blong: \S.{8,}")
FROZEN = "decisionaid/store/migrations/versions/"
"""A migration is history: it is never edited again, so it is never split either."""

PLACES = re.compile(
    r"py[p]i\.org|python[h]osted|np[m]js\.|deb[.]debian|(?<![\w.}])/(h[o]me|r[o]ot|w[o]rk|U[s]ers|[o]pt)/\w"
)
"""Written so that this line does not find itself."""
SHOUTED = re.compile(r"[^\W\d_]!(?![=\w])|[¡]")
ONCE = re.compile(r"(?<!['|])\bonce\b", re.IGNORECASE)
"""Not where a rule of the checker speaks of the word itself, in quotes or in a list of Spanish numbers."""
VERBATIM = ("cite", "quote")
"""Keys of an aid whose words are somebody else's, kept as they were printed."""


SITTING = (".py", ".js", ".css", ".html", ".typ")


def _ours(*suffixes: str) -> Iterator[Path]:
    """Files of these kinds that we wrote: what others wrote stands under `vendor`, as it came."""
    for path in tracked():
        if path.suffix in suffixes and "vendor" not in path.parts:
            yield path


def test_no_file_is_longer_than_a_sitting() -> None:
    too_long = []
    for path in _ours(*SITTING):
        lines = path.read_text(encoding="utf-8").splitlines() or [""]
        if len(lines) > MOST_LINES and not name_of(path).startswith(FROZEN) and not EXCEPTION.search(lines[0]):
            too_long.append(f"{name_of(path)}: {len(lines)} lines")
    assert too_long == []


def test_no_line_of_a_template_is_longer_than_an_eye_goes() -> None:
    templates = [path for path in _ours(".html") if path.is_relative_to(ROOT / "templates")]
    lines = [
        (f"{name_of(path)}:{number}", len(line))
        for path in templates
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    too_long = [f"{where}: {length}" for where, length in lines if length > MOST_IN_A_LINE]
    assert len(templates) > 20
    assert too_long == []


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = []
    for path in tracked():
        if path.suffix != ".py" or name_of(path).startswith(FROZEN):
            continue
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > MOST_IN_A_FUNCTION and not EXCEPTION.search(lines[node.lineno - 1]):
                    too_long.append(f"{name_of(path)}:{node.lineno} {node.name}: {length} lines")
    assert too_long == []


def test_no_function_of_a_script_is_longer_than_a_screen() -> None:
    found = {}
    for path in _ours(".js"):
        for name, line, length in functions(path.read_text(encoding="utf-8")):
            found[f"{name_of(path)}:{line} {name}"] = length
    assert len(found) > 50
    assert {where: length for where, length in found.items() if length > MOST_IN_A_FUNCTION} == {}


def test_the_length_of_a_function_of_a_script_is_really_counted() -> None:
    script = "/* a */\nfunction one(a) {\n  if (a) {\n  }\n  b.each((c) => {\n  });\n}\nclass D { e() {\n } }\n"
    assert sorted(functions(script)) == [("(", 5, 2), ("e", 8, 2), ("one", 2, 6)]


def test_an_exception_from_the_limits_says_its_reason() -> None:
    assert EXCEPTION.search("def upgrade() -> None:  # long: one table after the other, read as a list")
    assert not EXCEPTION.search("def upgrade() -> None:  # long: yes")


@pytest.mark.hazard("T11")
def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    found = []
    for path in tracked():
        if "vendor" in path.parts or path.suffix in (".png", ".ttf", ".otf", ".woff2", ".pdf"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if PLACES.search(line):
                found.append(f"{name_of(path)}:{number}: {line.strip()[:100]}")
    assert found == []


@pytest.mark.hazard("T11")
def test_pages_and_styles_load_nothing_from_another_host() -> None:
    loads = re.compile(r"""(?:\bsrc=|\bhref=|url\(|@import|\bimport\b|fetch\()\s*["']?(?:https?:)?//""")
    found = [
        f"{name_of(path)}: {match.group()}"
        for folder in ("static", "templates")
        for path in files_below(ROOT / folder)
        if path.suffix in (".html", ".css", ".js", ".svg") and "vendor" not in path.parts
        for match in loads.finditer(path.read_text(encoding="utf-8"))
    ]
    cited = [each for each in found if each.startswith("templates/") and "href=" in each]
    assert [each for each in found if each not in cited] == [], "a link that a person follows is the only exception"


def test_the_interface_never_says_once_and_never_shouts() -> None:
    found = [f"{where}: {text[:80]}" for where, text in _words_shown() if SHOUTED.search(text) or ONCE.search(text)]
    assert found == []


def test_the_words_are_really_read() -> None:
    said = {text for _, text in _words_shown()}
    assert any("was used before or is too old" in text for text in said), "words of Python"
    assert any("What would help" in text or "shelf" in text.lower() for text in said), "words of templates"
    assert sum(where.startswith("aids/") for where, _ in _words_shown()) > 100, "words of aids"


def _words_shown() -> Iterator[tuple[str, str]]:
    """(file, words) of whatever may come before a person's eyes."""
    for path, tree in sources():
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield f"{name_of(path)}:{node.lineno}", node.value
    for path in files_below(ROOT / "templates"):
        yield name_of(path), re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path in files_below(ROOT / "static"):
        if path.suffix == ".js" and "vendor" not in path.parts:
            for words in re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`", path.read_text(encoding="utf-8")):
                yield name_of(path), words
    for path in (ROOT / "aids").rglob("*.yaml"):
        if path.stem not in ("es", "ar"):  # "once" is eleven in Spanish
            yield from _words_of(name_of(path), yaml.safe_load(path.read_text(encoding="utf-8")))


def _words_of(where: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in VERBATIM:
                yield from _words_of(f"{where} {key}", part)
    elif isinstance(value, list):
        for part in value:
            yield from _words_of(where, part)


@pytest.mark.hazard("T02")
def test_markup_is_made_of_words_in_exactly_one_function() -> None:
    makers = {
        f"{name_of(path)}:{function}"
        for path, tree in sources()
        for function, node in _within(tree, "the module")
        if _makes_markup(node)
    }
    assert len(makers) == 1, makers
    assert "the module" not in makers.pop()


def _within(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    """Every part of a module, with the function that it stands in."""
    for part in ast.iter_child_nodes(node):
        inside = part.name if isinstance(part, ast.FunctionDef) else function
        yield inside, part
        yield from _within(part, inside)


def _makes_markup(node: ast.AST) -> bool:
    """`Markup(x)`; an empty or fixed text can carry nothing of a person."""
    return (
        isinstance(node, ast.Call)
        and called(node) == "Markup"
        and any(not isinstance(each, ast.Constant) for each in node.args)
    )


@pytest.mark.hazard("T02")
def test_no_template_turns_escaping_off() -> None:
    off = re.compile(r"\|\s*safe\b|\bautoescape\s+false|\|\s*forceescape|Markup")
    assert [name_of(path) for path in files_below(ROOT / "templates") if off.search(path.read_text("utf-8"))] == []


@pytest.mark.hazard("T02")
def test_every_template_escapes_and_a_missing_name_is_an_error(table: Table) -> None:
    environment = table.app.jinja_env
    names = environment.list_templates()
    assert environment.undefined is StrictUndefined
    assert names
    plain = {name for name in names if not table.app.select_jinja_autoescape(name)}
    assert {Path(name).suffix for name in plain} <= {".typ"}, "Flask escapes .html"
    for name in plain:  # typst reads it as it is, and the words of a person reach it as data
        assert not re.search(r"\{\{|\{%", (ROOT / "templates" / name).read_text("utf-8"))


@pytest.mark.hazard("T02")
def test_every_other_environment_of_templates_escapes_too() -> None:
    loose = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in ("Environment", "Template", "from_string", "overlay"):
                said = {each.arg: each.value for each in node.keywords}
                escapes = isinstance(said.get("autoescape"), ast.Constant) and said["autoescape"].value is True  # type: ignore[attr-defined]
                strict = getattr(said.get("undefined"), "id", "") == "StrictUndefined"
                loose += [] if escapes and strict else [f"{name_of(path)}:{node.lineno} {called(node)}"]
    assert loose == []


def test_a_template_reads_fields_that_are_always_there() -> None:
    """What a template is given has every field, so it never asks whether there is one."""
    guarded = [name_of(path) for path in files_below(ROOT / "templates") if "is defined" in path.read_text("utf-8")]
    assert guarded == []


def test_the_top_level_stays_small() -> None:
    """A reader finds eight places and knows where everything is."""
    folders = {Path(name_of(path)).parts[0] for path in tracked() if len(Path(name_of(path)).parts) > 1}
    visible = {each for each in folders if not each.startswith(".")}
    assert visible <= {PACKAGE.name, *SHIPPED, "tests", "e2e"}
