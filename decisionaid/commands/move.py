"""`decisionaid move --to URL`: take a clinic to another database, each chain verified, with a receipt."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict

from ._arguments import a_place, add_data, settings_from

NAME = "move"
HELP = "take the clinic to another database, every chain verified; run again, it goes on where it was stopped"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and where the receipt goes."""
    parser.add_argument("--to", metavar="URL", required=True, help="such as postgresql://owner@machine/database")
    parser.add_argument("--receipt", metavar="FILE", type=a_place, help="write the receipt there as JSON, too")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Move, and print the receipt."""
    from ..store.moving import move
    from ..store.target import check_target

    os.umask(0o077)
    settings = settings_from(args)
    if args.receipt is not None:
        check_target(settings, args.receipt)
    receipt = move(settings, args.to)
    if args.receipt is not None:
        args.receipt.write_text(json.dumps(asdict(receipt), indent=1) + "\n", encoding="utf-8")
    found = receipt.verified
    print(f"Moved at {receipt.at} from {receipt.source} to {receipt.target}.")
    print(f"{found.lines} lines of {found.people} people and {found.audit_rows} rows of the audit verify in both.")
    for each in receipt.tables:
        print(f"{each.table}\t{each.rows} rows\tsha256 {each.sha256}")
    print("The old database is as it was, and no server starts on it. The key and site.yaml stay in the data folder.")
    print("From now on: DECISIONAID_DATABASE_URL, or --database-url, with the role that serves.")
    return 0
