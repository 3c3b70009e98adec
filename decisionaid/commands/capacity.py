"""`decisionaid capacity`: what a number of clinics needs in machines, memory and disk."""

from __future__ import annotations

import argparse

from ..capacity import need, page

NAME = "capacity"
HELP = "say what machines, memory and disk a number of clinics needs"
MOST = 1_000_000


def _some(text: str) -> int:
    """Read a number of clinics or rooms."""
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST:,}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: how many clinics, and how large."""
    parser.add_argument("clinics", metavar="CLINICS", nargs="*", type=_some, help="such as 1 10 1000, which is usual")
    parser.add_argument("--rooms", type=_some, default=4, help="in each clinic, where people talk at the same time (4)")


def run(args: argparse.Namespace) -> int:
    """Print the page as Markdown."""
    print(page([need(each, args.rooms) for each in args.clinics or (1, 10, 1000)]), end="")
    return 0
