"""The server process: a gunicorn worker with threads that get a request only once it is complete.

gunicorn gives a connection to a thread as soon as its first byte has come, and the thread waits for the rest without an
end: as many half-sent requests as there are threads, and nobody is answered. Here the loop that accepts collects each
request, within ten seconds for its head and twenty for its body; a thread, and with it a connection to the database, is
taken only by a request that is whole. Of one client a hundred may be half-sent at a time in each process: with one more
the oldest goes, so that whoever holds connections open pushes out his own and nobody is refused; where too many idle,
the oldest of whoever has most goes. TLS is greeted, and a connection is left, without waiting too. Of the threads one
client gets a quarter at a time, and his next requests, a hundred at most, wait for his own: a client that takes no
answer holds a thread for ten seconds, one that takes it in drops for a minute, and both leave the others theirs.

Compared: gunicorn's workers have no time-out for a request that arrives slowly (asked for in its issue 2652), and its
gevent worker alone ends a head, not a body; waitress collects requests as is done here, but speaks no TLS and cuts what
runs when it is told to stop; granian stalls on slow bodies and leaves processes on the port when it is killed; uvicorn
has no time-out for a request either (its issue 157). nginx in front has both, and an installation that has one should
set them; but `decisionaid serve` is used without, too.
"""

from __future__ import annotations

import errno
import ssl
import struct
from collections import Counter, OrderedDict, deque
from contextlib import suppress
from functools import partial
from ipaddress import IPv6Address, IPv6Network
from selectors import EVENT_READ, EVENT_WRITE
from socket import SHUT_RDWR, SHUT_WR, SO_SNDTIMEO, SOL_SOCKET, socket
from time import monotonic
from typing import Any, ClassVar

from gunicorn import http
from gunicorn import sock as sockets
from gunicorn.workers.gthread import TConn, ThreadWorker

from ..web.said_early import said_early
from ._arriving import Arriving, Received

HEAD_SECONDS, BODY_SECONDS, LEAVE_SECONDS, STOP_SECONDS = 10, 20, 2, 2
STALLED_SECONDS, ANSWER_SECONDS = 10, 60
"""Seconds after which a thread gives up a client that does not read its answer, or reads it very slowly."""
MOST_WAITING = 600
AT_A_TIME = 64
OF_THREADS = 4
"""One client gets at most one in so many of a process's threads."""
OF_ONE_NETWORK = 64
"""How many bits of an IPv6 address name the network of one client (RFC 6177: an end site gets a /64 or more)."""
LOOK_EVERY_SECONDS = 0.25
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
_SAID_HERE = {Received.TOO_LONG: 431, Received.TOO_MUCH: 413, Received.UNREADABLE: 400}


class Waiting:
    """A connection that no thread holds: a request arrives on it, or it is idle, or it is being closed."""

    def __init__(self, conn: Any, seconds: float, begun: bytes = b"", *, idle: bool = False) -> None:
        self.conn = conn
        self.client = client_of(conn)
        self.request = Arriving(begun)
        self.idle = idle and not begun
        self.leaving = False
        self.greeted = not conn.cfg.is_ssl or conn.initialized
        self.until = monotonic() + seconds

    def take(self) -> Received:
        """Read what is there. Raises BlockingIOError or ssl.SSLWantReadError where there is no more just now."""
        conn = self.conn
        if not self.greeted:
            if not isinstance(conn.sock, ssl.SSLSocket):
                conn.sock = sockets.ssl_wrap_socket(conn.sock, conn.cfg)
            conn.sock.do_handshake()
            self.greeted = True
        while self.request.state in (Received.NOTHING, Received.HEAD, Received.BODY):
            more = conn.sock.recv(65536)
            if not more:
                raise ConnectionResetError
            before = self.request.state
            if self.request.take(more) is Received.BODY and before is not Received.BODY:
                self.until = monotonic() + BODY_SECONDS
                if self.request.asks_to_go_on:
                    conn.sock.send(_GO_ON)
            if self.idle:
                self.idle, self.until = False, max(self.until, monotonic() + HEAD_SECONDS)
        return self.request.state


def client_of(conn: Any) -> str:
    """The client that holds a connection. For IPv6 it is the network, because one household has 2^64 addresses."""
    address = str(conn.client[0]) if isinstance(conn.client, tuple) else ""
    if ":" not in address:
        return address
    six = IPv6Address(address.partition("%")[0])
    return str(six.ipv4_mapped or IPv6Network((six, OF_ONE_NETWORK), strict=False))


class Worker(ThreadWorker):  # type: ignore[misc]
    """Collects requests, and gives complete ones to threads."""

    OF_A_CLIENT: ClassVar[int | None] = 100

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._waiting: OrderedDict[Any, Waiting] = OrderedDict()
        self._half_sent: dict[str, OrderedDict[Any, Waiting]] = {}
        self._at_work: Counter[str] = Counter()
        self._next: dict[str, deque[Any]] = {}
        self._answering: dict[Any, float] = {}
        self._look_at = 0.0

    def accept(self, listener: Any) -> None:
        """Accept new connections, some at a time."""
        for _ in range(AT_A_TIME):
            try:
                sock, client = listener.accept()
            except OSError as problem:
                if problem.errno in (errno.EMFILE, errno.ENFILE) and self._waiting:
                    self._drop(next(iter(self._waiting.values())))
                elif problem.errno not in (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED):
                    raise
                return
            self.nr_conns += 1
            self._wait(Waiting(TConn(self.cfg, sock, client, listener.getsockname()), HEAD_SECONDS))

    def _wait(self, each: Waiting) -> None:
        each.conn.sock.setblocking(False)
        self._waiting[each.conn] = each
        self.poller.register(each.conn.sock, EVENT_READ, partial(self._more, each))
        self._count(each)
        if len(self._waiting) > MOST_WAITING:
            most, _ = Counter(waits.client for waits in self._waiting.values()).most_common(1)[0]
            self._drop(next(waits for waits in self._waiting.values() if waits.client == most))

    def _count(self, each: Waiting) -> None:
        """Count the incomplete requests of one client. With one too many, its oldest is closed."""
        if each.idle or each.leaving or self.OF_A_CLIENT is None:
            return
        his = self._half_sent.setdefault(each.client, OrderedDict())
        his[each.conn] = each
        if len(his) > self.OF_A_CLIENT:
            self._drop(next(iter(his.values())))

    def _forget(self, each: Waiting) -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(each.conn.sock)
        self._waiting.pop(each.conn, None)
        his = self._half_sent.get(each.client)
        if his is not None and his.pop(each.conn, None) is not None and not his:
            del self._half_sent[each.client]

    def _more(self, each: Waiting, _: Any) -> None:
        """Read what has come on a connection."""
        if self._waiting.get(each.conn) is not each:
            return  # another one of the same round pushed it out
        idle = each.idle
        try:
            if each.leaving:
                if not each.conn.sock.recv(65536):
                    self._drop(each)
                return
            state = each.take()
        except (BlockingIOError, ssl.SSLWantReadError):
            if idle and not each.idle:
                self._count(each)
            self.poller.modify(each.conn.sock, EVENT_READ, partial(self._more, each))
            return
        except ssl.SSLWantWriteError:
            self.poller.modify(each.conn.sock, EVENT_WRITE, partial(self._more, each))
            return
        except (OSError, ValueError):
            self._drop(each)
            return
        if state in _SAID_HERE:
            self._write(each, said_early(_SAID_HERE[state]))
        else:
            self._hand_over(each)

    def _hand_over(self, each: Waiting) -> None:
        conn = each.conn
        self._forget(each)
        if not conn.initialized:
            conn.parser = http.get_parser(conn.cfg, iter(()), conn.client)  # no connection: see _arriving
            conn.initialized = True
            conn.sock.setsockopt(SOL_SOCKET, SO_SNDTIMEO, struct.pack("ll", STALLED_SECONDS, 0))
        conn.parser.unreader.unread(bytes(each.request.bytes))
        conn.data_ready = True
        conn.last = each.request.state is Received.UNREAD
        if self.OF_A_CLIENT is None or self._at_work[each.client] < max(2, self.cfg.threads // OF_THREADS):
            self._at_work[each.client] += 1
            self.enqueue_req(conn)
        elif len(self._next.get(each.client, ())) < self.OF_A_CLIENT:
            self._next.setdefault(each.client, deque()).append(conn)
        else:
            self._write(each, said_early(503))

    def handle(self, conn: Any) -> Any:
        """Answer a request, in a thread."""
        self._answering[conn] = monotonic()
        return super().handle(conn)

    def _work_is_done(self, client: str) -> None:
        """Start the client's next request, if one is waiting."""
        if client in self._next:
            self.enqueue_req(self._next[client].popleft())
            if not self._next[client]:
                del self._next[client]
        else:
            self._at_work[client] -= 1
            if not self._at_work[client]:
                del self._at_work[client]

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Read the rest of the body. Errors are ignored, because an answer has been sent already."""
        try:
            return not conn.last and bool(super()._keepalive_after(conn, keepalive))
        except Exception:
            return False

    def finish_request(self, conn: Any, done: Any) -> None:
        """After an answer: wait for the next request on the connection, or close it."""
        self._work_is_done(client_of(conn))
        self._answering.pop(conn, None)
        try:
            again = not done.cancelled() and done.result() is True
            begun = conn.parser.unreader.take_buffered() if again else b""
            each = Waiting(conn, self.cfg.keepalive if self.alive else STOP_SECONDS, begun, idle=True)
            if not again:
                self._leave(each)
            elif each.request.state in (Received.WHOLE, Received.UNREAD):
                self._hand_over(each)
            else:
                self._wait(each)
        except Exception:
            self.nr_conns -= 1
            conn.close()

    def _leave(self, each: Waiting) -> None:
        """Close the sending side and wait a moment, without blocking anybody, until the client has read the answer."""
        try:
            each.conn.sock.shutdown(SHUT_WR)
        except OSError:
            self._drop(each)
            return
        each.leaving, each.until = True, monotonic() + LEAVE_SECONDS
        self._wait(each)

    def _write(self, each: Waiting, words: bytes) -> None:
        with suppress(OSError):
            each.conn.sock.setblocking(False)
            each.conn.sock.send(words)
        self._forget(each)
        self._leave(each)

    def _drop(self, each: Waiting) -> None:
        self._forget(each)
        self.nr_conns -= 1
        each.conn.close()

    def murder_pending(self) -> None:
        """Close connections that have waited too long. gunicorn calls this after each round of its loop."""
        now = monotonic()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_EVERY_SECONDS
        for conn in [each for each, since in list(self._answering.items()) if now - since > ANSWER_SECONDS]:
            del self._answering[conn]
            with suppress(OSError):
                socket.shutdown(conn.sock, SHUT_RDWR)  # the thread's next word to it fails; over TLS as well
        for each in list(self._waiting.values()):
            if not self.alive:
                each.until = min(each.until, now + STOP_SECONDS)
            if each.until > now:
                continue
            if each.request.bytes and each.greeted and not each.leaving:
                self._write(each, said_early(408))
            else:
                self._drop(each)


class BehindProxy(Worker):
    """The same worker behind a proxy, which counts its clients itself."""

    OF_A_CLIENT = None
