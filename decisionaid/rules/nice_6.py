"""The need is written as a person would say it: as who, facing what, I need what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import EVERY, Case, Finding, Level

ID = "NICE-6"
ASKS = "Is the need written as: As ... facing ..., I need ...?"
WHY = "An aid that was made for a need can be judged by it."
SOURCE = "NICE standards framework ECD8"
LEVEL: Level = "review"
KINDS = EVERY
FORM = {
    "en": (re.compile(r"As\b.*\b(?:I|we) (?:need|want)\b", re.DOTALL), 'write "As ... facing ..., I need ..."'),
    "es": (
        re.compile(r"Como\b.*\b(?:quiero|necesito|queremos|necesitamos)\b", re.DOTALL),
        'write "Como ..., necesito ..."',
    ),
}


def examine(case: Case) -> Iterator[Finding]:
    """The need, in the languages whose form is known."""
    for said in case.texts:
        if said.path == "need" and said.language in FORM and not FORM[said.language][0].match(said.text):
            yield said.finding("this does not say who needs what", FORM[said.language][1])
