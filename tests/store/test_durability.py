"""Real server processes, killed in mid-write, traced, filled up and locked (H07, H08, H10).

What a kill cannot show is a power cut: the kernel still writes what a dead process left. So the system calls are
traced, too: no answer leaves before the disk was asked to keep the choice, and said yes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from decisionaid.settings import new_id
from decisionaid.store.engine import sqlite_module
from tests.cluster import Cluster, needed
from tests.store import kill_writers as writers
from tests.store.kill_cycles import Talk, run
from tests.store.server import Browser, Server

pytestmark = [
    pytest.mark.hazard("H07"),
    pytest.mark.skipif(sys.platform == "win32", reason="decisionaid serve needs Linux or macOS"),
]

TRACED = 20


@pytest.mark.hazard("H08")
@pytest.mark.hazard("H10")
@pytest.mark.parametrize("cycles", [3, pytest.param(60, marks=pytest.mark.hold)])
def test_kills_in_mid_write_lose_double_and_alter_nothing(tmp_path: Path, cycles: int) -> None:
    found = run(cycles, tmp_path, most_seconds=0.4)
    assert found.acknowledged >= cycles
    assert (found.lost, found.doubled, found.altered) == (0, 0, 0), str(found)
    assert max(found.next_tap) < 5, "the next tap works in less than five seconds"


@pytest.mark.hazard("H08")
@pytest.mark.parametrize("cycles", [6, pytest.param(200, marks=pytest.mark.hold)])
def test_writers_killed_in_mid_write_lose_double_and_alter_nothing(tmp_path: Path, cycles: int) -> None:
    found = writers.run(cycles, tmp_path, most_seconds=0.4)
    assert found.acknowledged >= cycles
    assert (found.lost, found.doubled, found.altered) == (0, 0, 0), str(found)


@pytest.mark.hazard("H08")
def test_writers_on_postgresql_killed_in_mid_write_lose_double_and_alter_nothing(
    cluster: Cluster, tmp_path: Path
) -> None:
    found = writers.run(2, tmp_path, most_seconds=0.2, cluster=cluster)
    assert found.acknowledged >= 2
    assert (found.lost, found.doubled, found.altered) == (0, 0, 0), str(found)


@pytest.mark.hold
@pytest.mark.hazard("H10")
@pytest.mark.parametrize("server", [False, True], ids=["writers", "server"])
def test_writers_and_postgresql_killed_three_hundred_times(tmp_path: Path, server: bool) -> None:
    needed()
    with closing(Cluster(on_disk=True)) as cluster:
        cluster.make_ready()
        found = writers.run(300, tmp_path, most_seconds=0.4, cluster=cluster, server=server)
    print(found)
    assert found.acknowledged >= 300
    assert (found.lost, found.doubled, found.altered) == (0, 0, 0), str(found)


@contextmanager
def talk_with(server: Server) -> Iterator[Talk]:
    server.data.mkdir(mode=0o700)
    server.start()
    try:
        browser = Browser(server.port)
        browser.sign_in(server.link())
        talk = Talk(browser, browser.open_visit())
        talk.reload()
        yield talk
    finally:
        server.stop()


def choose(talk: Talk, number: int) -> bool:
    return talk.choose(new_id().replace("_", "-"), f"choice number {number}")


def traceable() -> bool:
    return (
        shutil.which("strace") is not None
        and subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not traceable(), reason="strace is not here, or may not trace")
def test_no_answer_leaves_before_the_disk_has_the_choice(tmp_path: Path) -> None:
    early, syncs = traced(tmp_path, TRACED)
    assert early == 0
    assert syncs >= TRACED


def traced(folder: Path, choices: int) -> tuple[int, int]:
    """(answers that left before the disk had the choice, times the disk was asked to keep one)."""
    trace = folder / "trace.txt"
    calls = "trace=pwrite64,write,fdatasync,fsync,sendto,sendmsg"
    server = Server(folder / "data", wrap=("strace", "-f", "-y", "-qq", "-s", "40", "-e", calls, "-o", str(trace)))
    with talk_with(server) as talk:
        for number in range(choices):
            assert choose(talk, number)
    return judged(trace.read_text(errors="replace"))


def judged(trace: str) -> tuple[int, int]:
    """Read a trace: is anything written and not yet on the disk at the moment an answer about a choice leaves?"""
    waiting: set[str] = set()
    going_on: dict[str, str] = {}
    early = syncs = 0
    for line in trace.splitlines():
        pid, _, call = line.partition(" ")
        call = call.strip()
        if "resumed>" in call:
            file, done = going_on.pop(pid, ""), call.endswith("= 0")
        else:
            name = re.match(r"(\w+)\(\d+<([^>]*)>", call)
            if name is None:
                continue
            file = name[2]
            if name[1] in ("pwrite64", "write") and "decisionaid.db" in file and not file.endswith("-shm"):
                waiting.add(file)
                continue
            if name[1] in ("sendto", "sendmsg", "write"):
                early += int("HTTP/1.1 200" in call and bool(waiting))
                continue
            if "unfinished" in call:
                going_on[pid] = file
                continue
            done = call.endswith("= 0")
        if done and "decisionaid.db" in file:
            waiting.discard(file)
            syncs += 1
    return early, syncs


WRITE = '7 pwrite64(5</d/decisionaid.db-wal>, "x", 1, 0) = 1'
SYNC = "7 fdatasync(5</d/decisionaid.db-wal>) = 0"
ANSWER = '8 sendto(9<socket:[1]>, "HTTP/1.1 200 OK", 15, 0, NULL, 0) = 15'
ASKED, KEPT = "7 fdatasync(5</d/decisionaid.db-wal> <unfinished ...>", "7 <... fdatasync resumed>) = 0"


@pytest.mark.parametrize(
    ("trace", "verdict"),
    [
        ((WRITE, SYNC, ANSWER), (0, 1)),
        ((WRITE, ANSWER, SYNC), (1, 1)),
        ((WRITE, ASKED, KEPT, ANSWER), (0, 1)),
        ((WRITE, ASKED, ANSWER, KEPT), (1, 1)),
        ((WRITE, SYNC.replace("= 0", "= -1 EIO"), ANSWER), (1, 0)),
    ],
)
def test_the_reader_of_traces_sees_an_early_answer(trace: tuple[str, ...], verdict: tuple[int, int]) -> None:
    assert judged("\n".join(trace)) == verdict


@pytest.mark.hold  # it waits ten seconds for the lock; `tests/web/test_sessions.py` has a clinic that waits less
def test_a_locked_database_is_a_kind_page_and_the_server_recovers_by_itself(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    with talk_with(server) as talk:
        assert choose(talk, 1)
        with closing(sqlite_module().connect(str(server.data / "decisionaid.db"), isolation_level=None)) as raw:
            raw.execute("BEGIN IMMEDIATE")
            key, words = "said-while-locked", "said while it was locked"
            data = {"csrf_token": talk.csrf, "encounter": talk.visit, "key": key, "seen": "0", "words": words}
            status, page = talk.browser.post(f"/visits/{talk.visit}/statin/situation", data)
            assert status == 503
            assert "The database cannot be reached just now. Nothing was saved yet" in page
            began = time.monotonic()
            assert talk.browser.get(f"/visits/{talk.visit}/plan")[0] == 200, "reads go on"
            assert time.monotonic() - began < 5, "and do not wait for the lock"
            raw.execute("ROLLBACK")
        assert talk.choose(key, words)
        talk.reload()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own in memory; skipped where nobody may mount one."""
    disk = folder / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(ballast: Path) -> None:
    """Take all the room there is."""
    with suppress(OSError), ballast.open("wb", buffering=0) as out:
        while True:
            out.write(b"\0" * 4096)


def test_a_full_disk_is_a_kind_page_and_the_server_recovers_by_itself(tmp_path: Path) -> None:
    with small_disk(tmp_path, 16) as disk:
        server = Server(disk / "clinic")
        with talk_with(server) as talk:
            assert choose(talk, 0)
            ballast = disk / "ballast"
            fill(ballast)
            told = [choose(talk, number) for number in range(1, 60)]
            assert not all(told), "the disk was never full"
            assert told[-1] is False
            status, page = talk.browser.post(
                f"/visits/{talk.visit}/statin/situation",
                {"csrf_token": talk.csrf, "encounter": talk.visit, "key": "on-a-full-disk", "words": "x"},
            )
            assert (status, "Nothing was saved yet" in page) == (503, True)
            for page_of in ("plan", "statin/situation"):
                assert talk.browser.get(f"/visits/{talk.visit}/{page_of}")[0] == 200, f"{page_of}: reads go on"
            assert talk.browser.get(f"/visits/{talk.visit}/note?plain=1")[0] == 503, "nothing leaves that is not noted"
            ballast.unlink()
            assert choose(talk, 100), "it recovered by itself"
            saved = talk.saved
        from decisionaid.settings import Settings
        from decisionaid.store import Store

        store = Store(Settings(data=server.data))
        store.verify()
        lines = store.log.read(store.people.visit(talk.visit).person_id)
        assert {line.key.rsplit("-", 1)[0]: line.words for line in lines} == saved, "exactly what was told as saved"
        store.close()


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        print("answered before the disk had it: {}, syncs: {}".format(*traced(Path(made), int(sys.argv[1]))))
