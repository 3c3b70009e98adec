"""`decisionaid link`: another sign-in link that works a single time, within a day.

It makes a new account. With `--for NAME` it leads that one person to a new password, and nobody else's.
"""

from __future__ import annotations

import argparse
import sys

from ..domain.roles import ROLES
from ..settings import CalledWrongly
from ._address import last_address
from ._arguments import add_data, add_tls, settings_from

NAME = "link"
HELP = "print another sign-in link, for a new account or for a new password"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: where the data is, and where it is served."""
    parser.add_argument("--for", dest="whose", metavar="NAME", help="a new password for somebody who has an account")
    parser.add_argument("--role", choices=ROLES, help="what a new account is for; clinician, if left out")
    add_data(parser)
    parser.add_argument("--host", help="the address that is served, if not where it was served last")
    parser.add_argument("--port", type=int, help="the port that is served")
    add_tls(parser)


def run(args: argparse.Namespace) -> int:
    """Print the link."""
    from ..store import Store
    from ..store.links import INVITATION_HOURS

    if args.whose and args.role:
        raise CalledWrongly("An account that is there has its role: decisionaid accounts role NAME ROLE")
    settings = settings_from(
        args, **{name: getattr(args, name) for name in ("host", "port", "certfile", "keyfile", "behind_proxy")}
    )
    store = Store.that_is_there(settings)
    try:
        print(f"{last_address(settings)}/start/{store.accounts.invite(args.whose, args.role)}")
        whose = f" {args.whose}" if args.whose else ""
        print(
            f"It works one time, within {INVITATION_HOURS} hours. Before that: decisionaid accounts call-back{whose}",
            file=sys.stderr,
        )
    finally:
        store.close()
    return 0
