"""`decisionaid approve AID --by NAME`: a named clinician of this site opens one edition of a card for real visits.

The approval is of the edition's hash: facts, words and the site's own facts. Any change asks for a new one.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ._arguments import a_day, add_data, settings_from

if TYPE_CHECKING:
    from ..store import Store

NAME = "approve"
HELP = "approve a card for real visits, by a clinician who has an account here"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: the card, and who approves it."""
    parser.add_argument("aid", metavar="AID", help="such as statin")
    parser.add_argument("--by", metavar="NAME", required=True, help="the name that the clinician signs in with")
    parser.add_argument("--until", metavar="DATE", type=a_day, help="the last day of the approval, as YYYY-MM-DD")
    parser.add_argument("--withdraw", action="store_true", help="take the approval back; it opens in no new visit then")
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
        if args.withdraw:
            return _withdraw(store, args, edition.hash)
        store.approvals.keep(edition)
        store.accounts.approve(args.aid, edition.hash, args.by, args.until)
    finally:
        store.close()
    print(f"{args.aid} {edition.aid.version} ({edition.hash[:12]}) is approved by {args.by} for real visits.")
    return 0


def _withdraw(store: Store, args: argparse.Namespace, aid_hash: str) -> int:
    from ..errors import NotThere

    who = store.accounts.named(args.by)
    if who is None:
        raise NotThere(f"Nobody named {args.by!r} has an account here. Nothing was changed.")
    store.approvals.withdraw(args.aid, aid_hash, who.id)
    print(
        f"{args.aid} ({aid_hash[:12]}) opens in no new visit any more. Plans that were made with it are read as before."
    )
    return 0
