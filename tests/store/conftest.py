"""Every test of the store has an unrelated second patient in the tables and another clinic: both end untouched.

Each runs on both kinds of database; `@pytest.mark.only("sqlite", "why")` says of a test that it is about one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.clinic import Clinic
from tests.store.neighbour import Neighbour, Watch

Made = tuple[Clinic, Clinic, Neighbour]
"""A clinic alone, the same clinic with another in its database, and that other."""


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], Made]:
    """One clinic with two patients, and the same with a neighbour, of each kind of database, closed; to be copied."""
    made: dict[str, Made] = {}

    def of_kind(kind: str) -> Made:
        if kind not in made:
            cluster = request.getfixturevalue("cluster") if kind == "postgresql" else None
            clinic = Clinic(tmp_path_factory.mktemp("clinic") / "data", cluster=cluster)
            clinic.store.close()
            beside = clinic.copied_to(tmp_path_factory.mktemp("clinic") / "data")
            beside.store.close()
            made[kind] = clinic, beside, Neighbour(beside)
        return made[kind]

    return of_kind


@pytest.fixture(scope="session")
def watch() -> Iterator[Watch]:
    with Watch().on_every_connection() as made:
        yield made


@pytest.fixture
def clinic(
    made_clinic: Callable[[str], Made], watch: Watch, database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Clinic]:
    alone, beside, neighbour = made_clinic(database)
    one_site, every_site = (request.node.get_closest_marker(each) for each in ("one_site", "every_site"))
    made = (alone if one_site else beside).copied_to(tmp_path / "data")
    with watch.watching(neighbour):
        yield made
    made.store.close()
    made.untouched()
    if not one_site:
        neighbour.untouched(made)
        assert every_site or watch.seen == [], "rows of the clinic next door were answered"
    made.close()
