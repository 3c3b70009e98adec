"""What the role that serves is allowed on a server, held against every statement that the program can make.

The program is read, not run: a statement in a corner that no test visits is compared as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import decisionaid
from decisionaid.store.guards import GRANTS
from decisionaid.store.tables import metadata

PROGRAM = Path(decisionaid.__file__).parent
VERBS = ("insert", "update", "delete")
TOLD_BY_THE_CALLER = {
    ("store/blinds.py", "table"): ("account", "person_identifier"),
    ("store/colleagues.py", "table"): ("invitation", "account_identity", "sign_in"),
    ("store/copying.py", "table"): tuple(metadata.tables),
    ("store/erasing.py", "first"): (),
    ("store/erasing.py", "table"): (),
    ("store/leaving.py", "table"): ("sealed_text", "person"),
}
"""Where a statement is about a table that it was given: which tables those are. On a server a function of the owner
erases, and the role that serves may delete none of those rows."""


def of_sqlalchemy(tree: ast.Module) -> dict[str, str]:
    """The names under which a module makes statements -> their verb."""
    return {
        each.asname or each.name: each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for each in node.names
        if each.name in VERBS
    }


def statements(code: str) -> Iterator[tuple[str, str]]:
    """What a module changes: the name of a table, and the verb."""
    tree = ast.parse(code)
    makers = of_sqlalchemy(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in makers:
            yield ast.unparse(node.args[0]), makers[called.id]
        elif isinstance(called, ast.Attribute) and called.attr in VERBS and not (node.args or node.keywords):
            yield ast.unparse(called.value), called.attr  # a table's own insert(); a dict's update() is given something


def changes_of_the_program() -> set[tuple[str, str, str]]:
    """Every file, table and verb; the migrations are run by the owner of the tables."""
    found = set()
    for file in sorted(PROGRAM.rglob("*.py")):
        where = file.relative_to(PROGRAM).as_posix()
        if where.startswith("store/migrations/"):
            continue
        for name, verb in statements(file.read_text(encoding="utf-8")):
            for table in TOLD_BY_THE_CALLER.get((where, name), (name,)):
                found.add((where, table, verb.upper()))
    return found


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("from sqlalchemy import delete\nrun(delete(seat).where(x))", [("seat", "delete")]),
        ("from sqlalchemy import update as change\nchange(person).values(a=1)", [("person", "update")]),
        ("run(head.insert().values(a=1))", [("head", "insert")]),
        ("found.update(more)\ndelete(this)", []),
    ],
)
def test_the_reader_of_the_program_sees_each_way_to_make_a_statement(code: str, made: list[tuple[str, str]]) -> None:
    assert list(statements(code)) == made


def test_every_change_that_the_program_makes_is_allowed_to_the_role_that_serves() -> None:
    changes = changes_of_the_program()
    assert {table for _, table, _ in changes} <= set(metadata.tables), "a statement about a table nobody can name"
    refused = {change for change in changes if change[2] not in GRANTS[change[1]]}
    assert refused == set()


def test_nothing_may_be_deleted_that_the_program_never_deletes() -> None:
    deleted = {table for _, table, verb in changes_of_the_program() if verb == "DELETE"}
    assert {table for table, verbs in GRANTS.items() if "DELETE" in verbs} == deleted


def test_every_table_may_be_read() -> None:
    assert {table for table, verbs in GRANTS.items() if "SELECT" in verbs} == {*metadata.tables, "alembic_version"}


def test_the_program_writes_no_change_as_text() -> None:
    """Such a one would not be seen here, and would not name its site either."""
    written = [
        f"{file.relative_to(PROGRAM)}: {node.value}"
        for file in sorted(PROGRAM.rglob("*.py"))
        if "migrations" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.startswith(("DELETE FROM ", "INSERT INTO ", "UPDATE ")) and node.value != "UPDATE OR DELETE"
    ]
    assert written == []
