"""`decisionaid link`: another sign-in link that works a single time, within a day."""

from __future__ import annotations

import argparse

from .serve import add_data, address_of, settings_from

NAME = "link"
HELP = "print another sign-in link"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the data is, and where it is served."""
    add_data(parser)
    parser.add_argument("--host", help="the address that is served (127.0.0.1)")
    parser.add_argument("--port", type=int, help="the port that is served (8320)")


def run(args: argparse.Namespace) -> int:
    """Print it."""
    from ..store import Store

    settings = settings_from(args, host=args.host, port=args.port)
    store = Store(settings)
    print(f"{address_of(settings)}/start/{store.accounts.invite()}")
    store.close()
    return 0
