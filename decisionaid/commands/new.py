"""`decisionaid new NAME`: a small complete aid to write over, with a comment at each section.

It passes every rule of `check`, so that whatever is found afterwards is about what was written since.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path

from ._arguments import a_place

NAME = "new"
HELP = "make a small complete aid to write over"
_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: the name, and where the folder goes."""
    parser.add_argument("name", metavar="NAME", help="of the aid and its folder, such as sore-knee")
    parser.add_argument(
        "--in", dest="where", type=a_place, metavar="DIR", help="the folder of aids (default: aids, or this folder)"
    )


def run(args: argparse.Namespace) -> int:
    """Make the folder. Returns 2 where it cannot be made; nothing that is there is written over."""
    if not _ID.fullmatch(args.name):
        print(f"{args.name!r} is no name for an aid: lower-case letters, digits, - and _, such as sore-knee",
              file=sys.stderr)  # fmt: skip
        return 2
    where = args.where or (Path("aids") if Path("aids").is_dir() else Path())
    file = where / args.name / "aid.yaml"
    try:
        file.parent.mkdir(parents=True)
        file.write_text(filled(args.name, date.today()), encoding="utf-8")  # noqa: DTZ011 - the day at the desk
    except FileExistsError:
        print(f"{file.parent} is there already; choose another name", file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{file.parent}: {problem.strerror}", file=sys.stderr)
        return 2
    print(f"{file} is there. Write over it from top to bottom, and ask: decisionaid check {file.parent}")
    return 0


def filled(name: str, today: date) -> str:
    """The text of a new aid."""
    from ..assets import asset_root

    text = (asset_root() / "aids" / "new-aid.yaml").read_text(encoding="utf-8")
    later = date(today.year + 1, today.month, min(today.day, 28))
    for mark, value in (("NAME", name), ("NEXT_YEAR", later.isoformat()), ("TODAY", today.isoformat())):
        text = text.replace(mark, value)
    return text
