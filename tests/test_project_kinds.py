"""A kind of card stands alone: nothing outside its own files names it, and what is private to a folder stays there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from decisionaid.cards import kinds
from tests.project import PACKAGE, imported, name_of, sources

CARDS = PACKAGE / "cards"
ANOTHER_MEANING: Mapping[tuple[str, str], str] = {
    ("decisionaid/domain/page.py", "picture"): "a place on the page",
    ("decisionaid/cards/decision/_page.py", "picture"): "a place on the page",
    ("decisionaid/exports/pdf.py", "picture"): "what the typesetter draws",
    ("decisionaid/domain/aid.py", "decision"): "the sort of an aid",
    ("decisionaid/library.py", "decision"): "a field of an aid",
    ("decisionaid/domain/references.py", "picture"): "a field of an aid",
    ("decisionaid/domain/likeness.py", "issues"): "a field of an option",
}
"""Words that are the name of a kind too, and mean something else where they stand."""
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
