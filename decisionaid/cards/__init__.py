"""Kinds of card, one per file; the folder is the list.

A kind is a module with these names (one test holds all modules of the folder to it):

- ``KIND``: the card kind as an aid names it. ``TITLE``: the words over the card, in English.
- ``fields(scene) -> tuple[Field, ...]``: the declared inputs, from which `web.forms` makes a Flask-WTF form.
- ``show(scene) -> View``: a frozen dataclass that is the template's whole context (``templates/cards/<kind>.html``).
- ``accept(scene, given) -> tuple[Line, ...]``: what was given, as lines for the log; raises `InputProblem`, and then
  nothing of it is written. ``given`` is what the form read: field name -> text, tuple of texts, or bool. The scene is
  the one that the page of the form showed, and only what differs from it is a line: what nobody touched is never
  written, whatever another screen has said since (see `domain.disputes`).
- ``tell(plan, choice, aid) -> Plan``: what a line of this kind means for the plan.
- ``asks(choice, aid, words) -> str``, if it has one: what a line answers, where the title of the card does not say it.
- ``sections(told) -> sections``, if it says something on a page: in its places of the page's order (`domain.page`).
- ``said(choice, aid, words) -> str``, if it has one: a line of this kind in a few words, as the plan page lists it.
- ``BELONGS``, if it has one: item -> the item that it belongs to; what belongs to a private line is private with it.

Pure: a card never reads the clock, a file or the database; the `Scene` brings everything.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any, Literal

from ..domain.aid import Aid
from ..domain.chances import Numbers
from ..domain.encounter import Encounter, Shown, Via, Voice
from ..domain.opening import Opening
from ..domain.plan import Plan, Tell
from ..domain.readers import Belongs
from ..locale import Words
from ..told import Says


@dataclass(frozen=True)
class Scene:
    """Everything a card may know when it is shown: the aid, the visit, the plan so far, the numbers, the words.

    Attributes:
        aid: in the language of the screen. aid_hash: the edition's.
        numbers: for this person, with the values confirmed so far.
        plan: told from the log up to now.
        today: in the site's time zone. opening: the days on which the clinic is open.
        entered: what was typed and not accepted, by field, so that nothing is lost; with `problems` beside it.
        then: the edition that the decision on this aid was made with; None while there is none.
        pictured: these very numbers were on the screen in this visit.
        ask: what the address asks for: ``years=30``, ``display=table`` and the like.
    """

    aid: Aid
    aid_hash: str
    encounter: Encounter
    numbers: Numbers
    plan: Plan
    words: Words
    today: date
    entered: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    ask: Mapping[str, str] = field(default_factory=dict)
    pictured: bool = False
    then: Aid | None = None
    opening: Opening = field(default_factory=Opening)


@dataclass(frozen=True)
class Field:
    """One declared input of a card, read by `web.forms`."""

    name: str
    kind: Literal["text", "long_text", "number", "choice", "choices", "yes_no", "date", "button"]
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int = 2_000


@dataclass(frozen=True)
class Line:
    """One line for the log, as a card hands it over; the web adds who, when and the key.

    Attributes:
        form: of the value's shape; a card reads every form that it ever wrote.
    """

    item: str
    value: Mapping[str, Any]
    words: str | None = None
    words_language: str | None = None
    voice: Voice | None = None
    via: Via | None = None
    private: bool = False
    shown: Shown | None = None
    form: int = 1


@cache
def kinds() -> Mapping[str, ModuleType]:
    """Every card kind of this folder, by its name in aids."""
    modules = (
        importlib.import_module(f"{__name__}.{each.name}")
        for each in pkgutil.iter_modules(__path__)
        if not each.name.startswith("_")
    )
    return MappingProxyType({module.KIND: module for module in modules})


@cache
def belongings() -> Belongs:
    """What belongs to what among the lines of each kind, besides what the dots of an item say."""
    return MappingProxyType({kind: getattr(module, "BELONGS", {}) for kind, module in kinds().items()})


@cache
def says() -> Mapping[str, Says]:
    """What each kind says on a page."""
    return MappingProxyType({kind: module.sections for kind, module in kinds().items() if hasattr(module, "sections")})


@cache
def tellers() -> Mapping[str, Tell]:
    """What the lines of each kind mean for the plan."""
    return MappingProxyType({kind: module.tell for kind, module in kinds().items()})
