"""`decisionaid backup FILE`: one file with everything that cannot be made anew, while the server goes on."""

from __future__ import annotations

import argparse
import os
import sys

from ._arguments import a_place, add_data, settings_from

NAME = "backup"
HELP = "write the database and site.yaml into one file, checked, while the server goes on"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: where to write, and what to include."""
    parser.add_argument("file", metavar="FILE", type=a_place, help="the file to write, such as clinic-2026-11-26.zip")
    parser.add_argument(
        "--with-key",
        action="store_true",
        help="put the master key in as well: then whoever has the file can read every word",
    )
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Write the backup, and say what is in it and what is not."""
    from ..errors import DecisionAidError
    from ..store import Store
    from ..store.backup import back_up

    os.umask(0o077)
    settings = settings_from(args)
    about = back_up(settings, args.file, with_key=args.with_key, force=args.force)
    print(
        f"{args.file} holds {about.lines} lines of {about.people} people and {about.audit_rows} rows of the audit, "
        "all of them verified; every word opens."
    )
    if about.master_key:
        print("The master key is IN this file: whoever has the file can read everything. Keep it locked away.")
    else:
        where = "DECISIONAID_MASTER_KEY" if settings.master_key else str(settings.data / "master.key")
        print(f"The master key is not in it. Keep a copy of {where} in another place: without it, no word opens.")
    try:
        store = Store(settings)
        try:
            store.audit.wrote(store.clock(), "command line", "made a backup", detail=about.made)
        finally:
            store.close()
    except DecisionAidError as problem:  # such as a full disk, which is when people make backups
        print(f"The backup is whole; only the audit could not note it. {problem.plain}", file=sys.stderr)
    return 0
