"""Sixteen writers at once: nothing is lost, and whoever writes over another is shown both (H07, H08)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster import needed
from tests.store.clinic import Clinic
from tests.store.many_writers import everywhere, judged, many

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H08")]


@pytest.mark.parametrize("persons", [1, 20])
def test_sixteen_writers_lose_nothing_and_who_writes_over_another_is_told(clinic: Clinic, persons: int) -> None:
    some = [clinic.somebody() for _ in range(persons)]
    people = [(person, visit.id) for person, visit in some]
    found = judged(clinic.store, people, many(clinic.store, people, 64, 16))
    assert found.choices == 64
    assert found.faults == 0, str(found)
    assert found.over > 0, "nobody met anybody"


@pytest.mark.hold
def test_ten_thousand_choices_of_sixteen_writers_on_both_databases(tmp_path: Path) -> None:
    needed()
    found = everywhere(tmp_path, 10_000)
    assert sum(each.choices for each in found) == 10_000
    assert [each.faults for each in found] == [0] * 4, "\n".join(map(str, found))
    assert all(each.over for each in found)
