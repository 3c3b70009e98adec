"""Medians after a warm-up: a single slow moment of a shared machine says nothing about us."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Times:
    """Medians of one thing done again and again, in milliseconds.

    Attributes:
        cpu: of this whole process; where other programs take their turns it grows much less than `wall`.
    """

    wall: float
    cpu: float


def times(what: Callable[[], object], rounds: int, warm: int = 1) -> Times:
    """Do it some times unmeasured, then `rounds` times."""
    for _ in range(warm):
        what()
    gc.collect()
    wall, cpu = [], []
    for _ in range(rounds):
        began, worked = time.perf_counter(), time.process_time()
        what()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
    return Times(1000 * median(wall), 1000 * median(cpu))


def seconds(what: Callable[[], object]) -> float:
    """One go."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def command(*words: str) -> Callable[[], object]:
    """A Python of its own on this checkout, such as `-m decisionaid --version`; what it says is kept quiet.

    Raises:
        CalledProcessError: it ended badly.
    """

    def called() -> Any:
        return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)

    return called
