"""`python -m e2e.bench`: measure, and say it as a table and, for another program, as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ._figure import Figure, Row, figures, run, table
from ._world import FULL, TINY, World


def main(argv: Sequence[str] | None = None, among: Sequence[Figure] | None = None) -> int:
    """Returns 1 where `--assert` was given and a figure is over its budget or broken, 2 where no figure is meant."""
    args = _parser().parse_args(argv)
    among = figures() if among is None else among
    wanted = [each for each in among if not args.only or any(part.lower() in each.name.lower() for part in args.only)]
    if not wanted:
        print(f"no figure is called so; these are: {', '.join(each.name for each in among)}", file=sys.stderr)
        return 2
    before = _load()
    rows = _measured(wanted, args)
    machine = _machine(before)
    print(table(rows))
    print(f"\n{_said_of(machine)}")
    if args.json:
        said = {"machine": machine, "figures": [row.as_json() for row in rows]}
        Path(args.json).write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if args.asserted and any(row.fails for row in rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m e2e.bench", description="How fast it is, in figures with budgets.")
    parser.add_argument(
        "--assert", dest="asserted", action="store_true", help="end with 1 where one is over its budget"
    )
    parser.add_argument("--json", metavar="FILE", help="write the same as JSON")
    parser.add_argument(
        "--only", metavar="NAME", action="append", help="figures whose name holds this; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="a tiny run of what this process can measure by itself")
    parser.add_argument("--beside", action="store_true", help="fetch SurveyJS with npm and measure it in the same run")
    return parser


def _measured(wanted: Sequence[Figure], args: argparse.Namespace) -> list[Row]:
    rows = []
    with tempfile.TemporaryDirectory(prefix="decisionaid-bench-") as folder:
        world = World(Path(folder), TINY if args.quick else FULL, args.quick, args.beside)
        with world.closing:
            for row in run(wanted, world):
                rows.append(row)
                if sys.stderr.isatty():
                    print(f"{len(rows)} of {len(wanted)}: {row.figure.name}", file=sys.stderr)
    return rows


def _load() -> tuple[float, ...]:
    return tuple(round(each, 2) for each in os.getloadavg()) if hasattr(os, "getloadavg") else ()


def _machine(before: tuple[float, ...]) -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load before": before,
        "load after": _load(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def _said_of(machine: dict[str, Any]) -> str:
    loads = [each[0] for each in (machine["load before"], machine["load after"]) if each]
    load = f", load average {' before and '.join(f'{each:.1f}' for each in loads)} after" if loads else ""
    busy = bool(loads) and loads[0] > (machine["cores"] or 1) / 2
    so = " Others were at work on it: the times say little, ratios and bytes more." if busy else ""
    return f"{machine['cores']} cores, {machine['system']}, Python {machine['python']}{load}.{so}"


if __name__ == "__main__":
    sys.exit(main())
