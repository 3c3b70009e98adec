"""`decisionaid link`: another sign-in link that works a single time, within a day.

It makes a new account. With `--for NAME` it leads that one person to a new password, and nobody else's.
"""

from __future__ import annotations

import argparse

from .serve import add_data, address_of, settings_from

NAME = "link"
HELP = "print another sign-in link, for a new account or for a new password"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the data is, and where it is served."""
    parser.add_argument("--for", dest="whose", metavar="NAME", help="a new password for somebody who has an account")
    add_data(parser)
    parser.add_argument("--host", help="the address that is served (127.0.0.1)")
    parser.add_argument("--port", type=int, help="the port that is served (8320)")


def run(args: argparse.Namespace) -> int:
    """Print it."""
    from ..store import Store

    settings = settings_from(args, host=args.host, port=args.port)
    store = Store(settings)
    try:
        print(f"{address_of(settings)}/start/{store.accounts.invite(args.whose)}")
    finally:
        store.close()
    return 0
