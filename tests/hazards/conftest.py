"""The hazards are held on both kinds of database: the same clinic, in a folder and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster import READY, SERVING, Cluster


@pytest.fixture
def placed(database: str, request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Where the clinic's database is, as a setting."""
    if database == "sqlite":
        yield {}
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.new(READY)
    yield {"database_url": cluster.url(name, SERVING)}
    cluster.drop(name)
