"""The style rules that the vendored chart library would put into the page by itself, read out of its own file.

Our pages allow no style sheet that a script writes, so the rules ship as a file and the library is told to leave them
be. `python -m tests.figures.plotly_css` writes that file anew after an update of the library.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
SCRIPT = VENDOR / "plotly-basic-4.1.1.min.js"
STYLE = VENDOR / "plotly-4.1.1.css"

_RULES = re.compile(r"""\{"X,X div":.*?\}(?=;for\()""", re.DOTALL)
_PAIR = re.compile(r""""([^"]*)":("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def rules_of(script: str) -> dict[str, str]:
    """Selector -> declarations, in the order in which the library would put them in."""
    found = _RULES.search(script)
    assert found, "the library keeps its style rules in another form now"
    return {key: _text(value) for key, value in _PAIR.findall(found.group(0))}


def css_of(script: str) -> str:
    """The rules as a style sheet. The library puts each rule before the others, so the last one stands first here."""
    lines = [f"{_selector(key)}{{{value}}}\n" for key, value in rules_of(script).items()]
    head = "/* The style rules of plotly.js (basic) 4.1.1, MIT licence: see plotly-basic-4.1.1.LICENSE. */\n"
    return head + "".join(reversed(lines))


def _text(literal: str) -> str:
    return str(json.loads(literal)) if literal.startswith('"') else literal[1:-1].replace("\\'", "'")


def _selector(key: str) -> str:
    return re.sub("^,", " ,", key).replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")


if __name__ == "__main__":
    STYLE.write_text(css_of(SCRIPT.read_text(encoding="utf-8")), encoding="utf-8")
