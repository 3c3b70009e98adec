"""Arguments that several commands share: files, days, the data folder, TLS."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ..settings import SettingProblem, Settings, place_of

YEARS = range(1900, 3000)


def a_place(text: str) -> Path:
    """Read a file or folder. ~ is the home folder."""
    try:
        return place_of(text)
    except SettingProblem as problem:
        raise argparse.ArgumentTypeError(problem.plain) from None


def a_day(text: str) -> date:
    """Read a day that a visit or an approval can have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day, such as 2026-11-23") from None
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} lies outside the years {YEARS[0]} to {YEARS[-1]}")
    return day


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the flag for the data folder."""
    parser.add_argument(
        "--data", type=a_place, metavar="DIR", help="the folder with the database, the keys and site.yaml"
    )
    parser.add_argument("--database-url", metavar="URL", help="another database than DATA/decisionaid.db")
    parser.add_argument(
        "--practice", action="store_const", const=True, help="practice, which has a data folder of its own"
    )


def add_tls(parser: argparse.ArgumentParser) -> None:
    """Add the flags for how the program is reached from other machines."""
    parser.add_argument(
        "--certfile", type=a_place, metavar="FILE", help="TLS certificate, to listen beyond this machine"
    )
    parser.add_argument("--keyfile", type=a_place, metavar="FILE", help="TLS key")
    parser.add_argument("--behind-proxy", action="store_const", const=True, help="TLS ends at a proxy in front")


def settings_from(args: argparse.Namespace, **more: object) -> Settings:
    """The settings from the environment and the flags."""
    given = {name: getattr(args, name, None) for name in ("data", "database_url", "practice")}
    return Settings.from_environment(None, **given, **more)
