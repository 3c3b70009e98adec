"""`decisionaid erase PERSON`: everything of one person goes for good; a receipt stays that proves it and says nothing.

By the id that `decisionaid visits` lists, or by the clinic's number and the name together. It asks back before it does
so, because it cannot be undone, and says what it does not reach: paper, the chart, and backups.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ._arguments import add_data, settings_from

if TYPE_CHECKING:
    from ..store import Store
    from ..store.erasing import Receipt

NAME = "erase"
HELP = "erase everything of one person, with a receipt"
YES = "erase"
WAIT_SECONDS, BETWEEN_SECONDS = 20, 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: whom, or which receipt to check."""
    parser.add_argument("person", metavar="PERSON", nargs="?", help="the id, as `decisionaid visits` lists it")
    parser.add_argument("--number", metavar="NUMBER", help="in place of the id: the number in this clinic")
    parser.add_argument("--name", metavar="NAME", help="with --number: the name, as it reads on the plan")
    parser.add_argument("--yes", action="store_true", help="do not ask back")
    parser.add_argument("--receipt", metavar="RECEIPT", help="erase nobody; check a receipt that was given out")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Erase, or check a receipt."""
    from ..settings import CalledWrongly
    from ..store import Store

    ways = [bool(args.person), bool(args.number or args.name), bool(args.receipt)]
    if sum(ways) != 1 or bool(args.number) != bool(args.name):
        raise CalledWrongly("Say whom to erase: the id, or --number and --name together. --receipt checks a receipt.")
    settings = settings_from(args)
    store = Store.that_is_there(settings)
    try:
        if args.receipt:
            return _check(store, args.receipt)
        return _erase(store, _whom(store, args), settings.data, asks=not args.yes)
    finally:
        store.close()


def _whom(store: Store, args: argparse.Namespace) -> str:
    from ..errors import NotThere

    found = args.person or store.arrivals.known(args.name, args.number)
    if found is None:
        raise NotThere("Nobody has this number and this name together. Please check both. Nothing was erased.")
    return str(found)


def _erase(store: Store, person_id: str, data: Path, *, asks: bool) -> int:
    who, held = store.people.find(person_id), store.erasing.held(person_id)
    if asks and not _sure(who.name or "somebody without a name", held.visits, held.open, held.lines):
        print("Nothing was erased.", file=sys.stderr)
        return 1
    receipt = store.erasing.erase(person_id, "command line")
    end = time.monotonic() + WAIT_SECONDS
    while not receipt.left and time.monotonic() < end:
        time.sleep(BETWEEN_SECONDS)
        store.leaving.finish(tries=1)
        receipt = store.erasing.receipt(receipt.text)
    print(f"Erased: {receipt.visits} visits, {receipt.lines} lines. Receipt: {receipt.text}")
    _say_where_it_may_be(receipt, data)
    return 0


def _sure(name: str, visits: int, open_now: int, lines: int) -> bool:
    going_on = f" {open_now} of the visits have not ended." if open_now else ""
    print(f"This erases everything of {name}: {visits} visits, {lines} lines.{going_on} It cannot be undone.")
    print(f"Type {YES} to go on: ", end="", flush=True)
    return sys.stdin.readline().strip() == YES


def _say_where_it_may_be(receipt: Receipt, data: Path) -> None:
    """What the program cannot reach, or has not reached yet."""
    if not receipt.left:
        print(
            "It is gone from every page. Its bytes leave the disk as soon as nobody reads them any more; a running "
            f"server sees to it. To ask later: decisionaid erase --receipt {receipt.text}"
        )
    for aside in sorted(data.glob("before-restore-*")):
        print(f"{aside} holds the clinic as it was before a backup was put back, and may hold it still: delete it.")
    print("Backups that were made before now still hold it until you delete them; so do paper and the chart.")


def _check(store: Store, written: str) -> int:
    receipt = store.erasing.receipt(written)
    store.audit.verify()
    where = "Nothing of it is on the disk of the database." if receipt.left else "Its bytes are leaving the disk."
    print(f"The receipt is good: {receipt.visits} visits, {receipt.lines} lines were erased at {receipt.at}. {where}")
    return 0
