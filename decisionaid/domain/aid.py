"""The card language, as one frozen model per part.

`decisionaid schema` prints these models, and `check` reads with them.

One document that a clinician can read from top to bottom. The models parse it, export the JSON Schema, and their field
descriptions are the author's manual, so the three cannot drift apart. An `Edition` is one aid with all its words and
the site's facts, fixed by the hash that a choice cites.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from .base import Frozen, Id, Map, Say, Wrong, as_tuples
from .claims import Claim, ModelUse, Outcome, PeopleGroup, Source
from .conditions import Condition, Group
from .facts import Day, Fact
from .how_it_went import HowItWent
from .inputs import Input as Input
from .life import CareAsk
from .options import Option, Statement

Status = Literal["illustration", "draft", "reviewed", "approved", "expired"]
Kind = Literal["decision", "screening", "conversation", "care_skills"]
Use = Annotated[str, Field(min_length=3, description="How it is used, or: not used. Blank fails.")]


class Author(Frozen):
    """Who wrote the aid."""

    name: str = Field(min_length=1, description="As it is printed.")
    role: str = Field(min_length=1, description="What this person did, and as what.")
    interests: str = Field(min_length=1, description="none must be written.")


class Review(Frozen):
    """Who looked at the aid, and in which role."""

    name: str = Field(description="Who looked.")
    role: Literal["patient", "clinician", "translator", "evidence"] = Field(
        description="As what: patient, clinician, translator or evidence."
    )
    on: Day
    says: str = Field("", description="What the review found, in a sentence.")
    language: str | None = Field(
        None, pattern=r"^[a-z]{2}$", description="Of a translator: the language whose words were signed."
    )

    @model_validator(mode="after")
    def _a_translator_signs_a_language(self) -> Self:
        if (self.role == "translator") is not (self.language is not None):
            raise Wrong("a translator's review, and no other, names its language", "write language: es, or take it out")
        return self


class Support(Frozen):
    """Source attributes of decision support (45 CFR 170.315(b)(11)(iv)). "not used" has to be written out."""

    citation: Id
    developer: str = Field(min_length=1, description="Who made the aid.")
    funding: str = Field(min_length=1, description="Who paid for it; none must be written.")
    released: Day
    revised: Day | None = Field(None, description="When it was last changed.")
    birth_date: Use
    health_status: Use
    race: Use
    ethnicity: Use
    language: Use
    orientation: Use
    gender_identity: Use
    sex: Use
    social: Use


class NotFor(Frozen):
    """People to whom the aid shows no number, and the kind sentence that says so."""

    when: Condition = Field(description="Whom it holds for.")
    say: Say


class Talk(Frozen):
    """Prompts for one of the purposes of a talk other than weighing options."""

    one: Say
    two: Say | None = Field(None, description="A second prompt, for whoever asks for another.")
    three: Say | None = Field(None, description="A third prompt.")


class ScreeningTest(Frozen):
    """What a test of a screening aid looks for, and what follows from each of its results."""

    measures: Say | None = Field(None, description="What the test looks for.")
    if_found: Say | None = Field(None, description="What comes next where it finds something.")
    if_clear: Say | None = Field(None, description="What comes next where it finds nothing.")
    overdiagnosis: Say | None = Field(None, description="What it may find that would never have troubled anybody.")


class LookAgain(Frozen):
    """When to look again, and what would bring it forward."""

    after: Id | None = Field(None, description="A fact: how long from now.")
    watch_for: Map[Say] = Field(default_factory=dict, description="What would bring it forward, by id.")


def _none_of_them(raw: object) -> object:
    return {} if raw in ([], ()) else as_tuples(raw)


class Aid(Frozen):
    """One decision: its options, issues, evidence and cards."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$", description="As its folder: letters, digits, dashes.")
    version: str = Field(
        pattern=r"^\d+(\.\d+){0,2}$", description="Such as 0.1; a change of a number is a new version."
    )
    kind: Kind = Field(
        description="decision, screening, conversation or care_skills; each rule says which kinds it judges."
    )
    status: Status = Field(description="illustration (invented, gallery only), draft, reviewed, approved or expired.")
    language: str = Field(pattern=r"^[a-z]{2}$", description="The language of the words in this file, two letters.")
    title: Say
    published: Day
    next_review: Day
    update_policy: str = Field(min_length=1, description="When it is read again, and on what news.")
    funding: str = Field(min_length=1, description="none must be written.")
    authors: Map[Author] = Field(description="Who wrote it, by id.")
    reviews: Map[Review] = Field(default_factory=dict, description="Who looked at it, by id; {} while nobody has.")
    changes: Mapping[str, str] = Field(description="Version: what changed in it.")
    support: Support = Field(description="Source attributes of the decision support.")
    condition: Say
    decision: Say
    need: Say
    time_critical: Literal[False] = Field(description="Aids are never for emergencies.")
    inputs: Map[Input] = Field(default_factory=dict, description="What the card asks, by id.")
    models: Annotated[Map[ModelUse], BeforeValidator(_none_of_them)] = Field(
        default_factory=dict, description="Personal equations; an empty list says that there is none."
    )
    for_: Condition = Field(Group(), alias="for", description="Who the aid is for.")
    for_say: Say | None = Field(None, description="The kind sentence for people outside.")
    not_for: Map[NotFor] = Field(default_factory=dict, description="For whom no number is shown, by id.")
    sources: Map[Source] = Field(description="Where numbers come from, by id.")
    groups: Map[PeopleGroup] = Field(default_factory=dict, description="The people that numbers speak of, by id.")
    outcomes: Map[Outcome] = Field(default_factory=dict, description="What may happen, by id.")
    picture: Id | None = Field(
        None, description="The outcome in the picture; the first wished or unwished, if left out."
    )
    claims: Map[Claim] = Field(
        default_factory=dict,
        description="Every number about benefit, harm or chance, by id; it stands here and only here.",
    )
    facts: Map[Fact] = Field(
        default_factory=dict, description="Amounts that are not claims, by id; words name them in braces."
    )
    options: Map[Option] = Field(
        default_factory=dict, description="What can be chosen, by id; the order means nothing."
    )
    matters: Map[Say] = Field(default_factory=dict, description="Questions that open a talk about a life.")
    areas: Map[Say] = Field(default_factory=dict, description="Areas of a life that may lift or weigh.")
    tasks: Map[CareAsk] = Field(default_factory=dict, description="The work that care may ask of somebody.")
    test: ScreeningTest = Field(ScreeningTest(), description="For kind screening: the test and its results.")
    unknown: Map[Say] = Field(default_factory=dict, description="What nobody has counted well.")
    talks: Map[Talk] = Field(default_factory=dict, description="Prompts for the purposes differ, stuck and meaning.")
    cards: tuple[Id, ...] = Field(min_length=1, description="A table of cards, not a route: kinds that are installed.")
    questions: Map[Say] = Field(default_factory=dict, description="Questions worth asking, by id.")
    crisis: Map[Statement] = Field(
        default_factory=dict,
        description="What cannot wait for this card, by id, with a call; it stands before all else.",
    )
    red_flags: Map[Statement] = Field(default_factory=dict, description="When to call, and whom, by id.")
    look_again: LookAgain = Field(LookAgain(), description="When to look again, and what would bring it forward.")
    how_it_went: HowItWent = Field(HowItWent(), description="What a later visit asks about what was planned.")
    terms: Map[Say] = Field(
        default_factory=dict, description="Words that the aid explains; they do not count against the reading grade."
    )

    def is_signed_in(self, language: str) -> bool:
        """Whether the words in a language need no "draft" mark: the aid was written in it, or a translator signed."""
        return language == self.language or any(each.language == language for each in self.reviews.values())


class Edition(Frozen):
    """One aid as it is at one site at one time: its facts, the words of every language, and the site's own facts.

    Attributes:
        aid: in its first language, with the site's facts already laid over.
        words: language -> path -> words, for every language but the first.
    """

    aid: Aid
    words: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over facts, words and site. A choice cites it, and an approval is given for it."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def canonical(self) -> str:
        """The edition as JSON with sorted keys. `Edition.model_validate_json` reads it back."""
        return json.dumps(
            self.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            sort_keys=False,
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The first language, then the others."""
        return (self.aid.language, *self.words)

    def spoken(self, language: str) -> Aid:
        """The aid in a language. Sentences without a translation stay in the first language."""
        words = self.words.get(language)
        if not words:
            return self.aid
        raw: dict[str, Any] = json.loads(self.aid.model_dump_json(by_alias=True))
        for path, text in words.items():
            _put(raw, path.split("."), text)
        return Aid.model_validate_json(json.dumps(raw))


def _put(raw: Any, path: list[str], text: str) -> None:
    *way, last = path
    for part in way:
        raw = raw[part]
    if isinstance(raw.get(last), dict):
        raw[last]["say"] = text
    else:
        raw[last] = text
