"""What somebody waits for who types a command, writes a card, or starts the server, perhaps after a crash."""

from __future__ import annotations

import time
import urllib.request
from datetime import date
from pathlib import Path
from statistics import median

import yaml

from decisionaid.aid_reader import read_aid
from decisionaid.commands.check import check
from decisionaid.library import Library, _files_hash, _keep, _made

from ._figure import Measured, figure
from ._timing import ROOT, command, seconds, times
from ._world import World

STATIN = ROOT / "aids" / "statin"
ON = date(2026, 11, 23)


@figure(
    "aid checked, in this process",
    500,
    "ms",
    "an author's editor may check at each save, and half a second is not felt there",
)
def checked(world: World) -> Measured:
    """The largest shipped aid, every rule."""
    found = times(lambda: check(STATIN, "review", ON), max(1, world.size.rounds // 6))
    return Measured(found.wall, f"CPU {found.cpu:.0f} ms")


@figure("`decisionaid check` of one aid", 2_000, "ms", "the author waits for it; two seconds is the border to “slow”")
def checked_by_command(world: World) -> Measured:
    """The same, with the start of Python."""
    world.outside()
    found = times(command("-m", "decisionaid", "check", str(STATIN)), world.size.starts)
    return Measured(found.wall)


@figure(
    "`decisionaid --version`",
    500,
    "ms",
    "no command may start by loading what it does not use; Python itself takes its share",
)
def version(world: World) -> Measured:
    """A start with nothing to do."""
    world.outside()
    bare = times(command("-c", "pass"), world.size.starts)
    found = times(command("-m", "decisionaid", "--version"), world.size.starts)
    return Measured(found.wall, f"Python alone {bare.wall:.0f} ms")


@figure(
    "server ready, first start",
    5,
    "s",
    "`make run` promises a link within seconds; the database and the keys are made first",
)
def first_start(world: World) -> Measured:
    """From the command to a page, in an empty folder."""
    from e2e.clinic import Clinic

    world.outside()
    folder = world.folder / "first"
    folder.mkdir()
    clinic = Clinic(folder, workers=2)
    try:
        return Measured(seconds(lambda: _answered(clinic.start().url)))
    finally:
        clinic.stop()


@figure(
    "server back after kill -9",
    2,
    "s",
    "a crash in mid-visit: the next tap works within 5 s, so the start takes at most 2",
)
def restart(world: World) -> Measured:
    """Every process killed, started again, until a page is answered."""
    clinic, found = world.clinic, []
    for _ in range(max(1, world.size.starts // 2 + 1)):
        clinic.kill()
        found.append(seconds(lambda: _answered(clinic.start().url)))
    return Measured(median(found), f"worst {max(found):.2f} s")


def _answered(url: str) -> None:
    for place in ("readyz", "sign-in"):
        with urllib.request.urlopen(f"{url}/{place}", timeout=10) as answer:
            assert answer.status == 200


@figure(
    "library of 1,000 aids from what was compiled",
    2,
    "s",
    "every server process reads the library at its start, and a start has 2 s",
)
def library(world: World) -> Measured:
    """All on the shelf, none read from YAML again: no file of what was compiled is written."""
    aids, kept = world.folder / "aids", world.folder / "compiled"
    shelve(aids, kept, world.size.aids)
    before = {file.name: file.stat().st_mtime_ns for file in kept.iterdir()}
    found = []
    for _ in range(max(1, world.size.starts // 2 + 1)):
        began = time.perf_counter()
        made = Library.load([aids], None, kept)
        found.append(time.perf_counter() - began)
        assert (len(made.entries), made.broken) == (world.size.aids, ()), made.broken[:1]
    assert before == {file.name: file.stat().st_mtime_ns for file in kept.iterdir()}, "an aid was read from YAML again"
    assert made.entries["aid-0"].hash == read_aid(aids / "aid-0").edition.hash, (
        "what was compiled is not what stands there"
    )
    return Measured(median(found), f"{world.size.aids:,} aids")


def shelve(aids: Path, kept: Path, count: int) -> None:
    """So many copies of the largest aid under names of their own, compiled as the library compiles them; reading each
    from YAML would take a minute and is not what is measured."""
    text = (STATIN / "aid.yaml").read_text(encoding="utf-8")
    name = yaml.safe_load(text)["id"]
    edition = read_aid(STATIN).edition
    for number in range(count):
        own = f"aid-{number}"
        folder = aids / own
        folder.mkdir(parents=True)
        (folder / "aid.yaml").write_text(text.replace(f"id: {name}\n", f"id: {own}\n", 1), encoding="utf-8")
        renamed = edition.model_copy(update={"aid": edition.aid.model_copy(update={"id": own}), "words": {}})
        _keep(kept / f"{_files_hash(folder, None)}.json", _made(renamed))
