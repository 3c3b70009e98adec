"""Collects one request while it arrives, and tells when it is complete.

Only as much is read as tells where the body ends; everything is read once more, and strictly, by the server's own
parser before it is believed. That parser is given these bytes and no connection (`_worker`), so that where the two
should differ a thread sees an end and never waits.
"""

from __future__ import annotations

import re
from enum import Enum

MOST_HEAD = 64 * 1024
MOST_BODY = 64 * 1024
"""The longest body, as for the application. A longer one is passed on unread and answered with 413."""
MOST_IN_CHUNKS = 3 * MOST_BODY
"""The longest body in chunks, with the lines that give their sizes."""
MOST_LINE = 1024
"""The longest line with the size of a chunk, and the longest line after the last one."""
_END_OF_HEAD, _END_OF_LINE = b"\r\n\r\n", b"\r\n"
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;" + _TOKEN + rb"(?:=" + _TOKEN + rb")?)*")


class Received(Enum):
    """How much of a request is there."""

    NOTHING = "nothing"
    HEAD = "a part of its head"
    BODY = "its head, and a part of its body"
    WHOLE = "all of it"
    UNREAD = "its head; the body is too long to wait for"
    TOO_LONG = "a head without an end"
    TOO_MUCH = "its head; a body in chunks is too long to wait for"
    UNREADABLE = "its head, and a body whose chunks are none"


class Arriving:
    """The bytes of one request, and perhaps the first ones of the next.

    Attributes:
        asks_to_go_on: that the client waits to be told so before it sends the body.
    """

    def __init__(self, begun: bytes = b"") -> None:
        self.bytes = bytearray()
        self.state = Received.NOTHING
        self.asks_to_go_on = False
        self._looked = self._end = self._length = 0
        self._chunks = self._last_chunk = False
        if begun:
            self.take(begun)

    def take(self, more: bytes) -> Received:
        """Add bytes that have come."""
        self.bytes += more
        if self.state in (Received.NOTHING, Received.HEAD):
            self._read_head()
        if self.state is Received.BODY:
            self.state = self._read_chunks() if self._chunks else self._read_body()
        return self.state

    def _read_head(self) -> None:
        found = self.bytes.find(_END_OF_HEAD, self._looked)
        self._looked = max(0, len(self.bytes) - len(_END_OF_HEAD) + 1)
        if found < 0:
            self.state = Received.HEAD if len(self.bytes) <= MOST_HEAD else Received.TOO_LONG
            return
        self._end = found + len(_END_OF_HEAD)
        self._read_length(bytes(self.bytes[:found]))
        self.state = Received.BODY

    def _read_length(self, head: bytes) -> None:
        for line in head.split(_END_OF_LINE)[1:]:
            name, _, value = line.partition(b":")
            name, value = name.strip().lower(), value.strip().lower()
            if name == b"content-length":
                self._length = int(value) if value.isdigit() and len(value) < 16 else 0
            self._chunks |= name == b"transfer-encoding" and value.endswith(b"chunked")
            self.asks_to_go_on |= name == b"expect" and value == b"100-continue"
        if self._chunks and self._length:
            self._chunks, self._length = False, 0  # both are no request: the server's parser says so, and reads no body

    def _read_body(self) -> Received:
        if self._length > MOST_BODY:
            return Received.UNREAD
        return Received.WHOLE if len(self.bytes) >= self._end + self._length else Received.BODY

    def _read_chunks(self) -> Received:
        """Go on from the first chunk that was not complete."""
        state = Received.WHOLE if self._last_chunk else None
        while state is None:
            state = self._read_chunk()
        if state is Received.WHOLE and self.bytes.find(_END_OF_HEAD, self._end - len(_END_OF_LINE)) < 0:
            state = Received.BODY if len(self.bytes) - self._end < MOST_LINE else Received.UNREADABLE
        too_much = state is Received.BODY and len(self.bytes) > MOST_HEAD + MOST_IN_CHUNKS
        return Received.TOO_MUCH if too_much else state

    def _read_chunk(self) -> Received | None:
        """Read one chunk. Returns None where another one follows."""
        line = self.bytes.find(_END_OF_LINE, self._end)
        if line < 0:
            return Received.BODY if len(self.bytes) - self._end < MOST_LINE else Received.UNREADABLE
        size = _SIZE.fullmatch(bytes(self.bytes[self._end : line]))
        if size is None:
            return Received.UNREADABLE
        begins, length = line + len(_END_OF_LINE), int(size[1], 16)
        self._last_chunk = not length
        if self._last_chunk:
            self._end = begins
            return Received.WHOLE
        if self._length + length > MOST_BODY:
            return Received.TOO_MUCH
        after = bytes(self.bytes[begins + length : begins + length + len(_END_OF_LINE)])
        if after != _END_OF_LINE:
            return Received.BODY if _END_OF_LINE.startswith(after) else Received.UNREADABLE
        self._end, self._length = begins + length + len(_END_OF_LINE), self._length + length
        return None
