"""Formats to carry a plan away, one per file; the folder is the list.

A format is a module with ``NAME, MEDIA_TYPE, EXTENSION, render(told) -> bytes``. Pure and byte-stable: the day, the
names and the phones come with `Told`, and nothing is looked up. Every format starts from `leaving`, which drops what is
"just between us"; there is no other way to the plan's words from here (hazard H17).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType, ModuleType

from ..domain.aid import Aid
from ..domain.chances import Numbers
from ..domain.options import Option
from ..domain.plan import Decision, Plan, without_private
from ..domain.retell import numbers_from_shown
from ..domain.site import Paper
from ..domain.talk import NO_NUMBERS
from ..domain.words import Sentence, fill
from ..errors import CannotPrint
from ..figures import Row, picture_outcome, rows_of
from ..locale import Words


@dataclass(frozen=True)
class Told:
    """A plan with all that a page needs to say it.

    Attributes:
        plan: as told from the log, private lines and all; a format calls `leaving` first.
        aids: aid hash -> the aid in the page's language, for every hash that the plan cites.
        words: the page's language.
        person: the patient's name, or "".
        clinician: who was at the table, or "".
        on: the day of the visit.
        site: the clinic's name, or "".
        practice: a practice visit: every page says so.
        paper: what the clinic prints on, letter or A4.
    """

    plan: Plan
    aids: Mapping[str, Aid]
    words: Words
    on: date
    person: str = ""
    clinician: str = ""
    site: str = ""
    practice: bool = False
    paper: Paper = "letter"


def leaving(told: Told) -> Told:
    """The same, without anything that is "just between us"."""
    return replace(told, plan=without_private(told.plan))


@cache
def formats() -> Mapping[str, ModuleType]:
    """Every format of this folder, by its name."""
    modules = (
        importlib.import_module(f"{__name__}.{each.name}")
        for each in pkgutil.iter_modules(__path__)
        if not each.name.startswith("_")
    )
    return MappingProxyType({module.NAME: module for module in modules})


@dataclass(frozen=True)
class Arrived:
    """One decision with its aid, its option and the numbers that were shown: what every format reads.

    Attributes:
        quiet: they asked for no numbers, so there are none here, whatever was shown before.
    """

    decision: Decision
    aid: Aid
    option: Option | None
    numbers: Numbers
    quiet: bool = False

    @property
    def is_open(self) -> bool:
        """Not sure yet, or set aside for another day."""
        return self.decision.arrived in ("not_sure", "parked")

    def say(self, text: str, words: Words) -> Sentence | None:
        """A sentence of the aid with the numbers that were on the screen; None where it would say one to somebody who
        asked for none."""
        sentence = fill(text, self.aid, self.numbers, words)
        return None if sentence is not None and sentence.claims and self.quiet else sentence


def decisions(told: Told) -> Iterator[Arrived]:
    """Where they arrived, aid by aid, in the order it was said."""
    for decision in sorted(told.plan.decisions.values(), key=lambda each: each.seq):
        aid = told.aids[decision.aid_hash]
        option = aid.options.get(decision.option) if decision.option else None
        numbers = numbers_from_shown(aid, decision.shown)
        quiet = told.plan.display == NO_NUMBERS
        yield Arrived(decision, aid, option, replace(numbers, chances={}) if quiet else numbers, quiet)


def pictured(arrived: Arrived) -> tuple[Row, ...]:
    """The rows of the picture that was shown, without any option first; none where no numbers were shown."""
    rows = rows_of(arrived.aid, arrived.numbers, picture_outcome(arrived.aid))
    return tuple(row for row in rows if row.chance is not None)


def missing_facts(aid: Aid, facts: tuple[str, ...], words: Words) -> CannotPrint:
    """What to say when a page would go home without a phone number."""
    names = ", ".join(dict.fromkeys(facts))
    return CannotPrint(
        words.say(
            "This page is not printed yet. The card “{title}” tells people whom to call, and the number is "
            "missing: {names}. Set it under phones in site.yaml of this clinic.",
            title=aid.title,
            names=names,
        )
    )
