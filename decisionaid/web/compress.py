"""Compresses answers with gzip: pages and static files.

A compressed page that holds a secret and echoes what was typed could leak the secret by its length (BREACH), so each
page carries a run of random length in the gzip header, where no browser looks. Static files are packed a single time,
in memory.
"""

from __future__ import annotations

import gzip
import secrets
import struct
import time
import zlib
from functools import cache

from flask import Flask, Response, request

SMALLEST = 500
LEVEL = 4
"""Of pages: two thirds of the time of 6, and 3 bytes in 100 more."""
KINDS = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/manifest+json")


def init(app: Flask) -> None:
    """Compress every text answer, if the browser can unpack it."""

    @app.after_request
    def _pack(response: Response) -> Response:
        if response.status_code in (204, 304) or not (response.mimetype or "").startswith(KINDS):
            return response
        response.headers.add("Vary", "Accept-Encoding")
        if not request.accept_encodings["gzip"] or "Content-Encoding" in response.headers:
            return response
        if request.endpoint == "static" and response.status_code == 200:
            response.direct_passthrough = False
            data = _packed(response.get_data())
        else:
            data = response.get_data()
            data = packed_with_padding(data) if len(data) >= SMALLEST else data
        if data[:2] == b"\x1f\x8b":
            response.set_data(data)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(data))
        return response


@cache
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def packed_with_padding(data: bytes) -> bytes:
    """gzip with a file name of random length (1 to 64 letters) in its header."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush()
    name = secrets.token_hex(32)[: 1 + secrets.randbelow(64)].encode() + b"\0"
    head = b"\x1f\x8b\x08\x08" + struct.pack("<L", int(time.time()) & 0xFFFFFFFF) + b"\0\xff" + name
    return head + body + struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF)
