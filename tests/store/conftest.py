"""Every test of the store has an unrelated second patient in the tables, and ends by seeing that she is untouched.

Each runs on both kinds of database; `@pytest.mark.only("sqlite", "why")` says of a test that it is about one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.clinic import Clinic


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], Clinic]:
    """One clinic with two patients of each kind of database, closed; to be copied."""
    made: dict[str, Clinic] = {}

    def of_kind(kind: str) -> Clinic:
        if kind not in made:
            cluster = request.getfixturevalue("cluster") if kind == "postgresql" else None
            made[kind] = Clinic(tmp_path_factory.mktemp("clinic") / "data", cluster=cluster)
            made[kind].store.close()
        return made[kind]

    return of_kind


@pytest.fixture
def clinic(made_clinic: Callable[[str], Clinic], database: str, tmp_path: Path) -> Iterator[Clinic]:
    made = made_clinic(database).copied_to(tmp_path / "data")
    yield made
    made.store.close()
    made.untouched()
    made.close()
