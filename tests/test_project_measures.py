"""How much a function of the program may hold: most are short, and none has more branches than one can follow."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.project import name_of, sources

MOST_BRANCHES, MANY_BRANCHES, SHARE_WITH_MANY = 12, 10, 0.01
"""No function has more branches than the first; of those with more than the second there is no larger share."""
TENTH_LONGEST = 20
"""Nine of ten functions are no longer than this, in lines."""
FROZEN = "decisionaid/store/migrations/versions/"
BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.match_case, ast.comprehension)


def branches(function: ast.AST) -> int:
    """Conditions, loops, handlers and comprehensions, and each `and` and `or`; functions inside count by themselves."""
    found, parts = 0, list(ast.iter_child_nodes(function))
    while parts:
        part = parts.pop()
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        found += len(part.values) - 1 if isinstance(part, ast.BoolOp) else isinstance(part, BRANCHES)
        parts.extend(ast.iter_child_nodes(part))
    return found


def program() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function of the program, with where it stands."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not name_of(path).startswith(FROZEN):
                yield f"{name_of(path)}:{node.lineno} {node.name}", node


def test_branches_are_really_counted() -> None:
    text = "def f(a):\n  if a and a > 1 or a is None: return [b for b in a if b]\n  def g():\n    while a: pass\n"
    text += "  try: return 1 if a else 2\n  except KeyError: pass\n"
    assert branches(ast.parse(text).body[0]) == len(["if", "and", "or", "for", "else", "except"])


def test_no_function_has_more_ways_through_it_than_one_can_follow() -> None:
    counted = {where: branches(node) for where, node in program()}
    assert len(counted) > 1000
    assert {where: count for where, count in counted.items() if count > MOST_BRANCHES} == {}
    many = sorted(where for where, count in counted.items() if count > MANY_BRANCHES)
    assert len(many) <= SHARE_WITH_MANY * len(counted), many


def test_nine_of_ten_functions_are_short() -> None:
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for _, node in program())
    assert lengths[len(lengths) * 9 // 10] <= TENTH_LONGEST
