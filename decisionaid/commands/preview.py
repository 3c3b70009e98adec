"""`decisionaid preview AID --person FILE`: every sentence, number, table and page of an aid for one person, as text.

The person is a small YAML file with the values that the card asks for, such as `age: 62`. What it leaves out is not
known, as at the table. Nothing of a clinic is read or written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._arguments import a_place
from .words import folder_of

if TYPE_CHECKING:
    from ..aid_reader import LoadedAid
    from ..errors import Problem

NAME = "preview"
HELP = "show every page of an aid for one person, as text"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: which aid, for whom, in which language."""
    parser.add_argument("aid", metavar="AID", help="an aid's folder, or its name under aids")
    parser.add_argument("--person", type=a_place, metavar="FILE", help="the values of a person, such as age: 62")
    parser.add_argument("--language", metavar="LANGUAGE", help="two letters (default: the aid's first language)")


def run(args: argparse.Namespace) -> int:
    """Print the pages. Returns 1 where the aid or the person has to be mended, 2 for no such aid or language."""
    from ..aid_reader import read_aid

    folder = folder_of(args.aid)
    if folder is None:
        print(f"{args.aid}: there is no aid.yaml in this folder, nor in aids", file=sys.stderr)
        return 2
    loaded = read_aid(folder)
    language = args.language or loaded.aid.language
    if language not in loaded.edition.languages:
        print(f"{loaded.aid.id} has no words in {language!r}; `decisionaid words` makes them", file=sys.stderr)
        return 2
    person, problems = _person(args.person, loaded)
    if problems:
        print("\n".join(map(str, problems)), file=sys.stderr)
        return 1
    _show(folder, loaded, person, language)
    return 0


def _person(file: Path | None, loaded: LoadedAid) -> tuple[dict[str, Any], list[Problem]]:
    from ..errors import Problem
    from ..preview import wrong_values
    from ..yaml_reader import look_at_file

    if file is None:
        return {}, []
    document = look_at_file(file, str(file))
    if document.problems:
        return {}, document.problems
    if not isinstance(document.value, dict):
        return {}, [Problem(str(file), 1, 1, "", "this is not a map of values", "begin with age: 62")]
    wrong = [
        Problem(str(file), *document.place((each.key,)), each.key, each.what, each.remedy)
        for each in wrong_values(loaded.aid, document.value)
    ]
    return document.value, wrong


def _show(folder: Path, loaded: LoadedAid, person: dict[str, Any], language: str) -> None:
    import shutil
    import tempfile

    from ..practice_room import practice_room
    from ..preview import preview

    with tempfile.TemporaryDirectory(prefix="decisionaid-aids-") as aids:
        shutil.copytree(folder, Path(aids) / loaded.aid.id)
        with practice_room(Path(aids)) as room:
            for line in preview(room, loaded.edition.spoken(language), person, language):
                print(line)
