"""`decisionaid restore FILE`: put a backup back. Nothing is touched before the copy was read; old data is kept."""

from __future__ import annotations

import argparse
import os

from ._arguments import a_place, add_data, settings_from

NAME = "restore"
HELP = "put a backup back into a data folder; the old data is kept aside"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: which backup, into which folder, and its key."""
    parser.add_argument("file", metavar="FILE", type=a_place, help="the file that `decisionaid backup` wrote")
    parser.add_argument(
        "--key", metavar="FILE", type=a_place, help="the master key, where it is not in DATA/master.key"
    )
    parser.add_argument(
        "--force", action="store_true", help="also where the folder holds data; that is kept aside, not deleted"
    )
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Put the backup back, and say what is as it was and what is not."""
    from ..store.restore import put_back

    os.umask(0o077)
    settings = settings_from(args)
    about, aside = put_back(settings, args.file, key_file=args.key, force=args.force)
    print(
        f"{settings.data} is as it was at {about.made}: {about.lines} lines of {about.people} people, "
        "all of them verified; every word opens."
    )
    if aside is not None:
        print(f"What was there before is kept in {aside}. Delete that folder when nobody needs it any more.")
    print("Everybody signs in again; for a new link: decisionaid link")
    print(f"Words that were taken out after {about.made} are back in it: take them out again.")
    print(f"Whoever was erased after {about.made} is back in it, too: erase them again, from your list of receipts.")
    return 0
