"""The benchmark says what it measured: every figure, the same as text and as JSON, and a failure over a budget.

No time is asserted here; how fast it is on a quiet machine is what `make bench` is for.
"""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from e2e.bench.__main__ import main
from e2e.bench._figure import Figure, Measured, NotMeasured, figures
from e2e.bench._world import World
from e2e.bench.plans import first_in_a_process
from tests.builders import Table

ALL = figures()
PROMISED = (
    *(
        "card drawn: situation",
        "card drawn: picture",
        "card drawn: decision",
        "card drawn, CPU: the picture",
        "card drawn, CPU: the dearest other kind",
        "choice appended through",
    ),
    *(
        "choice appended, beside a bare row",
        "choice sent over HTTP and answered",
        "choice sent over HTTP, beside a bare row",
        "choice sent over HTTP, beside an empty answer and a row",
        "plan told from 200",
        "plan told from 1,000",
        "PDF of a whole plan",
    ),
    *("first PDF of a process", "aid checked", "`decisionaid check`", "`decisionaid --version`", "server ready"),
    *(
        "server back after kill",
        "library of 1,000",
        "first card, compressed",
        "first card, requests",
        "first card, nodes",
    ),
    *("layout shift", "live chart, the first", "live chart, later", "beside SurveyJS"),
    *(f"{card} card, {what}" for card in ("picture", "decision") for what in ("largest paint", "usable", "blocking")),
    *(f"{card} card, {what}" for card in ("picture", "decision") for what in ("worst tap", "script heap")),
)
PROMISED += tuple(
    f"200 visits at once, {what}: {database}, {processes}"
    for what in ("the middle answer", "99 in 100 answers")
    for database in ("SQLite", "PostgreSQL")
    for processes in ("one process", "2 processes")
)
PROMISED += tuple(
    f"choices of {who} on {database}, beside bare rows"
    for who in ("one writer", "16 writers")
    for database in ("SQLite", "PostgreSQL")
)
PROMISED += tuple(
    f"a {what} after 100,000 visits, beside a new clinic: {database}"
    for what in ("card", "choice")
    for database in ("SQLite", "PostgreSQL")
)
PROMISED += ("a card of a person with 10,000 choices",)
FOLD = next(each for each in ALL if each.name.startswith("plan told from 200"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """A tiny run of what this process can measure by itself: what was printed, and the JSON."""
    file = tmp_path_factory.mktemp("bench") / "bench.json"
    said = StringIO()
    with redirect_stdout(said):
        assert main(["--quick", "--json", str(file)]) == 0
    return said.getvalue(), json.loads(file.read_text(encoding="utf-8"))


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in text.splitlines() if " | " in line]


def test_every_budget_that_was_promised_is_a_figure() -> None:
    names = [each.name for each in ALL]
    assert [each for each in PROMISED if sum(each in name for name in names) != 1] == []
    assert len(set(names)) == len(names)


def test_the_table_has_every_figure_in_the_same_order(run: tuple[str, dict[str, Any]]) -> None:
    head, *rows = _rows(run[0])
    assert head == ["figure", "measured", "budget", "verdict"]
    assert [row[0] for row in rows] == [each.name for each in ALL]


def test_text_and_json_agree(run: tuple[str, dict[str, Any]]) -> None:
    text, data = run
    rows = _rows(text)[1:]
    assert [(row[0], row[3]) for row in rows] == [(each["figure"], each["verdict"]) for each in data["figures"]]
    for row, each in zip(rows, data["figures"], strict=True):
        assert (row[1] == "") is (each["measured"] is None), row
        assert each["measured"] is None or _number(row[1]) == pytest.approx(each["measured"], rel=0.03, abs=0.06), row
        assert _number(row[2]) == pytest.approx(each["budget"], abs=0.01)


def _number(cell: str) -> float:
    return float(cell.removeprefix("≤ ").split()[0].replace(",", ""))


def test_the_load_of_the_machine_stands_beside_the_figures(run: tuple[str, dict[str, Any]]) -> None:
    text, data = run
    assert f"{data['machine']['cores']} cores" in text
    for each in (data["machine"]["load before"], data["machine"]["load after"]):
        assert not each or f"{each[0]:.1f}" in text.splitlines()[-1]


def test_nothing_is_broken_and_what_needs_no_more_than_this_process_is_measured(
    run: tuple[str, dict[str, Any]],
) -> None:
    verdicts = {each["figure"]: each["verdict"] for each in run[1]["figures"]}
    assert [name for name, verdict in verdicts.items() if verdict.startswith("broken")] == []
    left = {name for name, verdict in verdicts.items() if verdict.startswith("not measured")}
    assert {verdicts[name] for name in left} == {"not measured: left out of a quick run"}
    assert not [
        name for name in left if name.startswith(("card drawn", "choice appended", "plan told", "PDF", "library"))
    ]
    assert "first card, compressed" in left


def test_the_first_pdf_of_a_process_is_measured_in_a_process_of_its_own(table: Table) -> None:
    visit = table.open_visit(name="Ada Example")
    assert first_in_a_process(table.data, table.store.people.visit(visit.id).person_id) > 0


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_every_budget_names_its_reason(each: Figure) -> None:
    assert len(each.why.split()) >= 8
    assert each.budget > 0 or each.unit == "shift"


def test_a_budget_of_nothing_fails_only_when_asked_to(capsys: pytest.CaptureFixture[str]) -> None:
    spent = [Figure("a thing", 0, "ms", "for a reason that a reader wants to know", lambda _: Measured(1))]
    assert main(["--quick"], spent) == 0
    assert main(["--quick", "--assert"], spent) == 1
    said = capsys.readouterr().out
    assert "| OVER" in said
    assert spent[0].why in said, "the reason for the budget stands under the table"


def test_within_its_budget_it_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--assert"], [Figure("a thing", 2, "ms", "for a reason", lambda _: Measured(1))]) == 0
    assert "| within" in capsys.readouterr().out


def test_what_cannot_be_measured_neither_fails_nor_passes(capsys: pytest.CaptureFixture[str]) -> None:
    def lacks(world: World) -> Measured:
        raise NotMeasured("no such thing on this machine")

    assert main(["--assert"], [Figure("a thing", 1, "ms", "for a reason", lacks)]) == 0
    said = capsys.readouterr().out
    assert "not measured: no such thing on this machine" in said
    assert "within" not in said


def test_a_figure_that_breaks_fails_and_stops_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    def breaks(world: World) -> Measured:
        raise ValueError("it went wrong")

    def goes(world: World) -> Measured:
        return Measured(0.5)

    both = [Figure("one", 1, "ms", "for a reason", breaks), Figure("other", 1, "ms", "for a reason", goes)]
    assert main(["--assert"], both) == 1
    said = capsys.readouterr().out
    assert "broken: ValueError it went wrong" in said
    assert "0.5 ms" in said


def test_a_name_that_no_figure_has_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "the speed of light"]) == 2
    assert FOLD.name in capsys.readouterr().err


def test_json_is_written_where_it_was_asked_for_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    assert main(["--quick", "--only", "aid checked", "--json", str(file)]) == 0
    assert [each["figure"] for each in json.loads(file.read_text("utf-8"))["figures"]] == [
        "aid checked, in this process"
    ]
    assert list(tmp_path.iterdir()) == [file]
