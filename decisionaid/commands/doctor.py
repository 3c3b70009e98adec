"""`decisionaid doctor`: what is not as it should be with the database of this installation, each with its remedy."""

from __future__ import annotations

import argparse

from ._arguments import add_data, settings_from

NAME = "doctor"
HELP = "say what is not as it should be with the database: its chains, its disk, its roles"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument: which installation."""
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Print what was found. Returns 0 when all is well, 1 when something should be mended."""
    from ..store.doctor import examine

    report = examine(settings_from(args))
    for line in report.well:
        print(line)
    for line in report.problems:
        print(f"To mend: {line}")
    return 1 if report.problems else 0
