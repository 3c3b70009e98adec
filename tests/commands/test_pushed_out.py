"""Whoever holds connections open pushes out his own, and the count of them stays right (T10)."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from decisionaid.commands.serve import KEPT_SECONDS
from tests.commands.test_half_sent import HEAD, PICTURES, WHOLE, Served, answer_on, elsewhere, start

pytestmark = pytest.mark.hazard("T10")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("HURRIED_WAITING", "40")
    made = start(tmp_path)
    yield made
    made.process.kill()
    made.process.communicate()


def worker_of(server: Served) -> int:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not say which processes a process has started")
    return int(children.read_text().split()[0])


def test_a_stop_waits_for_what_arrives_also_after_many_were_pushed_out(server: Served) -> None:
    """Each that is pushed out counts a single time, though something came on it in the same moment."""
    pushed = server.half_sent(b"", 30)
    assert server.answers()
    worker = worker_of(server)
    os.kill(worker, signal.SIGSTOP)
    pushing = server.half_sent(b"", 30)
    for each in pushed:
        each.sendall(b"G")
    os.kill(worker, signal.SIGCONT)
    assert [answer_on(each) for each in pushed] == [b""] * 30
    for each in pushing:
        each.close()
    time.sleep(0.5)  # all of them are gone, so that one connection is all that a stop can wait for
    with server.connect() as asking:
        asking.sendall(HEAD)
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        asking.sendall(b"\r\n")
        assert b"200 OK" in answer_on(asking, until=b"\r\n\r\n")


def test_a_client_whose_requests_all_wait_is_told_so_and_the_others_come_in(server: Served) -> None:
    slow = [elsewhere(server, 1024) for _ in range(4)]
    for each in slow:
        each.sendall(PICTURES * 12)
    waiting = []
    for _ in range(36):
        waiting.append(elsewhere(server))
        waiting[-1].sendall(WHOLE)
        time.sleep(0.01)
    told = answer_on(waiting[-1])
    assert told.startswith(b"HTTP/1.1 503 ")
    assert b"Retry-After: " in told
    assert server.answers()
    for each in (*slow, *waiting):
        each.close()


def test_a_client_with_many_idle_connections_pushes_out_nobody_else(server: Served) -> None:
    with server.connect() as mine:
        mine.sendall(HEAD)
        idle = []
        for _ in range(60):
            idle.append(elsewhere(server))
            idle[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"alive" in answer_on(idle[-1], until=b"alive\n")
        mine.sendall(b"\r\n")
        assert b"200 OK" in answer_on(mine, until=b"\r\n\r\n")


def test_a_connection_is_kept_for_longer_than_proxies_keep_theirs_and_a_stop_does_not_wait_for_it(
    server: Served,
) -> None:
    """A proxy that sends a choice into a connection that is just being closed answers 502 for it."""
    proxies = {"nginx": 60, "Caddy": 120}  # their default time for an idle connection to a server behind them
    assert max(proxies.values()) < KEPT_SECONDS
    with server.connect() as kept:
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"alive" in answer_on(kept, until=b"alive\n")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=KEPT_SECONDS / 2) == 0
