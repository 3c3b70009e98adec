"""How much of a request is there, byte by byte (T10)."""

from __future__ import annotations

import pytest

from decisionaid.commands._arriving import MOST_BODY, MOST_HEAD, Arriving, Received

pytestmark = pytest.mark.hazard("T10")

HEAD = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n"
WHOLE = HEAD + b"\r\n"
POST = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
FORM = b"name=nobody&password=none"
SPLIT = POST + b"Content-Length: %d\r\n\r\n" % len(FORM) + FORM


@pytest.mark.parametrize("step", [1, 2, 3, 5, 64, 1_000])
def test_a_request_is_whole_with_its_last_byte_and_not_before(step: int) -> None:
    arriving, states = Arriving(), []
    for at in range(0, len(SPLIT), step):
        states.append(arriving.take(SPLIT[at : at + step]))
    assert states[-1] is Received.WHOLE
    assert set(states[:-1]) <= {Received.HEAD, Received.BODY}
    assert bytes(arriving.bytes) == SPLIT


@pytest.mark.parametrize(
    ("request_bytes", "state"),
    [
        (b"", Received.NOTHING),
        (HEAD, Received.HEAD),
        (WHOLE, Received.WHOLE),
        (WHOLE + WHOLE, Received.WHOLE),
        (POST + b"Content-Length: 3\r\n\r\nab", Received.BODY),
        (POST + b"Content-Length: 3\r\n\r\nabc", Received.WHOLE),
        (POST + b"content-LENGTH:3\r\n\r\nab", Received.BODY),
        (POST + b"Content-Length: %d\r\n\r\n" % (MOST_BODY + 1), Received.UNREAD),
        (POST + b"Content-Length: %d\r\n\r\n" % MOST_BODY, Received.BODY),
        (POST + b"Content-Length: -3\r\n\r\n", Received.WHOLE),
        (POST + b"Content-Length: 9999999999999999999999\r\n\r\n", Received.WHOLE),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", Received.BODY),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", Received.WHOLE),
        (CHUNKED + b"3\r\nabc\r\n0\r\n", Received.BODY),
        (CHUNKED + b"3\r\nabc\r\n0\r\na: b\r\n", Received.BODY),
        (CHUNKED + b"3\r\nabc\r\n0\r\na: b\r\n\r\n" + WHOLE, Received.WHOLE),
        (CHUNKED + b"9\r\na0\r\n\r\n0\r\n", Received.BODY),
        (CHUNKED + b"x" * (3 * MOST_BODY), Received.UNREADABLE),
        (CHUNKED + b"3\r\nabcde", Received.UNREADABLE),
        (CHUNKED + b"0\r\n" + b"a: b\r\n" * 400, Received.UNREADABLE),
        (CHUNKED + b"%x\r\n" % (MOST_BODY + 1), Received.TOO_MUCH),
        (CHUNKED + b"1\r\na\r\n" * (MOST_BODY + 1), Received.TOO_MUCH),
        (CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Length: 9\r\n\r\n"), Received.WHOLE),
        (HEAD + b"X: " + b"x" * MOST_HEAD, Received.TOO_LONG),
    ],
)
def test_what_is_there_of_a_request(request_bytes: bytes, state: Received) -> None:
    assert Arriving(request_bytes).state is state
