"""A clinic moves to a server and back, and nothing is lost, doubled or altered on the way (H07, H13)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from decisionaid.cli import main
from decisionaid.errors import ChainBroken, Conflict, StoreBusy
from decisionaid.store import Store, copying
from decisionaid.store.moving import move
from decisionaid.store.roles import hand_over
from decisionaid.store.whereabouts import Moved
from tests.cluster import OWNER, SERVING, Cluster
from tests.store.clinic import Clinic, statin

pytestmark = [
    pytest.mark.only("sqlite", "it begins on a file"),
    pytest.mark.hazard("H07"),
    pytest.mark.every_site("a move takes the whole database"),
]


@pytest.fixture
def full(clinic: Clinic) -> Clinic:
    """A clinic in which every part has something: words, an edition, an account, an approval, a number, an end."""
    accounts = clinic.store.accounts
    ellen = accounts.accept(accounts.invite(), "Ellen Price", "a few words in a row")
    accounts.approve("statin", statin().hash, "Ellen Price")
    found = clinic.store.arrivals.begin(ellen.id, "key-of-a-form", practice=True, name="Rosa", number="A-1007")
    clinic.say(on=found, words="said by Rosa")
    clinic.say(kind="decision", aid_id="statin", aid_hash=statin().hash, words="mine", private=True, edition=statin())
    for number in range(30):
        clinic.say(item=f"more.{number}", words="ñ é العائلة")
    clinic.store.people.handed_over(clinic.person, 3, "html", "en", "ab" * 32, None)
    clinic.store.people.end_visit(clinic.visit.id, ellen.id)
    return clinic


def url(cluster: Cluster) -> str:
    return cluster.url(cluster.new(owner=OWNER), OWNER)


def everything_kept(store: Store, clinic: Clinic) -> list[Any]:
    """Everything that a person said, and who they are."""
    people = (clinic.person, clinic.other)
    return [store.people.find(each) for each in people] + [store.log.read(each) for each in people]


def test_there_and_back_every_row_is_as_it_was(
    full: Clinic, cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, rows, there = everything_kept(full.store, full), full.snapshot(), url(cluster)
    full.store.close()
    data = ["--data", str(full.data)]
    assert main(["move", "--to", there, "--receipt", str(tmp_path / "receipt.json"), *data]) == 0
    told, receipt = capsys.readouterr().out, json.loads((tmp_path / "receipt.json").read_text())
    assert f"{len(rows['choice'])} lines of 4 people" in told
    for each in receipt["tables"]:
        assert f"{each['table']}\t{each['rows']} rows\tsha256 {each['sha256']}" in told
    moved = replace(full.settings, database_url=there)
    hand_over(moved, SERVING)
    server = Store(moved, full.clock)
    assert everything_kept(server, full) == before
    assert server.accounts.check("Ellen Price", "a few words in a row") is not None
    server.verify()
    server.close()
    back = f"sqlite:///{tmp_path / 'data' / 'again.db'}"
    assert main(["move", "--to", back, "--database-url", there, *data]) == 0
    full.store = Store(replace(full.settings, database_url=back), full.clock)
    assert everything_kept(full.store, full) == before
    full.store.verify()


@pytest.mark.parametrize("stopped_after", [0, 1, 3, 9])
def test_a_move_that_was_stopped_goes_on_and_ends_the_same(
    full: Clinic, cluster: Cluster, stopped_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, there, left = everything_kept(full.store, full), url(cluster), stopped_after
    full.store.close()
    monkeypatch.setattr(copying, "BATCH", 7)
    real = copying.writing

    def until_stopped(*given: Any, **more: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return real(*given, **more)

    monkeypatch.setattr(copying, "writing", until_stopped)
    with pytest.raises(KeyboardInterrupt):
        move(full.settings, there)
    moved = replace(full.settings, database_url=there)
    with pytest.raises(Moved, match="is being moved into this database"):
        Store(moved)
    Store(full.settings, full.clock).close()
    monkeypatch.setattr(copying, "writing", real)
    receipt = move(full.settings, there)
    everything = sum(each.rows for each in receipt.tables)
    assert receipt.copied < everything or stopped_after < 2, "what was there already was not copied again"
    full.store = Store(moved, full.clock)
    assert everything_kept(full.store, full) == before
    full.store.verify()
    full.store.close()


def test_no_server_starts_on_the_database_that_was_left(full: Clinic, cluster: Cluster) -> None:
    there = url(cluster)
    full.store.close()
    move(full.settings, there)
    with pytest.raises(Moved, match=r"was moved to postgresql://owner@.*DECISIONAID_DATABASE_URL"):
        Store(full.settings)
    with pytest.raises(Conflict, match="already"):
        move(full.settings, url(cluster))


def test_a_clinic_that_is_open_somewhere_is_not_moved(full: Clinic, cluster: Cluster) -> None:
    with pytest.raises(StoreBusy, match="Stop it first"):
        move(full.settings, url(cluster))
    full.store.verify()


@pytest.mark.hazard("H04")
def test_a_database_that_holds_a_clinic_is_not_moved_into(full: Clinic, cluster: Cluster, tmp_path: Path) -> None:
    there = url(cluster)
    Store(replace(full.settings, database_url=there)).close()
    full.store.close()
    with pytest.raises(Conflict, match="not empty"):
        move(full.settings, there)
    with pytest.raises(Conflict, match=r"is in sqlite.* already"):
        move(full.settings, f"sqlite:///{full.data / 'decisionaid.db'}")
    Store(full.settings).close()


@pytest.mark.hazard("T12")
def test_a_clinic_that_does_not_verify_is_not_moved(full: Clinic, cluster: Cluster) -> None:
    full.store.close()
    there = url(cluster)
    with full.by_hand() as raw:
        raw.execute("UPDATE choice SET value='[]' WHERE seq=2 AND person_id=?", (full.person,))
    with pytest.raises(ChainBroken):
        move(full.settings, there)
    Store(replace(full.settings, database_url=there)).close()


def test_a_row_that_was_altered_on_the_way_is_found_at_the_end(
    full: Clinic, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.store.close()
    there = url(cluster)
    real = copying.copy_rows

    def and_alter(source: Any, target: Any) -> int:
        copied = real(source, target)
        with copying.writing(target) as connection:
            connection.exec_driver_sql("UPDATE person SET language = 'es'")
        return copied

    monkeypatch.setattr("decisionaid.store.moving.copy_rows", and_alter)
    with pytest.raises(ChainBroken, match=r"differs from what was copied \(person\)"):
        move(full.settings, there)
    Store(full.settings).close()


def test_a_backup_of_a_server_is_put_back_into_either_kind(
    full: Clinic, cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, there = everything_kept(full.store, full), url(cluster)
    full.store.close()
    move(full.settings, there)
    served = replace(full.settings, database_url=there)
    store = Store(served, full.clock)
    command = ["--data", str(full.data), "--database-url", there]
    (full.data / "site.yaml").write_text("name: Our clinic\nretention_days: 90\n")
    assert main(["backup", str(tmp_path / "clinic.zip"), "--with-key", *command]) == 0
    store.people.add(name="after the backup")
    store.close()
    assert "all of them verified; every word opens" in capsys.readouterr().out
    for place, address in ((tmp_path / "a-file", ""), (tmp_path / "a-server", url(cluster))):
        to = ["--data", str(place), *(["--database-url", address] if address else [])]
        assert main(["restore", str(tmp_path / "clinic.zip"), *to]) == 0
        put_back = Store(replace(served, data=place, database_url=address), full.clock)
        assert everything_kept(put_back, full) == before
        put_back.verify()
        put_back.close()
        assert (place / "site.yaml").read_text().startswith("name: Our clinic")
    assert main(["restore", str(tmp_path / "clinic.zip"), "--force", *to]) == 1
    assert "holds a clinic already" in capsys.readouterr().err
