"""Spoilt at random: whatever stands in a card file, it is read or refused with its place, and nothing else happens.

A few hundred files in every run; `make hold` reads ten thousand (hazard T08). The seed is fixed, so that a file which
breaks the reader can be made again.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisionaid.commands.check import check
from decisionaid.errors import AidProblems, Problem
from decisionaid.yaml_reader import read_yaml
from tests.library.aids import GOOD, ROOT, SPANISH, folder_with
from tests.rules.test_rules import TODAY

STATIN = (ROOT / "aids" / "statin" / "aid.yaml").read_text(encoding="utf-8")
SEED = 20261123
ODD = (
    b"[", b"]", b"{", b"}", b"\"", b"'", b": ", b"- ", b"&a ", b"*a ", b"!!x ", b"#", b"|", b">", b"%", b"@", b"`",
    b"\t", b"\0", b"\xff", b"\xc3", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xd9\xa2", b"\r\n", b"---\n", b"...\n", b"? ",
    b"<<: ", b"no", b"012", b"1:30", b"1e400", b"-", b"~", b"999999999999999999999", b"{many_wait}",
    b"{x.y}", b"\xf0\x9f\x98\x80",
)  # fmt: skip


def _insert(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data) + 1)
    data[at:at] = dice.choice(ODD)


def _cut(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    del data[at : at + dice.choice((1, 3, 40, 400, len(data)))]


def _flip(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randrange(1, 9)):
        data[dice.randrange(len(data))] = dice.randrange(256)


def _swap_lines(data: bytearray, dice: random.Random) -> None:
    lines = bytes(data).split(b"\n")
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    data[:] = b"\n".join(lines)


def _double(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    data[at:at] = data[at : at + dice.randrange(2000)]


def _swap_values(data: bytearray, dice: random.Random) -> None:
    values = [match.span(1) for match in re.finditer(rb": ([^\n,{}]+)", bytes(data))]
    if len(values) > 1:
        (a, b), (c, d) = sorted(dice.sample(values, 2))
        data[:] = data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


SPOILERS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _insert, _cut, _flip, _swap_lines, _double, _swap_values,
)  # fmt: skip


def spoilt(dice: random.Random, text: str) -> bytes:
    """The text with one to four accidents."""
    data = bytearray(text.encode())
    for _ in range(dice.randrange(1, 5)):
        if data:
            dice.choice(SPOILERS)(data, dice)
    return bytes(data)


def read_many(count: int, tmp: Path) -> dict[str, float]:
    """Read so many spoilt folders as `decisionaid check` does; how many were refused, and the slowest, in seconds."""
    dice = random.Random(SEED)
    refused, slowest = 0, 0.0
    for number in range(count):
        aid = spoilt(dice, dice.choice((GOOD, GOOD, STATIN)))
        spanish = SPANISH.encode() if dice.random() < 0.7 else spoilt(dice, SPANISH)
        folder = folder_with(tmp, aid, name=f"f{number}", es=spanish)
        began = time.process_time()
        problems = check(folder, "approve", TODAY).problems
        slowest = max(slowest, time.process_time() - began)
        assert all(problem.line >= 1 and problem.column >= 1 and problem.what for problem in problems), aid
        refused += any(problem.rule in ("YAML", "LANGUAGE") for problem in problems)
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    return {"read": count, "refused": refused, "slowest": slowest}


@pytest.mark.hazard("T08")
def test_hundreds_of_spoilt_files_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    told = read_many(200, tmp_path)
    assert told["refused"] > 80


@pytest.mark.hazard("T08")
@pytest.mark.hold
def test_ten_thousand_spoilt_files_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    told = read_many(10_000, tmp_path)
    print(told)
    assert told["refused"] > 4_000


@pytest.mark.hazard("T08")
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.one_of(st.binary(max_size=400), st.text(alphabet="ab:-{}[]\"'#&*!|>%@`?,\n\t 01\0é", max_size=200)))
def test_any_bytes_are_read_or_refused(data: bytes | str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        read_yaml(data if isinstance(data, bytes) else data.encode(), "aid.yaml")
    except AidProblems as broken:
        problems = broken.problems or (Problem("", 0, 0, "", "refused, and nothing said"),)
    assert all(problem.line and problem.what and problem.remedy for problem in problems)
