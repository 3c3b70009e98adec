"""Writes `check --report`: each checklist for each aid, as text, as one HTML page, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..checklists import Judgement
    from ._checked import Checked


def report(checked: Sequence[Checked], form: str, level: str, on: date) -> str:
    """The report in one of the forms."""
    lists = [(each, _lists(each)) for each in checked]
    if form == "json":
        return _as_json(lists, level, on)
    return _as_html(lists, level, on) if form == "html" else "\n".join(_as_text(lists, level, on))


def _lists(each: Checked) -> tuple[Judgement, ...]:
    from ..checklists import Subject, judged

    return judged(Subject(each.problems, each.asked, each.not_applying, each.traits))


def _as_text(lists: Sequence[tuple[Checked, tuple[Judgement, ...]]], level: str, on: date) -> Iterator[str]:
    from ..checklists import as_lines

    for each, of_aid in lists:
        yield from as_lines(each.name, of_aid)
        yield ""
    yield f"{len(lists)} {'aid' if len(lists) == 1 else 'aids'} at level {level}, on {on}"


def _as_json(lists: Sequence[tuple[Checked, tuple[Judgement, ...]]], level: str, on: date) -> str:
    from ..checklists import as_data

    aids = [{"file": each.name, "aid": each.id, "checklists": as_data(of_aid)} for each, of_aid in lists]
    return json.dumps({"level": level, "on": on.isoformat(), "aids": aids}, indent=1, ensure_ascii=True)


def _as_html(lists: Sequence[tuple[Checked, tuple[Judgement, ...]]], level: str, on: date) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from ..assets import asset_root
    from ..checklists import IN_WORDS

    pages = Environment(
        loader=FileSystemLoader(asset_root() / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    page = pages.get_template("pages/checklists.html")
    return page.render(lists=lists, level=level, on=on, in_words=IN_WORDS)
