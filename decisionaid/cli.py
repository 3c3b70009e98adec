"""The command line: finds the commands in `decisionaid.commands` and reports problems in plain words.

argparse rather than click: the commands are few and plain, and argparse needs nothing installed.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import pkgutil
import sys
from collections.abc import Sequence

from . import __version__, commands
from .errors import DecisionAidError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = _parser()
    args = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a screen that lacks a letter is no reason to stop
    try:
        return int(args.run(args))
    except DecisionAidError as problem:
        print(problem.plain.encode("utf-8", "backslashreplace").decode(), file=sys.stderr)
        return problem.ends_with
    except UnicodeEncodeError:
        print("A name or a number was given in letters that are not UTF-8. Please type it again.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever read our output has gone; keep Python from complaining at exit
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="decisionaid", description="Conversation cards for unhurried visits.")
    parser.add_argument("--version", action="version", version=f"decisionaid {__version__}")
    groups = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for found in sorted(pkgutil.iter_modules(commands.__path__), key=lambda each: each.name):
        if found.name.startswith("_"):
            continue
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        command = groups.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser
