"""A kind of card stands alone: nothing outside its own files names it, and what is private to a folder stays there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from decisionaid.cards import kinds
from tests.project import PACKAGE, ROOT, files_below, imported, name_of, sources

CARDS = PACKAGE / "cards"
ANOTHER_MEANING: Mapping[tuple[str, str], str] = {
    ("decisionaid/domain/page.py", "picture"): "a place on the page",
    ("decisionaid/cards/decision/_page.py", "picture"): "a place on the page",
    ("decisionaid/exports/pdf.py", "picture"): "what the typesetter draws",
    ("decisionaid/domain/aid.py", "decision"): "the sort of an aid",
    ("decisionaid/library.py", "decision"): "a field of an aid",
    ("decisionaid/domain/references.py", "picture"): "a field of an aid",
    ("decisionaid/domain/how_it_went.py", "how_it_went"): "a field of an aid",
    ("decisionaid/domain/likeness.py", "issues"): "a field of an option",
}
"""Words that are the name of a kind too, and mean something else where they stand."""
ON_A_PAGE: Mapping[tuple[str, str], str] = {
    ("templates/components/chart.html", "picture"): "a field of a figure",
    ("templates/components/numbers.html", "picture"): "a field of a panel",
    ("templates/components/sections.html", "picture"): "a field of a count",
    ("templates/exports/page.typ", "picture"): "what the typesetter draws",
    ("templates/cards/matters.html", "questions"): "a field of the card's own view",
    ("templates/pages/library.html", "decision"): "a field of an aid",
    ("static/print.css", "picture"): "a place on the page",
}
"""The same for templates, style sheets and scripts."""
RULES = PACKAGE / "rules"
"""A rule speaks of the fields of an aid, some of which are called as a kind is."""


def own_file(path: Path) -> str:
    """The kind whose own file it is, or ""."""
    inside = path.relative_to(CARDS).parts[0].removesuffix(".py") if path.is_relative_to(CARDS) else ""
    return inside if inside in kinds() else ""


def words_of(tree: ast.Module) -> Iterator[str]:
    """Every string of a module that is no docstring."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_no_module_names_a_kind_of_card_that_is_not_its_own() -> None:
    found = {
        (name_of(path), word)
        for path, tree in sources()
        for word in words_of(tree)
        if word in kinds() and word != own_file(path) and not path.is_relative_to(RULES)
    }
    assert found - ANOTHER_MEANING.keys() == set(), "ask a trait of the kind (`cards.Traits`) and not for its name"
    assert ANOTHER_MEANING.keys() - found == set(), "a word that does not stand there any more"


def test_no_template_sheet_or_script_names_a_kind_of_card_that_is_not_its_own() -> None:
    name = "|".join(kinds())
    named = re.compile(rf"""["'`/=.](?P<a>{name})(?=["'`/.\]])|\.(?P<b>{name})\b""")
    files = [
        path
        for path in (*files_below(ROOT / "templates"), *files_below(ROOT / "static"))
        if path.suffix in (".html", ".typ", ".css", ".js") and "vendor" not in path.parts
    ]
    found = {
        (name_of(path), word)
        for path in files
        for match in named.finditer(path.read_text(encoding="utf-8"))
        if (word := match["a"] or match["b"]) != path.stem
    }
    assert len(files) > 80
    assert found - ON_A_PAGE.keys() == set(), "a page asks for a card by the occasion (`page.on_to`)"
    assert ON_A_PAGE.keys() - found == set(), "a word that does not stand there any more"


def test_no_module_imports_a_kind_of_card_that_is_not_its_own() -> None:
    found = [
        f"{name_of(path)}: {name}"
        for path, tree in sources()
        for name in imported(path, tree)
        if name.startswith("decisionaid.cards.") and name.split(".")[2] in kinds()
        if name.split(".")[2] != own_file(path)
    ]
    assert found == []


def test_a_module_that_begins_with_an_underscore_is_used_in_its_own_folder_only() -> None:
    modules = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path, _ in sources()}
    found, seen = [], 0
    for path, tree in sources():
        here = ".".join(path.relative_to(PACKAGE.parent).parts[:-1])
        for name in imported(path, tree):
            parts = name.split(".")
            for end in range(2, len(parts) + 1):
                module, folder = ".".join(parts[:end]), ".".join(parts[: end - 1])
                if module in modules and parts[end - 1].startswith("_") and not parts[end - 1].startswith("__"):
                    seen += 1
                    if here != folder and not here.startswith(f"{folder}."):
                        found.append(f"{name_of(path)}: {name}")
    assert found == []
    assert seen > 50
