"""Joins the modules of a script into one file, because a first card may make six requests at most.

The source is plain modules, which a browser also runs as they are. Joining puts them one after the other and changes
nothing else, so they keep four rules, and `join` refuses a module that breaks one: names are imported by
`import { a, b } from "./file.js";`, `export` stands before a declaration, no module imports itself in a circle, and no
two modules give the same name to something at their top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from .short_names import shorten
from .tokens import REMARK, SPACE, TEXT, NotRead, Token, pack_script, script_tokens

_IMPORT = re.compile(r'import\s*\{([\w$,\s]+)\}\s*from\s*"\./([\w-]+\.js)"\s*;')
_DECLARES = ("const", "let", "function", "class")


@dataclass(frozen=True)
class _Module:
    imports: tuple[tuple[str, frozenset[str]], ...]
    """File and names."""
    exports: frozenset[str]
    names: frozenset[str]
    """Everything that is named at its top."""
    body: str


def join(entry: Path) -> str:
    """One packed script with the module `entry` and everything that it imports.

    Raises:
        NotRead: a module keeps to other rules than those above.
    """
    modules: dict[Path, _Module] = {}
    _add(entry, modules, ())
    owners: dict[str, Path] = {}
    for path, module in modules.items():
        for name in sorted(module.names):
            if owners.setdefault(name, path) != path:
                raise NotRead(f"{path.name} and {owners[name].name} both name something {name}")
    return shorten(pack_script("\n".join(each.body for each in modules.values())), owners)


def _add(path: Path, modules: dict[Path, _Module], above: tuple[Path, ...]) -> None:
    """Append to `modules` first what a module imports, then the module itself."""
    if path in above:
        raise NotRead(f"{path.name} imports itself by way of {', '.join(each.name for each in above)}")
    if path in modules:
        return
    module = _read(path)
    for file, names in module.imports:
        _add(path.parent / file, modules, (*above, path))
        if missing := names - modules[path.parent / file].exports:
            raise NotRead(f"{path.name} imports {', '.join(sorted(missing))}, which {file} does not export")
    modules[path] = module


def _read(path: Path) -> _Module:
    """Take the imports and the word `export` out of a module."""
    text = path.read_text(encoding="utf-8")
    top = list(_at_the_top(text))
    imports, taken = [], []
    exported: list[int] = []
    for place, token in enumerate(top):
        if token.words == "import":
            found = _IMPORT.match(text, token.at)
            if not found:
                raise NotRead(f"{path.name} imports in another way than the rest: {text[token.at :].splitlines()[0]}")
            imports.append((found[2], frozenset(found[1].replace(",", " ").split())))
            taken.append((token.at, found.end()))
        elif token.words == "export":
            if top[place + 1].words not in ("async", *_DECLARES):
                raise NotRead(f"{path.name} exports in another way than the rest: {text[token.at :].splitlines()[0]}")
            exported.append(place)
            taken.append((token.at, top[place + 1].at))
    body, last = "", 0
    for start, end in taken:
        body, last = body + text[last:start], end
    exports = frozenset(name for place in exported for name in _names(top[place + 1 :])[0])
    return _Module(tuple(imports), exports, frozenset(_all_names(top)), body + text[last:])


def _at_the_top(text: str) -> Iterator[Token]:
    """The tokens that stand in no bracket, remarks and white space left out."""
    depth = 0
    for token in script_tokens(text):
        if token.kind in (SPACE, REMARK):
            continue
        depth -= token.words in ("}", ")", "]") or (token.kind == TEXT and token.words.startswith("}"))
        if depth == 0:
            yield token
        depth += token.words in ("{", "(", "[") or (token.kind == TEXT and token.words.endswith("${"))


def _all_names(top: list[Token]) -> Iterator[str]:
    place = 0
    while place < len(top):
        names, length = _names(top[place:])
        yield from names
        place += length


def _names(tokens: list[Token]) -> tuple[list[str], int]:
    """What the declaration that begins here names, and how many tokens it takes; none and one where none begins."""
    if tokens[0].words == "async":
        return _names(tokens[1:])
    if tokens[0].words not in _DECLARES:
        return [], 1
    if tokens[0].words in ("function", "class"):
        return [tokens[1].words], 2
    end = next((place for place, each in enumerate(tokens) if each.words == ";"), len(tokens))
    named = [one.words for before, one in pairwise(tokens[:end]) if before.words in ("const", "let", ",")]
    return named, end
