"""`decisionaid approve AID --by NAME`: a named clinician of this site opens one edition of a card for real visits.

The approval is of the edition's hash: facts, words and the site's own facts. Any change asks for a new one.
"""

from __future__ import annotations

import argparse
import sys

from ._arguments import a_day, add_data, settings_from

NAME = "approve"
HELP = "approve a card for real visits, by a clinician who has an account here"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: the card, and who approves it."""
    parser.add_argument("aid", metavar="AID", help="such as statin")
    parser.add_argument("--by", metavar="NAME", required=True, help="the name that the clinician signs in with")
    parser.add_argument("--until", metavar="DATE", type=a_day, help="the last day of the approval, as YYYY-MM-DD")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Record the approval."""
    from ..clinic import open_library
    from ..library import site_of
    from ..store import Store

    settings = settings_from(args)
    store = Store.that_is_there(settings)
    try:
        edition = open_library(settings, site_of(settings.data, practice=False)).edition(args.aid)
        if edition.aid.status == "illustration":
            print(f"{args.aid} is an illustration with invented numbers; it cannot be approved.", file=sys.stderr)
            return 1
        store.accounts.approve(args.aid, edition.hash, args.by, args.until)
    finally:
        store.close()
    print(f"{args.aid} {edition.aid.version} ({edition.hash[:12]}) is approved by {args.by} for real visits.")
    return 0
