"""Every word of the interface that needs a translation, found in the sources themselves.

English stands where it is used: `say("...")` in a template or a module, or a constant that is said later
(`words.say(MARKS[mark])`). There is no list to keep: whatever reaches `say` or `plural` is followed back to the strings
it can be. A problem's plain words count too, because the problem page says them. A string that cannot be followed is
named, so that nothing stays English unseen. `python -m decisionaid.locale es` prints what is missing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, StrictUndefined, nodes

SAYS: Mapping[str, int] = {
    "say": 0, "plural": 0, "answer": 1, "NotThere": 0, "NotAllowed": 0, "NotApproved": 0, "Conflict": 0,
    "SignInNeeded": 0, "TooManyTries": 0, "InputProblem": 3, "_sign_in_page": 0,
}  # fmt: skip
"""What says its words to a person, and which of its arguments they are."""
IN_A_VISIT = (
    "cards",
    "exports",
    "figures",
    "locale",
    "web",
    "store/arrivals.py",
    "store/log.py",
    "store/passwords.py",
    "store/people.py",
    "store/tries.py",
    "telling.py",
    "told.py",
)
"""Where words of the interface stand; commands speak to whoever runs the server, in English."""
PASSED_ON = ("MappingProxyType", "cast", "next", "tuple", "list", "sorted", "str")
Key = str | tuple[str, str]
Scope = ast.AST | None


@dataclass
class Found:
    """What the sources say.

    Attributes:
        at: a word, or a singular with its plural -> where it stands.
        lost: places that say something nobody could follow.
    """

    at: dict[Key, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def every_word(package: Path, templates: Path) -> Found:
    """All words of the modules and the templates, each with one place where it stands."""
    found = Found()
    modules = {path: _Module(path, package) for path in sorted(package.rglob("*.py")) if _in_a_visit(path, package)}
    domain = {path: _Module(path, package) for path in sorted((package / "domain").glob("*.py"))}
    known = _Known({**domain, **modules})
    for module in modules.values():
        _of_module(module, known, found)
    for path in sorted(templates.rglob("*.html")):
        for key in _of_template(path.read_text(encoding="utf-8")):
            found.at.setdefault(key, str(path.relative_to(templates.parent)))
    return found


def _in_a_visit(path: Path, package: Path) -> bool:
    name = path.relative_to(package).as_posix()
    return path.stem != "extract" and any(name == each or name.startswith(f"{each}/") for each in IN_A_VISIT)


def _of_template(text: str) -> Iterator[Key]:
    for call in _TEMPLATES.parse(text).find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else getattr(call.node, "attr", "")
        said = [arg.value for arg in call.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)]
        if name == "say" and said:
            yield said[0]
        elif name == "plural" and len(said) > 1:
            yield said[0], said[1]


_TEMPLATES = Environment(autoescape=True, undefined=StrictUndefined)


class _Module:
    """One module: its constants, what it imports, and the function around each node."""

    def __init__(self, path: Path, package: Path) -> None:
        self.name = path.relative_to(package).with_suffix("").as_posix().removesuffix("/__init__")
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.constants = dict(_assigned(self.tree.body))
        self.imports = {
            alias.asname or alias.name: (node.module or "").split(".")[-1]
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        self.inside: dict[ast.AST, Scope] = {}
        self._place(self.tree, None)

    def _place(self, node: ast.AST, scope: Scope) -> None:
        for child in ast.iter_child_nodes(node):
            self.inside[child] = scope
            self._place(child, child if isinstance(child, ast.FunctionDef) else scope)


def _assigned(body: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and value is not None:
            yield from ((each.id, value) for each in targets if isinstance(each, ast.Name))


class _Known:
    """Follows an expression back to the strings that it can be."""

    def __init__(self, modules: Mapping[Path, _Module]) -> None:
        self.modules = list(modules.values())

    def strings(self, node: ast.AST | None, module: _Module, deep: int = 12) -> list[str]:
        """The strings of an expression, in order; of a mapping its values."""
        if node is None or deep == 0:
            return []
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.Name):
            return self._named(node, module, deep)
        if isinstance(node, ast.Attribute) and node.attr.isupper():
            return [
                text for each in self.modules for text in self.strings(each.constants.get(node.attr), each, deep - 1)
            ]
        return [text for part in _parts(node) for text in self.strings(part, module, deep - 1)]

    def _named(self, node: ast.Name, module: _Module, deep: int) -> list[str]:
        scope = module.inside.get(node)
        near = [] if scope is None else self._in_function(node.id, scope, module, deep)
        if near or node.id in module.constants:
            return near or self.strings(module.constants[node.id], module, deep - 1)
        source = module.imports.get(node.id)
        return [
            text
            for each in self.modules
            if source and each.name.split("/")[-1] == source
            for text in self.strings(each.constants.get(node.id), each, deep - 1)
        ]

    def _in_function(self, name: str, scope: ast.AST, module: _Module, deep: int) -> list[str]:
        found: list[str] = []
        for node in ast.walk(scope):
            for assigned, value in _assigned([node]):
                found += self.strings(value, module, deep - 1) if assigned == name else []
            if isinstance(node, (ast.comprehension, ast.For)):
                found += self._from_loop(name, node.target, node.iter, module, deep)
        return list(dict.fromkeys(found))

    def _from_loop(self, name: str, target: ast.expr, over: ast.expr, module: _Module, deep: int) -> list[str]:
        if isinstance(target, ast.Name):
            return self.strings(over, module, deep - 1) if target.id == name else []
        names = [getattr(each, "id", "") for each in getattr(target, "elts", [])]
        return self._column(over, names.index(name), module, deep - 1) if name in names else []

    def _column(self, node: ast.AST | None, at: int, module: _Module, deep: int) -> list[str]:
        """One place of every row: of `items()` the values, of tuples the one at that place."""
        if node is None or deep == 0:
            return []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "items":
            return self.strings(node.func.value, module, deep - 1) if at == 1 else []
        if isinstance(node, (ast.Tuple, ast.List)):
            rows = [each.elts for each in node.elts if isinstance(each, ast.Tuple)]
            return [text for row in rows if len(row) > at for text in self.strings(row[at], module, deep - 1)]
        if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            return self.strings(node.elt.elts[at], module, deep - 1) if isinstance(node.elt, ast.Tuple) else []
        if isinstance(node, ast.Name):
            scope = module.inside.get(node)
            told = [value for name, value in _assigned(ast.walk(scope)) if name == node.id] if scope else []
            told = told or [module.constants[node.id]] * (node.id in module.constants)
            return [text for each in told for text in self._column(each, at, module, deep - 1)]
        return []


_PLAIN_PARTS: Mapping[tuple[type[ast.AST], ...], str] = {
    (ast.Dict, ast.BoolOp): "values",
    (ast.Tuple, ast.List, ast.Set): "elts",
    (ast.Subscript, ast.Starred): "value",
    (ast.GeneratorExp, ast.ListComp): "elt",
}


def _parts(node: ast.AST) -> list[ast.expr]:
    """The parts of an expression that its words can come from."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    for kinds, part in _PLAIN_PARTS.items():
        if isinstance(node, kinds):
            found = getattr(node, part)
            return list(found) if isinstance(found, list) else [found]
    if not isinstance(node, ast.Call):
        return []
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "values", "items"):
        return [node.func.value, *node.args[1:]]
    return list(node.args) if isinstance(node.func, ast.Name) and node.func.id in PASSED_ON else []


def _of_module(module: _Module, known: _Known, found: Found) -> None:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        at = SAYS.get(name)
        if at is None or len(node.args) <= at or _says_an_aid(node, module):
            continue
        place = f"{module.name}.py:{node.lineno}"
        said = known.strings(node.args[at], module)
        if name == "plural":
            for one, many in zip(said, known.strings(node.args[1], module), strict=False):
                found.at.setdefault((one, many), place)
        for text in said if name != "plural" else ():
            if any(letter.isalpha() for letter in text):
                found.at.setdefault(text, place)
        if not said and not isinstance(node.args[at], ast.Call):
            found.lost.append(f"{place}: {ast.unparse(node.args[at])}")


def _says_an_aid(node: ast.Call, module: _Module) -> bool:
    """`say(text, scene)` fills a sentence of an aid, whose words stand in the aid."""
    return len(node.args) > 1 and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say"
