"""Half-sent requests hold nobody up: on the server as it is shipped, in its own process, over plain sockets (T10)."""

from __future__ import annotations

import datetime
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

import pytest

from tests.project import ROOT, free_port

pytestmark = pytest.mark.hazard("T10")

HEAD = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n"
WHOLE = HEAD + b"\r\n"
POST = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
ASKS = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
FORM = b"name=nobody&password=none"
THREADS = 4


@dataclass
class Served:
    """A server of one process and four threads."""

    port: int
    process: subprocess.Popen[str]
    tls: bool = False

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=15)

    def half_sent(self, begun: bytes, count: int) -> list[socket.socket]:
        made = [self.connect() for _ in range(count)]
        for each in made:
            each.sendall(begun)
        return made

    def answers(self) -> bool:
        """Somebody else asks for a page, and gets it while the others still hold theirs open."""
        plain = HTTPConnection("127.0.0.1", self.port, timeout=15)
        over_tls = HTTPSConnection("127.0.0.1", self.port, timeout=15, context=ssl._create_unverified_context())
        connection = over_tls if self.tls else plain
        connection.request("GET", "/sign-in")
        return connection.getresponse().status == 200


def start(folder: Path, *flags: str, tls: bool = False) -> Served:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DECISIONAID_")}
    environ |= {"DECISIONAID_WORKERS": "1", "DECISIONAID_THREADS": str(THREADS), "PYTHONPATH": str(ROOT)}
    port = free_port()
    command = ["serve", "--practice", "--data", str(folder / "data"), "--port", str(port), *flags]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.commands.hurried_server", *command],
        cwd=ROOT, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    made = Served(port, process, tls)
    for _ in range(1_200):
        try:
            if made.answers():
                return made
        except (OSError, HTTPException):
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
    raise TimeoutError("the server did not come up")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = start(tmp_path_factory.mktemp("served"))
    yield made
    made.process.kill()
    made.process.communicate()


def answer_on(sock: socket.socket, *, until: bytes = b"") -> bytes:
    """What the server says on a connection, until it closes it or says something."""
    heard = b""
    while not until or until not in heard:
        try:
            more = sock.recv(65536)
        except ConnectionResetError:
            return heard
        if not more:
            return heard
        heard += more
    return heard


@pytest.mark.parametrize(
    "begun", [b"", HEAD, POST + b"Content-Length: 500\r\n\r\nname=a"], ids=["none", "head", "body"]
)
def test_others_are_answered_while_more_requests_are_half_sent_than_there_are_threads(
    server: Served, begun: bytes
) -> None:
    held = server.half_sent(begun, 6 * THREADS)
    for _ in range(5):
        assert server.answers()
    ended = [answer_on(each) for each in held]
    assert {each.split(b"\r\n")[0] for each in ended} == ({b"HTTP/1.1 408 Request Timeout"} if begun else {b""})
    assert all(b"frame-ancestors 'none'" in each for each in ended if each)


def test_whoever_holds_more_open_than_a_client_may_pushes_out_the_oldest_of_them(server: Served) -> None:
    held = server.half_sent(HEAD, 45)
    pushed_out = [answer_on(each) for each in held[:15]]
    assert pushed_out == [b""] * 15, "closed at once, without waiting for the time to be over"
    held[-1].sendall(b"\r\n")
    assert b"200 OK" in answer_on(held[-1], until=b"</html>")
    for each in held:
        each.close()


def test_a_request_that_comes_in_pieces_is_answered(server: Served) -> None:
    for request in (WHOLE, POST + b"Content-Length: %d\r\n\r\n" % len(FORM) + FORM):
        with server.connect() as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for at in range(0, len(request), 7):
                sock.sendall(request[at : at + 7])
            assert answer_on(sock, until=b"\r\n\r\n").split(b" ")[1] in (b"200", b"400")


def test_several_requests_on_one_connection_are_all_answered(server: Served) -> None:
    with server.connect() as sock:
        sock.sendall(ASKS * 3 + HEAD)
        heard = b""
        while heard.count(b"alive\n") < 3:
            heard += sock.recv(65536)
        sock.sendall(b"\r\n")
        assert b"200 OK" in answer_on(sock, until=b"\r\n\r\n")
    with server.connect() as sock:
        for _ in range(3):
            sock.sendall(ASKS)
            assert b"alive" in answer_on(sock, until=b"alive\n")


def test_a_body_in_chunks_and_one_that_asks_first_are_taken(server: Served) -> None:
    with server.connect() as sock:
        sock.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n")
        sock.sendall(b"%x\r\n%s\r\n" % (len(FORM), FORM))
        sock.sendall(b"0\r\n\r\n")
        assert b" 400 " in answer_on(sock, until=b"\r\n\r\n"), "without a token"
    with server.connect() as sock:
        sock.sendall(POST + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(FORM))
        assert answer_on(sock, until=b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(FORM)
        assert b" 400 " in answer_on(sock, until=b"</html>")


def test_a_body_in_chunks_ends_where_its_last_chunk_ends(server: Served) -> None:
    """And not at bytes that look like an end: what comes in drops afterwards keeps no thread."""
    looks_ended = server.half_sent(CHUNKED + b"ff0\r\na=b\r\n0\r\n\r\n", 3 * THREADS)
    for _ in range(3):
        for each in looks_ended:
            each.sendall(b"x")
        assert server.answers()
    assert {answer_on(each).split(b"\r\n")[0] for each in looks_ended} == {b"HTTP/1.1 408 Request Timeout"}
    for after in (b"0\r\n\r\n", b"0\r\nDigest: none\r\n\r\n"):
        with server.connect() as sock:
            sock.sendall(CHUNKED + b"3;a=b\r\na=b\r\n" + after + ASKS)
            assert b"alive\n" in answer_on(sock, until=b"alive\n"), "the next request on it is answered too"


@pytest.mark.parametrize(
    "request_bytes",
    [
        CHUNKED + b"zz\r\na=b\r\n0\r\n\r\n",
        CHUNKED + b"3\r\na=bXX0\r\n\r\n",
        CHUNKED + b"-3\r\na=b\r\n0\r\n\r\n",
        CHUNKED + b"3" * 2000,
        POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        CHUNKED.replace(b"Content-Type", b"X-Type") + b"3\r\na=b\r\n0\r\nno name\r\n\r\n",  # read after the answer
    ],
)
def test_a_body_that_cannot_be_read_gets_a_single_answer(server: Served, request_bytes: bytes) -> None:
    """A second one would be taken for the answer to what the next person asks through the same proxy."""
    with server.connect() as sock:
        sock.sendall(request_bytes + ASKS)
        answers = answer_on(sock)
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert answers.count(b"HTTP/1.1 ") == 1


PICTURES = b"GET /static/vendor/plotly-basic-4.1.1.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n"


def elsewhere(server: Served, room: int = 0) -> socket.socket:
    """A connection from another address of this machine, with so much room for what comes."""
    sock = socket.socket()
    if room:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    try:
        sock.bind(("127.0.0.2", 0))
    except OSError:
        pytest.skip("this machine has a single address of its own")
    sock.settimeout(15)
    sock.connect(("127.0.0.1", server.port))
    return sock


def test_a_client_that_takes_no_answer_leaves_the_others_their_threads(server: Served) -> None:
    """Each of his requests waits for his own and not for ours."""
    held = [elsewhere(server, 1024) for _ in range(4 * THREADS)]
    for each in held:
        each.sendall(PICTURES * 12)
    for _ in range(5):
        assert server.answers()
    for each in held:
        each.close()


def test_a_client_that_takes_an_answer_in_drops_keeps_no_thread_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HURRIED_ANSWER", "1")
    server = start(tmp_path)
    slow = [elsewhere(server, 1024) for _ in range(4)]
    for each in slow:
        each.sendall(PICTURES * 12)
    asking = elsewhere(server)
    asking.sendall(WHOLE)
    asking.settimeout(0.1)
    answer = b""
    for _ in range(100):
        for each in slow:
            each.settimeout(0.02)
            with suppress(ConnectionError, TimeoutError):
                each.recv(512)
        with suppress(TimeoutError):
            answer = asking.recv(65536)
            break
    server.process.kill()
    assert b"200 OK" in answer


def certified(folder: Path) -> tuple[str, str]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - datetime.timedelta(days=1))
    made = made.not_valid_after(now + datetime.timedelta(days=30)).add_extension(names, critical=False)
    files = folder / "clinic.pem", folder / "clinic.key"
    files[0].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(files[0]), str(files[1])


def _two_pages_in_pieces(server: Served, context: ssl.SSLContext) -> bool:
    """Two pages on one connection; a machine that stands still for a second is too late with the second piece."""
    with context.wrap_socket(server.connect()) as whole:
        try:
            for _ in range(2):
                whole.sendall(HEAD)
                whole.sendall(b"\r\n")
                if b"200 OK" not in answer_on(whole, until=b"</html>"):
                    return False
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            return False
    return True


def test_over_tls_nothing_half_sent_holds_anybody_up_nor_a_stop(tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    server = start(tmp_path, "--certfile", certificate, "--keyfile", key, tls=True)
    silent = server.half_sent(b"", 2 * THREADS) + server.half_sent(b"\x16\x03\x01\x02\x00\x01", 2 * THREADS)
    assert server.answers()
    context = ssl._create_unverified_context()
    greeted = [context.wrap_socket(server.connect()) for _ in range(2 * THREADS)]
    for each in greeted:
        each.sendall(POST + b"Content-Length: 500\r\n\r\nname=a")
    assert server.answers()
    assert any(_two_pages_in_pieces(server, context) for _ in range(5))
    assert [answer_on(each) for each in silent] == [b""] * len(silent)
    held = server.half_sent(b"", 3) + server.half_sent(b"\x16\x03\x01\x02\x00\x01", 3)
    server.process.send_signal(signal.SIGTERM)
    _, complained = server.process.communicate(timeout=20)
    assert (server.process.returncode, complained) == (0, "")
    assert [answer_on(each) for each in held] == [b""] * len(held)
