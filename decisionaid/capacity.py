"""What a number of clinics needs, worked out from costs that were measured.

The costs are those of `make bench` on two cores of a Linux x86-64 machine with a solid-state disk; the bench compares
them with what it measures today, and `tests/commands/test_capacity.py` measures the rows of a visit. Everything else is
arithmetic, and rounded up. The page says what is more than was measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

PAGE_MS, CHOICE_MS = 8.0, 6.0
"""Processor time for the dearest card, and for a choice with its answer, in milliseconds of one core."""
PROCESS_MB = 120
"""Memory of one server process after many visits, as its share (PSS)."""
VISIT_KIB = 85
"""Of the database, for a visit in which every card of one aid was talked about: 51 choices, 53 lines of the audit."""
MOST_CHOICES, MOST_OF_ONE_CLINIC = 2_300, 660
"""Choices a second that PostgreSQL committed on those two cores: from 16 writers, and in the order of one clinic."""
SEEN_VISITS = 100_000
"""So many visits in the database made no page and no choice slower."""

PACE_SECONDS = 3.5
"""Each room asks for a card and makes a choice this often: quicker than any talk."""
VISITS_A_DAY, DAYS = 10, 250
"""In each room, and in a year."""
BUSY = 0.5
"""So much of a processor is used in the busiest hour; the rest is for what nobody has foreseen."""
CORES = 4
"""Of one machine."""
SYSTEM_MB = 1_000
"""Memory for the system of a machine, beside our processes."""


@dataclass(frozen=True)
class Need:
    """What so many clinics need.

    Attributes:
        rooms: in which somebody talks at the same moment.
        choices: saved in a second. cores: of all machines that serve. machines: that serve, one of them to spare.
        memory_mb: of each machine. processes: server processes on each.
        visits: of a year. disk_gib: what they take in the database.
        postgresql: whether it is more than SQLite's one machine.
    """

    clinics: int
    rooms: int
    choices: float
    cores: int
    machines: int
    processes: int
    memory_mb: int
    visits: int
    disk_gib: float
    postgresql: bool

    def not_tried(self) -> list[str]:
        """What of this is more than was measured."""
        one_clinic = self.choices / self.clinics > MOST_OF_ONE_CLINIC
        tried = {
            "visits": self.visits <= SEEN_VISITS,
            "choices": self.choices <= MOST_CHOICES,
            "one clinic": not one_clinic,
        }
        return [name for name, within in tried.items() if not within]

    def pool(self, connections: int = 100, kept: int = 10) -> int:
        """DECISIONAID_POOL, so that all machines together stay below the server's `max_connections`; at least 1."""
        return max(1, min(12, (connections - kept) // (self.machines * self.processes)))


def need(clinics: int, rooms: int = 4) -> Need:
    """What so many clinics of so many rooms need. One clinic runs on one machine; more of them outlive a machine."""
    at_once = clinics * rooms
    choices = at_once / PACE_SECONDS
    cores = max(1, ceil(choices * (PAGE_MS + CHOICE_MS) / 1000 / BUSY))
    postgresql = clinics > 1 or cores > CORES
    machines = ceil(cores / CORES) + 1 if postgresql else 1
    processes = max(2, min(CORES, cores))
    visits = at_once * VISITS_A_DAY * DAYS
    return Need(
        clinics=clinics,
        rooms=at_once,
        choices=choices,
        cores=cores,
        machines=machines,
        processes=processes,
        memory_mb=SYSTEM_MB + (processes + 1) * PROCESS_MB,
        visits=visits,
        disk_gib=visits * VISIT_KIB / 1024**2,
        postgresql=postgresql,
    )


def page(needs: list[Need]) -> str:
    """The table and what limits it, in Markdown."""
    head = ["clinics", *(f"{each.clinics:,}" for each in needs)]
    body = [[name, *(value(each) for each in needs)] for name, value in _ROWS]
    lines = [_row(head), _row(["---"] * len(head)), *(_row(each) for each in body)]
    return "\n".join([*lines, "", *_limits()]) + "\n"


_ROWS: tuple[tuple[str, Callable[[Need], str]], ...] = (
    ("rooms that talk at the same moment", lambda each: f"{each.rooms:,}"),
    ("choices saved in a second", lambda each: f"{each.choices:,.0f}"),
    ("database", lambda each: "PostgreSQL" if each.postgresql else "SQLite, in the data folder"),
    (f"machines that serve, of {CORES} cores", lambda each: f"{each.machines:,}{', one to spare' * each.postgresql}"),
    ("cores that they need", lambda each: f"{each.cores:,}"),
    ("memory of each", lambda each: f"{each.memory_mb / 1000:.1f} GB"),
    ("`DECISIONAID_WORKERS`", lambda each: f"{each.processes}"),
    ("`DECISIONAID_POOL`, under 100 connections", lambda each: f"{each.pool()}" if each.postgresql else "not used"),
    ("visits in a year", lambda each: f"{each.visits:,}"),
    ("disk for them", lambda each: f"{each.disk_gib:,.0f} GiB"),
    ("more than was measured", lambda each: ", ".join(each.not_tried()) or "nothing"),
)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _limits() -> list[str]:
    rooms, one = int(MOST_CHOICES * PACE_SECONDS), int(MOST_OF_ONE_CLINIC * PACE_SECONDS)
    return [
        f"Counted with {PAGE_MS:g} ms of a core for a card and {CHOICE_MS:g} ms for a choice, a card and a choice "
        f"every {PACE_SECONDS:g} seconds in each room, {VISITS_A_DAY} visits a day in a room, {DAYS} days, "
        f"{VISIT_KIB} KiB for a visit, and processors that are {BUSY:.0%} busy.",
        "",
        "Where it stops, and what to do then:",
        "",
        "- SQLite serves from one machine. Where that is too little or may not fail: `decisionaid move` to PostgreSQL.",
        f"- The choices of one clinic are written one after the other: {one:,} rooms of one clinic.",
        f"- PostgreSQL on two cores saved {MOST_CHOICES:,} choices a second, which is {rooms:,} rooms. Beyond: more "
        "cores for it, then a second installation, since no clinic needs another one's rows.",
        "- Each server process keeps its own connections. Where the pool comes down to 1: a larger `max_connections`.",
        f"- A database of {SEEN_VISITS:,} visits was as quick as a new one. A larger one was not tried.",
    ]
