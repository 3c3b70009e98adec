"""Fixtures that every folder of tests may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import WOMAN_50, Table, sign_in


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """A practice clinic with one signed-in clinician; a colleague's patient has a plan already."""
    made = Table(tmp_path / "data")
    other = made.stranger()
    sign_in(other, made.store, "Another Clinician", "quite other words in a row")
    noise = made.open_visit(other, name="Noise Unrelated")
    noise.send("card/situation", {**WOMAN_50, "words": "the noise of another room", "then": "picture"})
    noise.send("card/decision", {"arrived": "option.high", "then": "plan"})
    yield made
    made.store.close()
