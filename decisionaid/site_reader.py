"""Reads a clinic's site.yaml as strictly as an aid: every problem at once, with its line, column and remedy.

What is wrong here is wrong on every page of the clinic: a phone that cannot be dialled, a number that a comment cut
short, a name that no font can print. So `serve` does not start with it, and `check` says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path as FilePath

from .aid_reader import parse
from .domain.aid import Aid
from .domain.site import Site, not_allowed, unasked_phones
from .errors import AidProblems, Problem
from .faces import cannot_print
from .yaml_reader import Document, Path, read_file
from .yaml_words import path_in_words

TAKE_OUT = "take it out"


def read_site(file: FilePath) -> Site:
    """Read DATA/site.yaml. Return an empty site where there is no such file.

    Raises:
        AidProblems: everything that is wrong with it.
    """
    if not file.exists():
        return Site()
    site, problems = look_at(file)
    if site is None or any(problem.level == "error" for problem in problems):
        raise AidProblems(problems)
    return site


def look_at(
    file: FilePath, aids: Iterable[Aid] | None = None, *, all_there: bool = True
) -> tuple[Site | None, tuple[Problem, ...]]:
    """Read a site.yaml and list all that is wrong with it, by itself or together with some aids.

    Args:
        all_there: these are all the aids of the clinic, so that a name which none of them knows is wrong.
    """
    problems: list[Problem] = []
    try:
        document = read_file(file, str(file))
    except AidProblems as broken:
        return None, broken.problems
    site = parse(Site, document, problems)
    if site is not None:
        problems += _by_itself(site, document)
        found = _beside({aid.id: aid for aid in aids}, site, document) if aids is not None else ()
        problems += (each if all_there or each.remedy == TAKE_OUT else replace(each, level="warning") for each in found)
    return site, tuple(sorted(problems))


def fits(file: FilePath, aids: Iterable[Aid], broken: Iterable[AidProblems]) -> None:
    """Check that the site names only aids that are there, and only facts that they let a site change.

    Raises:
        AidProblems: everything that does not fit.
    """
    if not file.exists():
        return
    document = read_file(file, str(file))
    refused = [problem for each in broken for problem in each.problems if problem.file == file.name]
    blamed = {problem.place.split(" › ")[1] for problem in refused}
    _, found = look_at(file, aids)
    kept = [problem for problem in found if not blamed & set(problem.place.split(" › ")[1:2])]
    placed = [
        Problem(str(file), *document.place(tuple(each.place.split(" › "))), each.place, each.what, each.remedy)
        for each in refused
    ]
    if kept or placed:
        raise AidProblems([*kept, *placed])


def _by_itself(site: Site, document: Document) -> Iterator[Problem]:
    for sign in dict.fromkeys(cannot_print(site.name)):
        what = f"no font of the printed page has the sign {sign!r} (U+{ord(sign):04X})"
        yield _problem(document, ("name",), what, "write it another way")


def _beside(aids: Mapping[str, Aid], site: Site, document: Document) -> Iterator[Problem]:
    for aid_id in site.facts:
        if aid_id not in aids:
            close = get_close_matches(aid_id, aids, n=1, cutoff=0.6)
            remedy = f"did you mean {close[0]}?" if close else f"there is {', '.join(sorted(aids))}"
            yield _problem(document, ("facts", aid_id), f"none of the cards is called {aid_id!r}", remedy)
            continue
        for key, why in not_allowed(aids[aid_id], site):
            yield _problem(document, ("facts", aid_id, key), why, TAKE_OUT)
    for key, remedy in unasked_phones(site, aids.values()):
        yield _problem(document, ("phones", key), f"none of the cards asks for a phone {key!r}", remedy)


def _problem(document: Document, path: Path, what: str, remedy: str) -> Problem:
    return Problem(document.file, *document.place(path), path_in_words(path), what, remedy)
