"""`python -m decisionaid.locale es`: lists what a language lacks, and what is not used any more."""

from __future__ import annotations

import sys

from ..assets import asset_root
from . import FOLDER, read
from .extract import every_word


def main(languages: list[str]) -> int:
    """Print the lists. Returns 1 where something is missing or left over, 2 without a language."""
    if not languages:
        print("usage: python -m decisionaid.locale LANGUAGE...", file=sys.stderr)
        return 2
    said, status = every_word(FOLDER.parent, asset_root() / "templates"), 0
    for language in languages:
        there = {message.id for message in read(language) if message.id}
        lines = [f"{language}: not translated, {said[key]}: {key}" for key in said if key not in there]
        lines += [f"{language}: said nowhere any more: {key}" for key in there if key not in said]
        print("\n".join(lines) or f"{language}: every word is there")
        status = status or bool(lines)
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
