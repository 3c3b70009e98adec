"""`decisionaid upgrade`: bring a PostgreSQL database up to date as the owner of its tables, and let a role serve.

A server does this by itself at its start where it may. On PostgreSQL the role that serves should not be the owner, for
an owner can take away the triggers that keep the log as it was said; then this command is what the owner runs.
"""

from __future__ import annotations

import argparse

from ._arguments import add_data, settings_from

NAME = "upgrade"
HELP = "bring the database up to date as the owner of its tables, and let a role of PostgreSQL serve"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: whose database, and for which role."""
    parser.add_argument("--for", dest="role", metavar="ROLE", help="the role that `decisionaid serve` signs in with")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Update the database, and say what was done."""
    from ..store.roles import hand_over

    hand_over(settings_from(args), args.role)
    print(f"The database is up to date{f', and {args.role} may serve with it' if args.role else ''}.")
    return 0
