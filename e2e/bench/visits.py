"""Two hundred visits at the same time, on both databases, with one server process and with two, side by side."""

from __future__ import annotations

from ._figure import Measured, NotMeasured, figure
from ._rooms import Arrangement, Load, many_visits
from ._world import World

ARRANGEMENTS = [Arrangement(database, count) for database in ("SQLite", "PostgreSQL") for count in (1, 2)]
WHY_MIDDLE = "two people look at one screen: within a twentieth of a second a page is there as if it had been there"
WHY_SLOWEST = "one answer in a hundred may take as long as somebody waits without asking whether the tap was taken"


def load(world: World, arrangement: Arrangement) -> Load:
    """Measured a single time for both figures. What went wrong or went to another room is no figure, but a fault."""
    world.outside()

    def measure() -> Load:
        folder = world.folder / f"visits-{arrangement.database}-{arrangement.processes}"
        found = many_visits(arrangement, folder, world.size.visits, world.size.seconds)
        if not found.answers:
            raise NotMeasured("no visit was answered in the time there was")
        return found

    found: Load = world.recall(("visits", arrangement), measure)
    assert not found.errors, f"{len(found.errors)} answers were errors, the first: {found.errors[0]}"
    assert found.crossed == 0, f"{found.crossed} crossed"
    return found


def _declare(arrangement: Arrangement) -> None:
    @figure(f"200 visits at once, the middle answer: {arrangement}", 50, "ms", WHY_MIDDLE)
    def middle(world: World) -> Measured:
        found = load(world, arrangement)
        return Measured(found.at(0.5), str(found))

    @figure(f"200 visits at once, 99 in 100 answers: {arrangement}", 500, "ms", WHY_SLOWEST)
    def slowest(world: World) -> Measured:
        return Measured(load(world, arrangement).at(0.99))


for _each in ARRANGEMENTS:
    _declare(_each)
