"""What the people at the table wait for: pages and live charts on a slow laptop, medians, each with an empty cache."""

from __future__ import annotations

from functools import partial
from statistics import median

from ._figure import Measured, figure
from ._page import Loaded, load, press, slow_page, tap_each
from ._world import World

FIRST, PICTURE, DECISION = "situation", "picture", "decision"
TAPS = 10
PLACES = {
    PICTURE: [
        ".displays [data-tap=bars]",
        "[data-table] > summary",
        ".displays [data-tap=dots]",
        "[data-basis] > summary",
    ],
    DECISION: [f".arrive .boxes label:nth-child({each})" for each in (1, 2, 3)],
}
READINGS = ("systolic_bp", "hdl", "total_cholesterol")


def loads(world: World, card: str) -> tuple[Loaded, ...]:
    """Every load of a card, measured a single time for all its figures; the very first load only warms up."""

    def measure() -> tuple[Loaded, ...]:
        kept, visit = world.signed_in
        address = world.clinic.card(visit, card)
        places = PLACES.get(card)
        tap = partial(tap_each, places=places, times=TAPS) if places else None
        world.recall("warm", lambda: load(world.browser, address, kept))
        return tuple(
            load(world.browser, address, kept, tap if number < world.size.tapped else None)
            for number in range(world.size.screens)
        )

    found: tuple[Loaded, ...] = world.recall(("loads", card), measure)
    return found


def middle(world: World, card: str, part: str) -> float:
    """The median of one thing that was measured at every load."""
    return float(median(getattr(each, part) for each in loads(world, card)))


@figure("first card, compressed", 25, "KiB", "with its picture, over 10 Mbit/s, in 20 ms: a clinic's line is shared")
def size(world: World) -> Measured:
    """All that the first visit fetches."""
    return Measured(middle(world, FIRST, "size") / 1024)


@figure("first card, requests", 6, "", "more than six wait for one another in a browser that speaks HTTP/1.1")
def requests(world: World) -> Measured:
    """Page, styles, script, icon."""
    return Measured(max(each.requests for each in loads(world, FIRST)))


@figure(
    "first card, nodes", 600, "", "style and layout of a page cost by the node; 600 are laid out within a frame or two"
)
def nodes(world: World) -> Measured:
    """Elements of the page."""
    return Measured(max(each.nodes for each in loads(world, FIRST)))


@figure("cards, layout shift", 0, "shift", "nothing moves by itself under the eyes of two people who read together")
def shift(world: World) -> Measured:
    """The worst of the three cards."""
    return Measured(max(each.shift for card in (FIRST, PICTURE, DECISION) for each in loads(world, card)))


_BUDGETS = (
    ("paint", "largest paint", 700, "ms", "the card is there before anybody looks up and waits for it"),
    (
        "usable",
        "usable",
        600,
        "ms",
        "a tap is handled before the largest paint: none is lost to a page that looks ready",
    ),
    ("blocking", "blocking time", 150, "ms", "from 200 ms on blocking is felt; a slow laptop stays clear of that"),
    ("heap", "script heap", 4, "MB", "the cards share an old laptop with the chart system"),
    ("worst_tap", "worst tap to paint of ten", 50, "ms", "three frames: the box looks tapped before the finger is up"),
)


def _of_card(world: World, card: str, part: str) -> Measured:
    if part == "worst_tap":
        tapped = [each.worst_tap for each in loads(world, card) if each.worst_tap]
        return Measured(median(tapped), "median of " + ", ".join(f"{each:.0f}" for each in tapped))
    return Measured(middle(world, card, part) / (2**20 if part == "heap" else 1))


for _card in (FIRST, PICTURE, DECISION):
    for _part, _name, _budget, _unit, _why in _BUDGETS:
        if _card in PLACES or _part != "worst_tap":
            figure(f"{_card} card, {_name}", _budget, _unit, _why)(partial(_of_card, card=_card, part=_part))


def charts(world: World) -> tuple[list[float], list[float]]:
    """Milliseconds from the tap that opens a panel to its live chart: the first of a page, and the later ones."""

    def measure() -> tuple[list[float], list[float]]:
        kept, visit = world.signed_in
        first: list[float] = []
        later: list[float] = []
        for _ in range(max(1, world.size.screens // 2 + 1)):
            with slow_page(world.browser, kept) as (page, _):
                page.goto(world.clinic.card(visit, "evidence/baseline"))
                page.wait_for_load_state("networkidle")
                for number, reading in enumerate(READINGS):
                    press(page, f'[data-reading="{reading}"] summary')
                    page.wait_for_function(
                        "(name) => performance.getEntriesByName(name).length", arg=f"chart {reading}"
                    )
                    took = page.evaluate(
                        "(name) => { const [one] = performance.getEntriesByName(name);"
                        " return one.startTime + one.duration - seen.tapped; }",
                        f"chart {reading}",
                    )
                    (later if number else first).append(took)
                    page.wait_for_timeout(200)
        return first, later

    found: tuple[list[float], list[float]] = world.recall("charts", measure)
    return found


@figure(
    "live chart, the first after the tap",
    2_000,
    "ms",
    "350 KiB of chart library come only when asked for, and the still picture stands meanwhile",
)
def first_chart(world: World) -> Measured:
    """Fetched, compiled and drawn."""
    return Measured(median(charts(world)[0]))


@figure(
    "live chart, later ones", 250, "ms", "the library is there; a quarter of a second still feels like one's own tap"
)
def later_chart(world: World) -> Measured:
    """Only drawn."""
    later = charts(world)[1]
    return Measured(median(later), f"worst {max(later):.0f} ms")
