"""What it costs to tell a plan from the log, anew for each page as nothing told is stored; and to set it as PDF."""

from __future__ import annotations

import subprocess
import sys
from itertools import cycle
from pathlib import Path
from statistics import median

from decisionaid.cards import belongings, tellers
from decisionaid.clinic import Clinic
from decisionaid.domain.encounter import Choice
from decisionaid.domain.plan import Plan, plan_from
from decisionaid.domain.readers import PAPER, AtHome, lines_for
from decisionaid.exports import Handout, formats

from ._figure import Measured, figure
from ._timing import ROOT, times
from ._world import World
from .choices import pairs

LONGEST = 1_000


def the_clinic(world: World) -> Clinic:
    """Of the clinic in this process."""
    found: Clinic = world.table.app.extensions["clinic"]
    return found


def log_of(world: World, length: int) -> tuple[Choice, ...]:
    """The lines of a real visit, said again and again: changes of mind, each a line of its own."""
    return tuple(
        line.model_copy(update={"seq": number, "id": f"line-{number}", "key": f"fold-{number:06d}"})
        for number, line in zip(range(1, length + 1), cycle(world.lines), strict=False)
    )


def folded(world: World, length: int) -> Measured:
    """The plan from so many lines, in memory."""
    choices = log_of(world, length)
    _, aids = the_clinic(world).plan(choices, "en", PAPER)

    def tell() -> Plan:
        return plan_from(aids, lines_for(PAPER, choices, belongings()), tellers())

    plan = tell()
    assert plan.decisions, "a whole plan holds a decision"
    assert len(plan.standing) > 10, "a whole plan holds more than a few lines"
    found = times(
        lambda: plan_from(aids, lines_for(PAPER, choices, belongings()), tellers()), world.size.rounds, warm=3
    )
    return Measured(found.wall, f"{len(plan.standing)} lines stand")


@figure(
    "plan told from 200 choices",
    5,
    "ms",
    "every page of a visit tells the plan anew; beside a card of 25 ms it may not count",
)
def two_hundred(world: World) -> Measured:
    """A long first visit."""
    return folded(world, 200)


@figure(
    "plan told from 1,000 choices",
    25,
    "ms",
    "five times the lines may cost five times as much and no more: years of visits",
)
def thousand(world: World) -> Measured:
    """Years of visits of one person."""
    return folded(world, LONGEST)


@figure(
    "a log of 200 choices read and told",
    50,
    "ms",
    "reading unseals the words of each line; the plan page does so, and stays under 50 ms as the middle answer does",
)
def read_and_told(world: World) -> Measured:
    """From the database to the plan."""
    pairs(world)  # which wrote the log
    person, tell = world.known["long log"], the_clinic(world)
    lines = len(tell.store.log.read(person))
    found = times(lambda: tell.plan(tell.store.log.read(person), "en", PAPER), max(1, world.size.rounds // 3))
    return Measured(found.wall, f"{lines} lines")


def handout(world: World) -> Handout[AtHome]:
    """The whole plan as a page needs it."""
    return the_clinic(world).handout(world.person)


@figure("PDF of a whole plan", 100, "ms", "a tap on “PDF” is to feel immediate, which is up to about 100 ms")
def pdf(world: World) -> Measured:
    """With the compiler that the process keeps."""
    plan, render = handout(world), formats()["pdf"].render
    data: bytes = render(plan)
    assert data.startswith(b"%PDF")
    found = times(lambda: render(plan), max(1, world.size.rounds // 3))
    return Measured(found.wall, f"{len(data) / 1024:.0f} KiB")


FIRST = """
import sys, time
from pathlib import Path
from decisionaid.exports import formats
from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.clinic import Clinic, open_library
from decisionaid.library import site_of
settings = Settings(data=Path(sys.argv[1]), practice=True)
store, site = Store(settings), site_of(settings.data, practice=True)
plan = Clinic(settings, store, open_library(settings, site), site).handout(sys.argv[2])
began = time.perf_counter()
assert formats()["pdf"].render(plan).startswith(b"%PDF")
print(time.perf_counter() - began)
store.close()
"""


@figure(
    "first PDF of a process",
    1_000,
    "ms",
    "somebody waits for it after a restart; up to a second a train of thought holds",
)
def first_pdf(world: World) -> Measured:
    """Fonts read and the page's template compiled for the first time."""
    world.outside()
    rounds = range(max(1, world.size.starts // 2))
    return Measured(1000 * median(first_in_a_process(world.table.data, world.person) for _ in rounds))


def first_in_a_process(data: Path, person: str) -> float:
    """Seconds until a new process has its first PDF, without its start."""
    words = [sys.executable, "-c", FIRST, str(data), person]
    made = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if made.returncode:
        raise RuntimeError(made.stderr.strip().splitlines()[-1])
    return float(made.stdout)
