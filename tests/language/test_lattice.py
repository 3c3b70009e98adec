"""Every number that is shown is the number of the file: two hundred aids and people, worked out a second time apart.

The ordinary run looks at a slice of them in figures, tables and sentences, and at a few through a whole visit; all of
them go through both with `-m hold`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pypdfium2
import pytest

from decisionaid.domain.fill_sentences import fill
from decisionaid.figures import bars, icon_array, rows_of
from decisionaid.locale import words
from tests.builders import Table, Visit, text_of
from tests.web.rooms import Clinic

from .lattice import COUNT, one
from .recounted import Counted, recounted
from .small import small, told

pytestmark = [pytest.mark.hazard("H01"), pytest.mark.hazard("H12")]
EN = words("en")
POINTS = {"points": {"ask": "Points", "kind": "count", "allowed": [0, 9]}}


def made(seed: int) -> tuple[Any, dict[str, Counted], dict[str, Any], dict[str, Any]]:
    """The aid, what it has to say, the person, and the file's own claims."""
    claims, rows, rest = one(seed)
    outcomes = {"event": {"say": "a stroke", "wished": False, "horizon": {"years": 1}, "of": rest["of"]}}
    aid = small(claims, rows, outcomes=outcomes, inputs=POINTS)
    person = {"points": rest["points"]}
    return aid, recounted({"claims": claims, "outcomes": outcomes}, person), person, outcomes


def shown(seed: int) -> None:
    """Figures of both kinds, their table, and sentences of one aid."""
    aid, right, person, _ = made(seed)
    numbers = told(aid, **person)
    rows = rows_of(aid, numbers, "event")
    assert {row.chance.claim for row in rows if row.chance} >= {key for key in right if key.startswith(("none", "way"))}
    for draw in (icon_array.draw, bars.draw):
        figure = draw(aid, "event", rows, EN)
        for panel, cells in zip(figure.panels, figure.table.rows, strict=True):
            wanted = right[panel.claim]
            assert panel.key_number.lower() == wanted.words(), (seed, panel.claim)
            assert cells[1].lower() == wanted.words(), (seed, panel.claim)
            assert f'data-count="{wanted.counts()[0]}"' in panel.picture, (seed, panel.claim)
            if wanted.change():
                assert panel.change == f"That is {wanted.change()}.", (seed, panel.claim)
            assert (" fewer" in panel.change or " more" in panel.change) == bool(wanted.change()), (seed, panel.claim)
    for key, wanted in right.items():
        said = fill(f"{{{key}}}", aid, numbers, EN)
        assert said is not None
        assert said.text == wanted.words(), (seed, key)
        for part, edge in (("low", wanted.low), ("high", wanted.high)):
            if edge is not None:
                said = fill(f"{{{key}.{part}}}", aid, numbers, EN)
                assert said is not None
                assert said.text == Counted((edge,), None, None, None, wanted.of).words(), (seed, key, part)


@pytest.mark.parametrize("part", range(4))
def test_figures_tables_and_sentences_say_the_number_of_the_file(part: int) -> None:
    for seed in range(part, 48, 4):
        shown(seed)


@pytest.mark.hold
def test_two_hundred_figures_tables_and_sentences_say_the_number_of_the_file() -> None:
    for seed in range(COUNT):
        shown(seed)


def through_a_visit(folder: Path, seeds: range) -> int:
    """Screen, paper, PDF and note of each aid; how many numbers were compared."""
    library, compared = folder / "aids", 0
    for seed in seeds:
        aid, *_ = made(seed)
        raw = json.loads(aid.model_dump_json(by_alias=True, exclude_defaults=True))
        raw |= {"id": f"aid{seed}", "status": "draft", "title": f"Aid {seed}", "reviews": {}, "models": {}}
        raw["claims"] = one(seed)[0]  # as the file says it
        (library / f"aid{seed}").mkdir(parents=True)
        (library / f"aid{seed}" / "aid.yaml").write_text(json.dumps(raw), encoding="utf-8")
    table = Table(folder / "data", more={"aids": str(library)})
    clinic = Clinic(table)
    for seed in seeds:
        compared += _visited(clinic, seed)
    return compared


def _visited(clinic: Clinic, seed: int) -> int:
    _, right, person, _ = made(seed)
    visit = Visit(clinic.table.client, clinic.visit().id, f"aid{seed}")
    visit.send("card/situation", {"value_points": str(person["points"]), "then": "picture"})
    html = visit.get("card/picture").text
    visit.send("card/decision", {"arrived": "option.nothing", "then": "plan"})
    places = {
        "screen": text_of(html).lower(),
        "paper": text_of(visit.get("print").text).lower(),
        "note": text_of(visit.get("note?plain=1").text).lower(),
        "pdf": _text_of_pdf(visit.get("plan.pdf").data).lower(),
    }
    page = lxml.html.fromstring(html)
    compared = 0
    for key, wanted in right.items():
        if key in ("uk", "sweden"):
            continue
        drawn = page.xpath(f"//g[@data-claim='{key}' and @data-of='{wanted.of}']/@data-count")
        assert set(drawn) == {str(wanted.counts()[0])}, (seed, key)
        for place, text in places.items():
            assert wanted.words() in text, (seed, key, place, wanted.words())
            compared += 1
        if wanted.change():
            assert wanted.change() in places["screen"], (seed, key)
            assert wanted.change() in places["paper"], (seed, key)
    return compared


def _text_of_pdf(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


def test_screen_paper_pdf_and_note_say_the_number_of_the_file(tmp_path: Path) -> None:
    assert through_a_visit(tmp_path, range(6)) >= 40


@pytest.mark.hold
def test_two_hundred_screens_papers_pdfs_and_notes_say_the_number_of_the_file(tmp_path: Path) -> None:
    assert through_a_visit(tmp_path, range(COUNT)) >= 1500
