"""Every test of the store has an unrelated second patient in the tables, and ends by seeing that she is untouched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.clinic import Clinic


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """One clinic with two patients, closed; to be copied."""
    made = Clinic(tmp_path_factory.mktemp("clinic") / "data")
    made.store.close()
    return made


@pytest.fixture
def clinic(made_clinic: Clinic, tmp_path: Path) -> Iterator[Clinic]:
    made = made_clinic.copied_to(tmp_path / "data")
    yield made
    made.store.close()
    made.untouched()
