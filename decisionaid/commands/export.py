"""`decisionaid export PERSON`: the plan of one person in a form to carry away, told as the page in the visit is.

PERSON is an id; `decisionaid visits` lists those of a day, because nobody is found here by a part of a name. The
hand-over is noted before the first byte leaves: a note of a page that did not leave harms nobody, the reverse would.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Conflict
from ._arguments import a_place, add_data, settings_from

if TYPE_CHECKING:
    from ..settings import Settings
    from ..store import Store

NAME = "export"
HELP = "write the plan of one person as a page, a note or another format"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: whose plan, as of when, and in which format."""
    parser.add_argument("person", metavar="PERSON", help="the id of the person, as `decisionaid visits` lists it")
    parser.add_argument("--at", metavar="ENCOUNTER", help="the plan as it stood at the end of that visit")
    parser.add_argument("--format", required=True, help="html, note and others; a wrong one is answered by the list")
    parser.add_argument("--language", metavar="CODE", help="such as es; the one of the visit, if left out")
    parser.add_argument("--output", metavar="FILE", type=a_place, help="a new file; standard output, if left out")
    add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Write the plan."""
    from ..exports import formats
    from ..locale import languages
    from ..store import Store
    from ..store.target import check_target

    if args.format not in formats():
        raise Conflict(f"There is no format {args.format!r}. These are: {', '.join(sorted(formats()))}.")
    if args.language is not None and args.language not in languages():
        raise Conflict(f"There is no language {args.language!r} here. These are: {', '.join(languages())}.")
    settings = settings_from(args)
    if args.output is not None:
        check_target(settings, args.output)
        if args.output.exists():
            raise Conflict(f"{args.output} is there already. Please give another name.")
    store = Store.that_is_there(settings)
    try:
        data = export_bytes(store, settings, args.person, args.format, at=args.at, language=args.language)
    finally:
        store.close()
    if args.output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    write_new(args.output, data)
    return 0


def write_new(file: Path, data: bytes) -> None:
    """Write a whole new file for this user alone, or none."""
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as problem:
        raise Conflict(f"{file} cannot be written: {problem.strerror}.") from problem
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
    except OSError as problem:
        file.unlink(missing_ok=True)
        raise Conflict(f"{file} cannot be written: {problem.strerror}.") from problem


def export_bytes(
    store: Store, settings: Settings, person_id: str, format: str, *, at: str | None, language: str | None
) -> bytes:
    """The plan in one format. The hand-over is recorded first.

    Raises:
        NotThere: there is no such person, or no such visit of this person.
        CannotPrint: a phone number on the page is missing.
    """
    from ..clinic import Clinic, open_library
    from ..domain.readers import AtHome
    from ..exports import formats
    from ..library import site_of

    store.people.find(person_id)
    visits = store.people.visits_of(person_id)
    visit = next((each for each in reversed(visits) if at in (None, each.id)), None)
    site = site_of(settings.data, practice=visit.practice if visit else settings.practice)
    clinic = Clinic(settings, store, open_library(settings, site), site)
    module = formats()[format]
    if language is None and visit is not None:
        language = visit.language if isinstance(module.READER, AtHome) else visit.clinician_language
    handout = clinic.handout(person_id, at, language or "en", reader=module.READER)
    data: bytes = module.render(handout)
    clinic.hand_over(handout, person_id, format, data, None)
    return data
