"""What a number of clinics needs is worked out from true costs, and stands in the README as the program says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from decisionaid.capacity import CORES, MOST_CHOICES, MOST_OF_ONE_CLINIC, VISIT_KIB, need, page
from decisionaid.cli import main
from e2e.bench._visit import cards_of, tap_through
from tests.builders import Table, Visit
from tests.project import ROOT


def test_the_readme_holds_the_page_that_the_program_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capacity"]) == 0
    said = capsys.readouterr().out
    assert said == page([need(1), need(10), need(1000)])
    assert said in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_visit_takes_no_more_of_the_database_than_the_page_counts_with(tmp_path: Path) -> None:
    with_visits, visits = Table(tmp_path / "data"), 2
    try:
        _talk(with_visits)  # the tables have their first pages
        before = _size(with_visits)
        for _ in range(visits):
            _talk(with_visits)
        assert (_size(with_visits) - before) / visits / 1024 <= VISIT_KIB
    finally:
        with_visits.store.close()


def _talk(table: Table) -> None:
    first = table.open_visit(name="Ada Example")
    clinic = table.app.extensions["clinic"]
    visit = Visit(first.client, first.id, "statin")
    for card in cards_of(clinic, "statin"):
        tap_through(clinic, visit, card)


def _size(table: Table) -> int:
    ask = text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    with table.store.engine.connect() as connection:
        return int(connection.execute(ask).scalar_one())


def test_one_clinic_is_one_machine_and_more_of_them_outlive_one() -> None:
    assert (need(1).machines, need(1).postgresql) == (1, False)
    assert all(need(clinics).machines >= 2 and need(clinics).postgresql for clinics in (2, 10, 1000))


def test_more_clinics_never_need_less() -> None:
    needs = [need(clinics) for clinics in range(1, 3000, 7)]
    for name in ("cores", "machines", "memory_mb", "disk_gib", "choices"):
        values = [getattr(each, name) for each in needs]
        assert values == sorted(values), name
    assert all((each.machines - each.postgresql) * CORES >= each.cores for each in needs)


def test_all_connections_stay_below_what_the_server_allows() -> None:
    for each in (need(clinics) for clinics in (2, 10, 100, 800)):
        assert each.pool() * each.machines * each.processes < 100


def test_what_nobody_has_measured_is_said() -> None:
    assert need(1).not_tried() == need(10).not_tried() == []
    assert need(1000).not_tried() == ["visits"]
    assert need(3000).choices > MOST_CHOICES
    assert need(3000).not_tried() == ["visits", "choices"]
    assert need(1, rooms=4 * MOST_OF_ONE_CLINIC).not_tried() == ["visits", "one clinic"]


def test_a_number_that_is_none_is_refused_with_what_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("0", "-1", "ten", "1.5", "10000000"):
        with pytest.raises(SystemExit):
            main(["capacity", wrong])
        assert "a whole number from 1 to 1,000,000" in capsys.readouterr().err or wrong == "-1"
