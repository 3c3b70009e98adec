"""What a card costs the server: each kind drawn in this process, from the address to the packed page."""

from __future__ import annotations

from functools import partial

from werkzeug.test import create_environ, run_wsgi_app

from decisionaid.cards import kinds
from decisionaid.web.session import cookie_name

from ._figure import Measured, NotMeasured, figure
from ._timing import Times, times
from ._visit import cards_of
from ._world import World

WALL_MS = 25


def drawn(world: World, kind: str) -> Times:
    """One GET of a card of this kind, in a visit where everything was talked about.

    The program is called as a server calls it; the client of the tests would add its own half a millisecond.
    """
    tell = world.table.app.extensions["clinic"]
    aid = next((aid for aid in tell.library.entries if kind in cards_of(tell, aid)), None)
    if aid is None:
        raise NotMeasured("no card of the library is of this kind")

    table, visit = world.table, world.visit
    kept = visit.client.get_cookie(cookie_name(table.store, table.settings))
    assert kept, "the visit's clinician is signed in"
    headers = {"Accept-Encoding": "gzip", "Cookie": f"{kept.decoded_key}={kept.value}"}
    asked = create_environ(f"/visits/{visit.id}/{aid}/{kind}", headers=headers)

    def ask() -> None:
        _, status, _ = run_wsgi_app(table.app, asked.copy(), buffered=True)
        assert status.startswith("200"), status

    found: Times = world.recall(("drawn", kind), lambda: times(ask, world.size.rounds, warm=2))
    return found


def _drawn(world: World, kind: str) -> Measured:
    found = drawn(world, kind)
    return Measured(found.wall, f"CPU {found.cpu:.1f} ms")


for _kind in kinds():
    figure(
        f"card drawn: {_kind}",
        WALL_MS,
        "ms",
        "half of the 50 ms that the middle page may take with 200 visits at the same time; half is left for waiting",
    )(partial(_drawn, kind=_kind))


def _cpu(world: World, among: tuple[str, ...]) -> Measured:
    found: dict[str, float] = {}
    for kind in among:
        try:
            found[kind] = drawn(world, kind).cpu
        except NotMeasured:
            continue  # its own row says so
    kind = max(found, key=lambda each: found[each])
    return Measured(found[kind], kind)


PICTURE = "picture"


@figure(
    "card drawn, CPU: the picture",
    6,
    "ms",
    "it works out and draws a chance for each option, which may cost half again as much as another card",
)
def of_the_picture(world: World) -> Measured:
    """CPU is what a busy machine measures best."""
    return _cpu(world, (PICTURE,))


@figure(
    "card drawn, CPU: the dearest other kind",
    4,
    "ms",
    "200 visits that think 2 to 5 s ask for about 57 pages a second; at 4 ms each a quarter of one core is busy",
)
def dearest(world: World) -> Measured:
    """Read, tell, draw and pack."""
    return _cpu(world, tuple(kind for kind in kinds() if kind != PICTURE))
