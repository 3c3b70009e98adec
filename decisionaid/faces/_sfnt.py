"""Reads which signs an OpenType font has, from its table `cmap` in the formats 4 and 12.

Some forty lines instead of a font library, which would be a dependency of every clinic for one question.
Source: OpenType specification 1.9, "cmap - Character to Glyph Index Mapping Table".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path


def signs_in(face: Path) -> frozenset[int]:
    """The code points for which a font has a glyph."""
    with face.open("rb") as stream:
        head = stream.read(12)
        entries = stream.read(16 * struct.unpack(">H", head[4:6])[0])
        tables = {entries[at : at + 4]: struct.unpack(">II", entries[at + 8 : at + 16]) for at in _steps(entries, 16)}
        offset, length = tables[b"cmap"]
        stream.seek(offset)
        table = stream.read(length)
    found: set[int] = set()
    for at in _steps(table[4 : 4 + 8 * struct.unpack(">H", table[2:4])[0]], 8):
        start = struct.unpack(">I", table[4 + at + 4 : 4 + at + 8])[0]
        kind = struct.unpack(">H", table[start : start + 2])[0]
        if kind in (4, 12):
            found.update(_form_4(table[start:]) if kind == 4 else _form_12(table[start:]))
    return frozenset(found)


def _steps(data: bytes, size: int) -> range:
    return range(0, len(data), size)


def _form_12(table: bytes) -> Iterator[int]:
    groups = struct.unpack(">I", table[12:16])[0]
    for first, last, glyph in struct.iter_unpack(">III", table[16 : 16 + 12 * groups]):
        yield from (sign for sign in range(first, last + 1) if glyph + sign - first)


def _form_4(table: bytes) -> Iterator[int]:
    double = struct.unpack(">H", table[6:8])[0]

    def row(number: int) -> tuple[int, ...]:
        start = 14 + number * double + (2 if number else 0)
        return struct.unpack(f">{double // 2}H", table[start : start + double])

    offsets_at = 16 + 3 * double
    for at, (last, first, delta, offset) in enumerate(zip(row(0), row(1), row(2), row(3), strict=True)):
        for sign in range(first, last + 1):
            glyph = sign
            if offset:
                place = offsets_at + 2 * at + offset + 2 * (sign - first)
                glyph = struct.unpack(">H", table[place : place + 2])[0]
                if glyph == 0:
                    continue
            if (glyph + delta) % 65536 and sign != 0xFFFF:
                yield sign
