"""One clinic for each module: these tests mostly read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builders import Table
from tests.web.rooms import Clinic


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A practice clinic with two clinicians."""
    made = Clinic(Table(tmp_path_factory.mktemp("clinic") / "data"))
    yield made
    made.table.store.close()
