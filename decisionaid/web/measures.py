"""How the server is, in numbers for Prometheus: by route, status and kind of problem, and never by person or visit.

All processes of a server count into one piece of shared memory, so that whichever of them is asked tells of all. Each
has a region of its own, held by a lock of the operating system that goes away with the process, also by kill -9; who
comes after it counts on from there, so no number ever falls. The names are routes of the program and kinds of problems,
closed lists that are known at the start: no address, no id and nothing that anybody typed can become one.

Own few lines rather than prometheus_client: it keeps a file for each process and sums them up by its own rules, and
what is needed here is one histogram, two counters and two gauges.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from tempfile import TemporaryFile
from threading import Lock
from time import monotonic

from flask import Flask, Response, g, request

from ..errors import DecisionAidError

try:
    import fcntl
except ImportError:  # Windows, where nothing is served
    fcntl = None  # type: ignore[assignment]

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds. The budgets are p50 below 50 ms and p99 below 500 ms."""
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
REGIONS, SLOTS = 64, 4096
_OF_A_ROUTE = len(BOUNDS) + 2 + len(CLASSES)
GAUGES = ("requests_in_progress", "pool_in_use", "pool_size")


class Measures:
    """Counts of all processes; made before the processes part ways."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # open as long as the program: the locks of the regions are on it
        self._file.truncate(REGIONS * SLOTS * 8)
        self._shared = memoryview(mmap.mmap(self._file.fileno(), REGIONS * SLOTS * 8)).cast("d")
        self._lock = Lock()
        self._pid, self._begin = 0, 0

    def add(self, slot: int, amount: float = 1.0) -> None:
        """Count in this process's own region."""
        with self._lock:
            self._shared[self._region() + slot] += amount

    def put(self, slot: int, value: float) -> None:
        """A gauge of this process."""
        with self._lock:
            self._shared[self._region() + slot] = value

    def total(self, slot: int) -> float:
        """Over all processes, those that have ended too."""
        return float(sum(self._shared[region * SLOTS + slot] for region in range(REGIONS)))

    def _region(self) -> int:
        if self._pid != os.getpid():
            self._pid, self._begin = os.getpid(), self._free() * SLOTS
            for number in range(1, len(GAUGES) + 1):
                self._shared[self._begin + number] = 0.0
        return self._begin

    def _free(self) -> int:
        for region in range(REGIONS) if fcntl is not None else ():
            with suppress(OSError):
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, region)
                return region
        return os.getpid() % REGIONS


_ALL = Measures()


class Names:
    """Which slot counts what; the same in every process, because it follows from the program alone."""

    def __init__(self, app: Flask) -> None:
        self.routes = ("none", *sorted({rule.endpoint for rule in app.url_map.iter_rules()}))
        self.kinds = ("other", *sorted({each.__name__ for each in _kinds(DecisionAidError)}))
        self._first_route = 1 + len(GAUGES)
        self._first_kind = self._first_route + len(self.routes) * _OF_A_ROUTE
        assert self._first_kind + len(self.kinds) <= SLOTS

    def gauge(self, name: str) -> int:
        return 1 + GAUGES.index(name)

    def route(self, name: str | None) -> int:
        """The first slot of a route: bounds, count, sum, classes of status."""
        found = self.routes.index(name) if name in self.routes else 0
        return self._first_route + found * _OF_A_ROUTE

    def kind(self, name: str) -> int:
        return self._first_kind + (self.kinds.index(name) if name in self.kinds else 0)


def _kinds(of: type[DecisionAidError]) -> Iterator[type[DecisionAidError]]:
    for each in of.__subclasses__():
        yield each
        yield from _kinds(each)


def init(app: Flask, pool: Callable[[], tuple[int, int]]) -> None:
    """Count every request; `pool` says how many connections are in use, and how many there may be."""

    @app.before_request
    def _begins() -> None:
        g.began = monotonic()
        _ALL.add(_names(app).gauge("requests_in_progress"))

    @app.after_request
    def _counted(response: Response) -> Response:
        took, first = monotonic() - g.get("began", monotonic()), _names(app).route(request.endpoint)
        for number, bound in enumerate(BOUNDS):
            if took <= bound:
                _ALL.add(first + number)
        _ALL.add(first + len(BOUNDS))
        _ALL.add(first + len(BOUNDS) + 1, took)
        _ALL.add(first + len(BOUNDS) + 2 + response.status_code // 100 - 1)
        return response

    @app.teardown_request
    def _ended(_: BaseException | None) -> None:
        if "began" in g:
            g.pop("began")
            _ALL.add(_names(app).gauge("requests_in_progress"), -1.0)
            in_use, size = pool()
            _ALL.put(_names(app).gauge("pool_in_use"), in_use)
            _ALL.put(_names(app).gauge("pool_size"), size)


def turned_away(app: Flask, kind: str) -> None:
    """A problem of a kind was answered."""
    _ALL.add(_names(app).kind(kind))


def _names(app: Flask) -> Names:
    if "measures" not in app.extensions:
        app.extensions["measures"] = Names(app)
    names: Names = app.extensions["measures"]
    return names


def as_text(app: Flask) -> str:
    """Everything in the text form of Prometheus."""
    return "\n".join([*_requests(_names(app)), *_others(_names(app))]) + "\n"


def _requests(names: Names) -> Iterator[str]:
    yield "# HELP decisionaid_request_seconds How long a page took to be answered."
    yield "# TYPE decisionaid_request_seconds histogram"
    for route in names.routes:
        first = names.route(route)
        count = _ALL.total(first + len(BOUNDS))
        if not count:
            continue
        for number, bound in enumerate(BOUNDS):
            labels = f'route="{route}",le="{bound:g}"'
            yield f"decisionaid_request_seconds_bucket{{{labels}}} {_ALL.total(first + number):.0f}"
        yield f'decisionaid_request_seconds_bucket{{route="{route}",le="+Inf"}} {count:.0f}'
        yield f'decisionaid_request_seconds_sum{{route="{route}"}} {_ALL.total(first + len(BOUNDS) + 1):.6f}'
        yield f'decisionaid_request_seconds_count{{route="{route}"}} {count:.0f}'
    yield "# HELP decisionaid_answers_total Answers by route and class of status; 2xx of encounter.choose are saves."
    yield "# TYPE decisionaid_answers_total counter"
    for route in names.routes:
        for number, status in enumerate(CLASSES):
            if count := _ALL.total(names.route(route) + len(BOUNDS) + 2 + number):
                yield f'decisionaid_answers_total{{route="{route}",status="{status}"}} {count:.0f}'


def _others(names: Names) -> Iterator[str]:
    yield "# HELP decisionaid_problems_total Problems that were answered, by kind."
    yield "# TYPE decisionaid_problems_total counter"
    for kind in names.kinds:
        if count := _ALL.total(names.kind(kind)):
            yield f'decisionaid_problems_total{{kind="{kind}"}} {count:.0f}'
    for name, words in zip(
        GAUGES,
        ("Requests under way.", "Connections to the database in use.", "Connections that there may be."),
        strict=True,
    ):
        yield f"# HELP decisionaid_{name} {words}"
        yield f"# TYPE decisionaid_{name} gauge"
        yield f"decisionaid_{name} {max(_ALL.total(names.gauge(name)), 0):.0f}"
