"""Finds every text of the interface that needs a translation, in the modules and the templates, with Babel.

English stands where it is used: `say("...")` in a template or a module, an error whose plain words a page shows, or a
constant that is said later and carries its mark (`domain.phrases`). `python -m decisionaid.locale es` prints what a
language lacks. Rejected: following a constant through the code to where it is said, which took two hundred lines of our
own and still had to be told of every new way to write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.extract import extract_from_file

KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "say": None, "phrase": None, "plural": (1, 2), "plural_phrase": (1, 2), "answer": (2,), "_sign_in_page": None,
    "NotThere": None, "NotAllowed": None, "NotApproved": None, "Conflict": None, "SignInNeeded": None,
    "RenamedByProxy": None, "InputProblem": (4,),
}  # fmt: skip
"""Function -> which of its arguments are texts, counted from 1."""
IN_A_VISIT = (
    "cards",
    "domain",
    "exports",
    "figures",
    "locale",
    "store",
    "web",
    "changes.py",
    "clinic.py",
    "decision_words.py",
    "handout.py",
    "left_off.py",
    "value_words.py",
    "visit_by_visit.py",
)
"""Where texts of the interface stand. Commands speak English to whoever runs the server."""
FOR_THE_COMMANDS = ("store/backup.py", "store/restore.py", "store/target.py", "store/unpack.py")
Key = str | tuple[str, str]


def every_word(package: Path, templates: Path) -> Mapping[Key, str]:
    """Text -> one place where it stands, for all modules and templates."""
    found: dict[Key, str] = {}
    for file in sorted((*package.rglob("*.py"), *templates.rglob("*.html"))):
        place = file.relative_to(package if file.suffix == ".py" else templates.parent).as_posix()
        if file.suffix == ".html" or _in_a_visit(place):
            for key in words_in_file(file):
                found.setdefault(key, place)
    return found


def words_in_file(file: Path) -> Iterator[Key]:
    """The texts of one module or template."""
    method, options = ("python", {}) if file.suffix == ".py" else ("jinja2.ext.babel_extract", {"trimmed": "false"})
    for _, message, _, _ in extract_from_file(method, file, keywords=KEYWORDS, options=options):
        key: Key = message if isinstance(message, str) else (message[0], message[1])
        if any(letter.isalpha() for letter in "".join(key)):
            yield key


def _in_a_visit(place: str) -> bool:
    return _within(place, IN_A_VISIT) and not _within(place, FOR_THE_COMMANDS)


def _within(place: str, folders: Iterable[str]) -> bool:
    return any(place == each or place.startswith(f"{each}/") for each in folders)
