"""`decisionaid retention --dry-run`: whose plan is over, and when each is erased. A running server does it by itself.

Ids and days, tab by tab; no names. Without --dry-run the round is made now.
"""

from __future__ import annotations

import argparse
import sys

from ._arguments import add_data, settings_from

NAME = "retention"
HELP = "say whose plan is kept no longer and when it goes, or make the daily round now"
HEADING = ("person", "kept until", "erased on", "announced")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument: only say it, or do it."""
    parser.add_argument("--dry-run", action="store_true", help="say who would go, and change nothing")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Say it, or do it. Returns 1 where somebody could not be erased."""
    from ..clinic import Clinic, open_library
    from ..library import site_of
    from ..retention import NOTICE, going, make_round
    from ..store import Store

    settings = settings_from(args)
    site = site_of(settings.data, practice=settings.practice)
    if site.retention_days is None:
        print(f"{settings.data / 'site.yaml'} does not say retention_days, so nothing ends by itself.")
        return 0
    store = Store.that_is_there(settings)
    try:
        clinic = Clinic(settings, store, open_library(settings, site), site)
        if args.dry_run:
            print("\t".join(HEADING))
            for each in going(clinic):
                days = (each.kept_until.isoformat(), each.goes.isoformat())
                print("\t".join((each.person_id, *days, "yes" if each.announced else "no")))
            return 0
        made = make_round(clinic)
    finally:
        store.close()
    print(f"{made.announced} announced, to be erased in {NOTICE.days} days; {made.erased} erased, with a receipt each.")
    for line in made.left:
        print(f"Not erased: {line}", file=sys.stderr)
    return 1 if made.left else 0
