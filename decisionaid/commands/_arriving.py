"""One request while it arrives: how much of it is there, and whether it is whole.

Only as much is read out of the head as tells where the body ends; everything is read once more, and strictly, by the
server's own parser before it is believed. Where the two should differ, a thread waits for a moment and no longer.
"""

from __future__ import annotations

from enum import Enum

MOST_HEAD = 64 * 1024
MOST_BODY = 64 * 1024
"""As the application takes it: a longer one is handed on unread and answered with 413."""
_END_OF_HEAD, _END_OF_CHUNKS = b"\r\n\r\n", b"0\r\n\r\n"


class State(Enum):
    """What is there of a request."""

    NOTHING = "nothing"
    HEAD = "a part of its head"
    BODY = "its head, and a part of its body"
    WHOLE = "all of it"
    UNREAD = "its head; the body is too long to wait for"
    TOO_LONG = "a head without an end"


class Arriving:
    """The bytes of one request, and perhaps the first ones of the next.

    Attributes:
        asks_to_go_on: that the client waits to be told so before it sends the body.
    """

    def __init__(self, begun: bytes = b"") -> None:
        self.bytes = bytearray()
        self.state = State.NOTHING
        self.asks_to_go_on = False
        self._looked = self._end = 0
        self._chunks = False
        if begun:
            self.take(begun)

    def take(self, more: bytes) -> State:
        """More bytes have come."""
        self.bytes += more
        if self.state in (State.NOTHING, State.HEAD):
            self._read_head()
        if self.state is State.BODY and self._body_is_there():
            self.state = State.WHOLE
        return self.state

    def _read_head(self) -> None:
        found = self.bytes.find(_END_OF_HEAD, self._looked)
        self._looked = max(0, len(self.bytes) - len(_END_OF_HEAD) + 1)
        if found < 0:
            self.state = State.HEAD if len(self.bytes) <= MOST_HEAD else State.TOO_LONG
            return
        length = self._length(bytes(self.bytes[:found]))
        self._end = found + len(_END_OF_HEAD) + length
        self.state = State.UNREAD if length > MOST_BODY else State.BODY

    def _length(self, head: bytes) -> int:
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            name, value = name.strip().lower(), value.strip().lower()
            if name == b"content-length":
                length = int(value) if value.isdigit() and len(value) < 16 else 0
            self._chunks |= name == b"transfer-encoding"
            self.asks_to_go_on |= name == b"expect" and value == b"100-continue"
        return length

    def _body_is_there(self) -> bool:
        if not self._chunks:
            return len(self.bytes) >= self._end
        return self.bytes.endswith(_END_OF_CHUNKS) or len(self.bytes) - self._end > 2 * MOST_BODY
