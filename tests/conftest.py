"""Fixtures that every folder of tests may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import argon2
import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event
from sqlalchemy.pool import Pool

from decisionaid.locale import Words
from tests.builders import WOMAN_50, Table, sign_in
from tests.cluster import Cluster, needed

collect_ignore = ["one_of_each"]
"""Laid into a copy of the project and run there (`test_project_one_of_each`)."""


@pytest.fixture(scope="session", autouse=True)
def _nobody_waits_for_the_disk() -> Iterator[None]:
    """Stores inside the test's own process do not wait for the disk: a test ends before power could fail.

    What is said of durability is tested on real server processes, which know nothing of this.
    """

    def hasten(raw: Any, *_: object) -> None:
        if "sqlite" in type(raw).__module__:
            raw.execute("PRAGMA synchronous=OFF")

    event.listen(Pool, "checkout", hasten)
    yield
    event.remove(Pool, "checkout", hasten)


DATABASES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What asks for a `database` runs on each kind, or on the one that it is about."""
    if "database" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only")
        in_a_folder = metafunc.module.__name__.startswith("tests.commands.")  # what it does with files is the promise
        kinds = only.args[:1] if only else ("sqlite",) if in_a_folder else DATABASES
        metafunc.parametrize("database", kinds, scope="session")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A real PostgreSQL of this test process, started when the first test asks for it."""
    needed()
    made = Cluster()
    try:
        made.make_ready()
        yield made
    finally:
        made.close()


LayTable = Callable[..., Table]


@pytest.fixture(scope="session")
def lay_table(tmp_path_factory: pytest.TempPathFactory) -> LayTable:
    """Makes the clinic of `table`, closed, to be copied: one for each place where the database may be."""

    def lay(**placed: Any) -> Table:
        made = Table(tmp_path_factory.mktemp("table") / "data", more=placed)
        other = made.stranger()
        sign_in(other, made.store, "Another Clinician", "quite other words in a row")
        noise = made.open_visit(other, name="Noise Unrelated")
        noise.send("card/situation", {**WOMAN_50, "words": "the noise of another room", "then": "picture"})
        noise.send("card/decision", {"arrived": "option.high", "then": "plan"})
        made.store.close()
        return made

    return lay


@pytest.fixture(scope="session")
def laid_in_a_folder(lay_table: LayTable) -> Table:
    """The clinic of `table` with its database in its folder."""
    return lay_table()


@pytest.fixture
def laid(laid_in_a_folder: Table) -> tuple[Table, dict[str, Any]]:
    """The clinic that `table` is a copy of, and where the copy's database is; the tests of hazards have two places."""
    return laid_in_a_folder, {}


@pytest.fixture
def table(tmp_path: Path, laid: tuple[Table, dict[str, Any]]) -> Iterator[Table]:
    """A practice clinic with one signed-in clinician; a colleague's patient has a plan already."""
    whole, placed = laid
    made = whole.copied_to(tmp_path / "data", **placed)
    yield made
    made.store.close()


@pytest.fixture(autouse=True, scope="session")
def _passwords_cost_little() -> Iterator[None]:
    """The same argon2id with the smallest parameters: tests sign in a thousand times."""
    with pytest.MonkeyPatch.context() as patch:
        quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("decisionaid.store.passwords.PasswordHasher", lambda: quick)
        yield


class _Compiled(BytecodeCache):
    """What a template was compiled to, for every application of this test process."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take it, if the text of the template is the same."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(autouse=True, scope="session")
def _templates_are_compiled_once() -> Iterator[None]:
    """Each test makes an application of its own; compiling the same templates was half of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", _Compiled())
        yield


@pytest.fixture(autouse=True, scope="session")
def _nothing_stays_english_unseen() -> Iterator[None]:
    """Words said in another language stand in its catalogue: whoever forgot to mark a constant learns it here."""
    with pytest.MonkeyPatch.context() as patch:
        say, plural = Words.say, Words.plural

        def strict_say(self: Words, english: str, **values: object) -> str:
            known = not self._catalogue or english in self._catalogue or not any(map(str.isalpha, english))
            assert known, f"nobody marked these words, or translated them into {self.language}: {english!r}"
            return say(self, english, **values)

        def strict_plural(self: Words, one: str, many: str, count: int, **values: object) -> str:
            known = not self._catalogue or (one, many) in self._plurals
            assert known, f"nobody marked these words, or translated them into {self.language}: {one!r}"
            return plural(self, one, many, count, **values)

        patch.setattr(Words, "say", strict_say)
        patch.setattr(Words, "plural", strict_plural)
        yield
