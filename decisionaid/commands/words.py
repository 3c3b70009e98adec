"""`decisionaid words NAME LANGUAGE`: the words file of an aid, each line under its sentence in the first language.

Asked again after a change, it says what is new, what has changed since it was translated, and what is gone. A
translation is never lost.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..aid_reader import LoadedAid
    from ..words_file import Line

NAME = "words"
HELP = "make or renew the words file of an aid in another language"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: which aid, and which language."""
    parser.add_argument("aid", metavar="NAME", help="an aid's folder, or its name under aids")
    parser.add_argument("language", metavar="LANGUAGE", help="two letters, such as es")


def run(args: argparse.Namespace) -> int:
    """Write the file. Returns 1 where the aid or the file has to be mended first, 2 where there is no such aid."""
    from ..aid_reader import look_at_aid

    folder = folder_of(args.aid)
    if folder is None:
        print(f"{args.aid}: there is no aid.yaml in this folder, nor in aids", file=sys.stderr)
        return 2
    look = look_at_aid(folder)
    first = look.loaded.aid.language if look.loaded is not None else ""
    wrong = _not_a_language(args.language, first)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    in_the_way = [each for each in look.problems if Path(each.file).name == "aid.yaml"]
    if in_the_way or look.loaded is None:
        print("\n".join(map(str, in_the_way or look.problems)), file=sys.stderr)
        print("Mend aid.yaml first; until then nobody knows which sentences it has.", file=sys.stderr)
        return 1
    return _renew(folder / f"{args.language}.yaml", look.loaded, args.language)


def folder_of(name: str) -> Path | None:
    """The folder of an aid: a path, or a name under aids."""
    for folder in (Path(name), Path("aids") / name):
        try:
            if (folder / "aid.yaml").is_file():
                return folder
        except (OSError, ValueError):
            return None
    return None


def _not_a_language(language: str, first: str) -> str:
    from babel import UnknownLocaleError

    from ..locale import words

    if not re.fullmatch(r"[a-z]{2}", language):
        return f"{language!r} is no language: write its two letters, such as es"
    try:
        words(language)
    except UnknownLocaleError:
        return f"{language!r} is no language that is known; write two letters, such as es or ar"
    return f"the words of {first} stand in aid.yaml, beside the numbers" if language == first else ""


def _renew(file: Path, loaded: LoadedAid, language: str) -> int:
    from ..words_file import lines_of, read_words, text_of
    from ..yaml_reader import look_at_file

    document, text = None, ""
    if file.exists():
        document = look_at_file(file, str(file))
        if document.problems:
            print("\n".join(map(str, document.problems)), file=sys.stderr)
            print(f"Mend {file} first, so that no translation is lost.", file=sys.stderr)
            return 1
        text = file.read_text(encoding="utf-8-sig")
    words = read_words(language, loaded.aid.language, document, text)
    lines, gone, news = lines_of(loaded, words)
    renewed = text_of(lines, gone, language, loaded.aid.language)
    if renewed != text:
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_text(renewed, encoding="utf-8")
        part.replace(file)
    print("\n".join(_report(file, renewed, lines, dict(news))))
    return 0


def _report(file: Path, text: str, lines: list[Line], news: dict[str, str]) -> Iterator[str]:
    from ..yaml_reader import read_yaml

    places = read_yaml(text.encode(), str(file)).places
    by_path = {line.path: line for line in lines}
    for path, what in news.items():
        line = by_path.get(path)
        if line is None:
            yield f"{file}: {path}: gone from aid.yaml; its words are kept at the end"
        elif what == "new":
            yield f"{file}:{places[tuple(path.split('.'))][0]}: {path}: new: {line.first}"
        else:
            was = f" (was: {line.was})" if line.was else ""
            yield f"{file}:{places[tuple(path.split('.'))][0]}: {path}: changed: {line.first}{was}"
    counts = [f"{sum(each == what for each in news.values())} {what}" for what in ("new", "changed", "gone")]
    yield f"{file}: {len(lines)} sentences: {', '.join(counts)}"
