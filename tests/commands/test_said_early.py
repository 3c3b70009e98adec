"""What the server says before any page is asked is a sentence too, and a network is one client (T10)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from decisionaid.commands._arriving import MOST_HEAD
from decisionaid.commands._worker import client_of
from decisionaid.web.said_early import said_early
from tests.commands.test_half_sent import CHUNKED, HEAD, POST, Served, answer_on, server

pytestmark = pytest.mark.hazard("T10")
__all__ = ["server"]

TOO_MUCH = "That is too much text at one time. Nothing was saved; please make it shorter."


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        (CHUNKED + b"900000\r\nname=", b"413", TOO_MUCH),
        (HEAD + b"X: " + b"x" * (MOST_HEAD + 10), b"431", "The address is too long to be read. Nothing was saved."),
        (CHUNKED + b"zz\r\nname=", b"400", "This could not be read. Nothing was saved."),
        (HEAD, b"408", "This did not arrive whole in time."),
    ],
)
def test_what_cannot_be_taken_is_said_at_once_in_a_sentence_and_not_waited_for(
    server: Served, sent: bytes, status: bytes, sentence: str
) -> None:
    with server.connect() as sock:
        sock.sendall(sent)
        head, _, page = answer_on(sock).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert f"Content-Length: {len(page)}".encode() in head
    assert b"Content-Type: text/html; charset=utf-8" in head
    assert sentence in page.decode()
    assert '<p lang="es"' in page.decode()


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
    ],
)
def test_a_network_of_ipv6_is_one_client(address: str, client: str) -> None:
    assert client_of(SimpleNamespace(client=(address, 5, 0, 0))) == client
    assert client_of(SimpleNamespace(client="")) == ""


def test_a_body_that_is_announced_as_too_long_is_said_by_the_page_of_a_problem(server: Served) -> None:
    with server.connect() as sock:
        sock.sendall(POST + b"Content-Length: 9000000\r\n\r\nname=")
        assert b" 413 " in (answer := answer_on(sock))
        assert TOO_MUCH in answer.decode()


def test_a_client_whose_requests_all_wait_gets_a_sentence() -> None:
    assert b"Retry-After: 2" in said_early(503)
    assert "en un momento." in said_early(503).decode()
