"""Joins style sheets: one that begins with `@import` is served together with what it imports.

So a rule is written in one file, each sheet says at its top what it builds on, and a page still has a single sheet. A
browser reads the source the same way, as long as no file is imported a second time, which is refused.

Source: CSS Cascading and Inheritance Level 5, 2 "Importing Style Sheets".
"""

from __future__ import annotations

import re
from pathlib import Path

from .tokens import REMARK, SPACE, NotRead, pack_style, style_tokens

_IMPORT = re.compile(r'@import "([\w./-]+\.css)";')


def join_sheets(entry: Path) -> str:
    """The sheet `entry`, packed, after everything that it imports.

    Raises:
        NotRead: an import stands after a rule, in another way than `@import "file.css";`, or is there a second time.
    """
    bodies: dict[Path, str] = {}
    _add(entry.resolve(), bodies, frozenset())
    return pack_style("\n".join(bodies.values()))


def _add(path: Path, bodies: dict[Path, str], above: frozenset[Path]) -> None:
    """Append to `bodies` first what a sheet imports, then the sheet itself."""
    if path in above or path in bodies:
        raise NotRead(f"{path.name} is imported a second time")
    text, at = path.read_text(encoding="utf-8"), 0
    for token in style_tokens(text):
        if token.at < at or token.kind in (SPACE, REMARK):
            continue
        found = _IMPORT.match(text, token.at)
        if not found:
            break
        at = found.end()
        _add((path.parent / found[1]).resolve(), bodies, above | {path})
    if any(token.words == "@import" for token in style_tokens(text[at:])):
        raise NotRead(f'{path.name} imports after a rule, or in another way than @import "file.css";')
    bodies[path] = text[at:]
