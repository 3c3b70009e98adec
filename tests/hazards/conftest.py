"""The hazards are held on both kinds of database: the same clinic, in a folder and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.builders import Table
from tests.cluster import READY, SERVING, Cluster
from tests.conftest import LayTable


@pytest.fixture(scope="session")
def laid_on_a_server(cluster: Cluster, lay_table: LayTable) -> tuple[Table, str]:
    """The clinic of `table` with its database on a server, and the name of that database."""
    name = cluster.new(READY)
    return lay_table(database_url=cluster.url(name, SERVING)), name


@pytest.fixture
def laid(database: str, request: pytest.FixtureRequest) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Both places of a clinic's database, each a copy."""
    if database == "sqlite":
        yield request.getfixturevalue("laid_in_a_folder"), {}
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    made, template = request.getfixturevalue("laid_on_a_server")
    name = cluster.new(template)
    yield made, {"database_url": cluster.url(name, SERVING)}
    cluster.drop(name)
