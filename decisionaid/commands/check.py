"""`decisionaid check PATH...`: everything that is wrong with aids, all at once, with file, line, column and remedy.

A PATH is an aid's folder, an aid.yaml, a folder of aids, or a site.yaml. Three levels, which only add: `draft` asks
what a number and a balance need, `review` all that a machine can see, `approve` also that people signed and nothing
has expired.

Status 0: nothing to mend (warnings and "a human must look" are not errors), 1: something is, 2: the command was not
understood. Findings go to standard output, so that another program can read them; `--json` is one object with the
rules that do not apply.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from ._arguments import a_day
from ._checked import Checked
from ._report import report

if TYPE_CHECKING:
    from ..aid_reader import LoadedAid, Look
    from ..domain.aid import Aid
    from ..errors import Problem
    from ..rules import Finding

NAME = "check"
HELP = "check aids and a site.yaml; says every problem with its place and remedy"
FEW = 24
"""From twice so many aids on, several processes check them."""
LEVELS = ("draft", "review", "approve")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: what to check, and how strictly."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help="an aid's folder, an aid.yaml, a folder of aids")
    parser.add_argument("--level", choices=LEVELS, default="review", help="how much is asked (default: review)")
    parser.add_argument(
        "--on", metavar="DATE", type=a_day, default=None, help="the day that dates are judged on (default: today)"
    )
    parser.add_argument("--site", metavar="FILE", help="a site.yaml, checked with the aids that it speaks of")
    parser.add_argument("--report", action="store_true", help="print each checklist, item by item")
    parser.add_argument("--html", action="store_true", help="the report as one HTML page")
    parser.add_argument("--json", action="store_true", help="one JSON object, of the findings or of the report")


def run(args: argparse.Namespace) -> int:
    """Check everything, then print the results."""
    wanted = _wanted(args)
    if isinstance(wanted, str):
        print(wanted, file=sys.stderr)
        return 2
    on = args.on or date.today()  # noqa: DTZ011 - the day where the command is typed
    checked = check_all(wanted, args.level, on, apart=args.site is None)
    if args.site is not None:
        checked.append(check_site(FilePath(args.site), [each.aid for each in checked if each.aid is not None]))
    problems = sorted({problem for each in checked for problem in each.problems})
    text = _in_form(args, checked, problems, on)
    return _write(text, int("error" in {problem.level for problem in problems}))


def _in_form(args: argparse.Namespace, checked: list[Checked], problems: list[Problem], on: date) -> str:
    """The findings or the report, in the form that was asked for."""
    if args.report or args.html:
        aids = [each for each in checked if not each.name.endswith("site.yaml")]
        return report(aids, "html" if args.html else "json" if args.json else "text", args.level, on)
    if args.json:
        return _as_json(checked, args.level, on)
    return "\n".join(_lines(problems, checked, args.level, on))


def _wanted(args: argparse.Namespace) -> list[FilePath] | str:
    """Every file to check, or a sentence for whoever typed the command."""
    wanted: list[FilePath] = []
    for found in (find(FilePath(text)) for text in args.paths):
        if isinstance(found, str):
            return found
        wanted += found
    if args.site is not None and not FilePath(args.site).is_file():
        return f"{args.site}: there is no such file"
    return wanted


def find(path: FilePath) -> list[FilePath] | str:
    """The aids under a path, or a sentence for whoever typed it."""
    try:
        if path.is_file():
            is_words = len(path.stem) == 2 and path.suffix == ".yaml" and (path.parent / "aid.yaml").is_file()
            return [path.parent if is_words or path.name == "aid.yaml" else path]
        if (path / "aid.yaml").is_file():
            return [path]
        if path.is_dir():
            found = sorted(each.parent for each in path.glob("*/aid.yaml"))
            return found or f"{path}: there is no aid.yaml in this folder, nor in the folders in it"
        return f"{path}: there is no such file or folder" if not path.exists() else f"{path}: this is not a file"
    except (OSError, ValueError) as problem:  # a name that no file can have, a folder that may not be entered
        return f"{str(path)!r}: {problem}"


def check_all(paths: list[FilePath], level: str, on: date, *, apart: bool = True) -> list[Checked]:
    """Check files in order. Many of them are shared out among the processors.

    Args:
        apart: other processes may do it, which give the findings and not the aids.
    """
    one = partial(_one, level=level, on=on)
    workers = min(len(paths) // FEW, os.cpu_count() or 1)
    if not apart or workers < 2:
        return [one(path) for path in paths]
    try:
        with ProcessPoolExecutor(workers, _starting()) as pool:
            return list(pool.map(partial(_without_aid, one), paths, chunksize=FEW // 4))
    except (OSError, BrokenProcessPool):  # a machine that lets nobody start processes
        return [one(path) for path in paths]


def _starting() -> BaseContext:
    return get_context("fork" if sys.platform == "linux" else "spawn")


def _without_aid(one: Callable[[FilePath], Checked], path: FilePath) -> Checked:
    return replace(one(path), aid=None)


def _one(path: FilePath, level: str, on: date) -> Checked:
    return check_site(path) if path.name == "site.yaml" else check(path, level, on)


def check(path: FilePath, level: str, on: date) -> Checked:
    """Read one aid and ask every rule of the level."""
    from ..aid_reader import look_at_aid
    from ..rules import Case, judge

    name = str(path / "aid.yaml") if path.is_dir() else str(path)
    look = look_at_aid(path)
    loaded = look.loaded
    if loaded is None:
        return Checked(name, tuple(sorted(set(look.problems))))
    case = Case(loaded.edition, on, level)  # type: ignore[arg-type]
    verdicts = list(judge(case))
    said = ((verdict, finding) for verdict in verdicts for finding in verdict.findings)
    problems = {
        _placed(loaded, finding, verdict.rule)
        for verdict, finding in said
        if not look.doubts.about(finding.path, finding.what, finding.language, of_words=bool(finding.language))
    }
    problems |= {*look.problems, *_strangers(path, loaded), *_of_another_name(path, look, loaded)}
    if level == "approve":
        problems |= set(_signed(loaded))
    return Checked(
        name,
        tuple(sorted(problems)),
        loaded.aid,
        tuple(verdict.rule for verdict in verdicts if verdict.applies),
        tuple(verdict.rule for verdict in verdicts if not verdict.applies),
        loaded.aid.id,
        loaded.aid.kind,
        tuple(
            name for name, has in (("screening", loaded.aid.kind == "screening"), ("models", loaded.aid.models)) if has
        ),
    )


def check_site(file: FilePath, aids: Iterable[Aid] = ()) -> Checked:
    """Check a site.yaml, by itself and with the aids that it names."""
    from ..site_reader import look_at

    known = tuple(aids)
    return Checked(str(file), look_at(file, known or None, all_there=False)[1])


def _placed(loaded: LoadedAid, finding: Finding, rule: str) -> Problem:
    language = "" if finding.language == loaded.aid.language else finding.language
    document = loaded.documents[language if language in loaded.documents else ""]
    inner = (*finding.path, "say")
    path = inner if finding.language and inner in document.places else finding.path
    return loaded.problem(path, finding.what, finding.remedy, rule=rule, level=finding.level, language=language)


def _strangers(path: FilePath, loaded: LoadedAid) -> Iterator[Problem]:
    """YAML files beside an aid that nothing reads."""
    from ..errors import Problem

    if not path.is_dir():
        return
    for file in sorted(path.glob("*.yaml")):
        if file.name != "aid.yaml" and file.stem not in loaded.documents:
            what, remedy = "this file is not read", "name a words file after its language, such as es.yaml"
            yield Problem(str(file), 1, 1, "", what, remedy, "TRANS-1", "warning")


def _of_another_name(path: FilePath, look: Look, loaded: LoadedAid) -> Iterator[Problem]:
    """An aid whose id is not its folder's: of two with one id, as a copied folder has it, a clinic shows the first."""
    folder, own = path.resolve().name, loaded.aid.id
    if path.is_dir() and folder != own:
        what = f"this aid is {own!r}, and its folder is {folder!r}"
        if look.doubts.about(("id",), what, "", of_words=False):
            return
        yield loaded.problem(
            ("id",), what, f"write id: {folder}, or name the folder {own}", rule="NAME-1", level="error"
        )


def _signed(loaded: LoadedAid) -> Iterator[Problem]:
    """Findings that only people can settle: names under a review, and the status of the aid."""
    aid = loaded.aid
    roles = {review.role for review in aid.reviews.values()}
    for role in ("clinician", "patient"):
        if role not in roles:
            remedy = f"a human must look, and sign: {{name: ..., role: {role}, on: ...}}"
            yield loaded.problem(("reviews",), f"no {role} has signed", remedy, rule="NICE-8", level="error")
    for language in loaded.edition.words:
        if not aid.is_signed_in(language):
            what = f"no translator has signed the words in {language}"
            remedy = f"a human must look, and sign: {{name: ..., role: translator, language: {language}, on: ...}}"
            yield loaded.problem(("reviews",), what, remedy, rule="NICE-8", level="error")
    if aid.status not in ("reviewed", "approved"):
        remedy = "people review it first: reviewed, or approved"
        yield loaded.problem(("status",), f"the status is {aid.status}", remedy, rule="NICE-8", level="error")


WITHOUT_OPTIONS = ("conversation", "care_skills")
"""Kinds of aids that many rules do not judge. Of the others only what a test is asked is left out."""
_HOW = {"error": "", "warning": ", warning", "human": ", a human must look"}


def _lines(problems: list[Problem], checked: list[Checked], level: str, on: date) -> Iterator[str]:
    for problem in problems:
        yield f"{problem} [{problem.rule}{_HOW[problem.level]}]"
    for each in checked:
        if each.not_applying and each.kind in WITHOUT_OPTIONS:
            yield f"{each.name}: does not apply to {each.kind}: {', '.join(each.not_applying)}"
    counts = {how: sum(problem.level == how for problem in problems) for how in _HOW}
    yield (
        f"{len(checked)} checked at level {level}, on {on}: {counts['error']} to mend, "
        f"{_warnings(counts['warning'])}, {counts['human']} for people to look at"
    )


def _warnings(count: int) -> str:
    return f"{count} warning" + "s" * (count != 1)


def _as_json(checked: list[Checked], level: str, on: date) -> str:
    said: dict[str, Any] = {
        "level": level,
        "on": on.isoformat(),
        "checked": [
            {
                "file": each.name,
                "aid": each.id,
                "asked": each.asked,
                "not_applying": each.not_applying,
                "problems": [asdict(problem) for problem in each.problems],
            }
            for each in checked
        ],
    }
    return json.dumps(said, indent=1, ensure_ascii=True)


def _write(text: str, status: int) -> int:
    """Print. A closed pipe, or a screen that lacks a letter, does not change the exit status."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except OSError as problem:
        _silence()
        if not isinstance(problem, BrokenPipeError):
            print(f"the findings could not be written: {problem.strerror}", file=sys.stderr)
            return 1
    return status


def _silence() -> None:
    """Keep Python from writing to a closed pipe again at exit."""
    import contextlib
    import os

    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
