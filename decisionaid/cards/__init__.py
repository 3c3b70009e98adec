"""The kinds of card: what a kind is (`CardKind`), and how the rest of the program finds them.

One kind is one module or folder.

A kind is a module with the names of `CardKind`, its page (``templates/cards/<kind>.html``), its sheet
(``static/cards/<kind>.css``) and its examples (``tests/cards/<kind>.yaml``). Where it has nothing of its own to say, it
takes over what is usual from `_usual`.

Pure: a card never reads the clock, a file or the database; the `Scene` brings everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Protocol, cast

from ..domain.aid import Aid
from ..domain.chances import Estimator, Numbers
from ..domain.conversation import NO_NUMBERS
from ..domain.encounter import Choice, Encounter, Shown, Via, Voice
from ..domain.opening import Opening
from ..domain.page import Section
from ..domain.phrases import phrase
from ..domain.plan import Plan, Tell
from ..domain.readers import Belongs, Outside
from ..domain.shown_numbers import numbers_to_keep
from ..folders import kinds_in
from ..handout import Handout, SectionMaker
from ..locale import Words
from ..value_words import crisis_in_words

NOT_HERE = phrase("This is not one of the choices any more. Which one is it?")
"""The answer to a tap on something that the card does not have."""


@dataclass(frozen=True)
class Scene:
    """Everything that a card may know when it is shown.

    Attributes:
        aid: in the language of the screen. aid_hash: the edition's.
        numbers: for this person, with the values confirmed so far.
        plan: told from the log up to now.
        today: in the site's time zone. opening: the days on which the clinic is open.
        entered: what was typed and not accepted, by field, so that nothing is lost; with `problems` beside it.
        then: the edition that the decision on this aid was made with; None while there is none.
        numbers_seen: display -> the claims whose numbers, these very ones, were on the screen in it in this visit.
        day_of: gives the day of a moment at the clinic.
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
    numbers_seen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    then: Aid | None = None
    opening: Opening = field(default_factory=Opening)
    day_of: Callable[[datetime], date] = datetime.date

    @property
    def without_numbers(self) -> bool:
        """Whether this person asked for no numbers."""
        return self.plan.display == NO_NUMBERS

    @property
    def crisis(self) -> tuple[tuple[str, str], ...]:
        """What cannot wait for this card: (whom to call, what it is)."""
        return tuple(crisis_in_words(self.aid, self.numbers, self.words))

    @property
    def shown_now(self) -> Shown:
        """The numbers of the picture in the form that the log keeps; none where this person is to see none."""
        asked_for = {key for key, outcome in self.aid.outcomes.items() if outcome.when_asked}
        claims = tuple(key for key, chance in self.numbers.chances.items() if chance.outcome not in asked_for)
        return Shown(
            numbers=() if self.without_numbers else numbers_to_keep(self.numbers, claims),
            inputs=tuple(self.plan.situation.get(self.aid.id, ())),
            display=self.plan.display,
        )

    @property
    def shown_here(self) -> Shown:
        """What a choice keeps as shown: of these numbers, those that were on the screen in this visit."""
        shown, seen = self.shown_now, frozenset[str]().union(*self.numbers_seen.values())
        return shown.model_copy(update={"numbers": tuple(each for each in shown.numbers if each.claim in seen)})


@dataclass(frozen=True)
class Field:
    """One input of a card's form; `web.forms` makes the form from it."""

    name: str
    kind: Literal["text", "long_text", "number", "choice", "choices", "yes_no", "date", "button"]
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int = 2_000


@dataclass(frozen=True)
class NewLine:
    """One line for the log, as a card gives it. The web adds who wrote it, when, and its key.

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


TopicState = Literal["about", "not_yet", "aside"]
"""The state of a topic on the map. There is no order and no count."""
TalkSheet = Literal["any_time", "beginning", "choosing", "differ", "stuck", "ending"]
"""Which words the sheet "Let's just talk" shows over a card."""


Occasion = Literal[
    "weigh", "differ", "stuck", "meaning", "values", "head", "day", "heart", "ask", "numbers", "arrive", "lighter",
]  # fmt: skip
"""When a card is offered: behind one of the four doors, after the values, or for a sense that the plan does not make
yet; to give a value that is missing, to look at the numbers, to say where they arrived, or what could be lighter.
"""


@dataclass(frozen=True)
class Traits:
    """What the rest of the program has to know of a kind of card, so that it never asks for a kind by its name.

    Attributes:
        talk: the words of "Let's just talk".
        belongs: item -> the item that it belongs to; what belongs to a private line is private with it.
        later_stands: items on which two screens never contradict each other: the later line stands.
        follows: occasion -> rank; the lower, the earlier it is offered on that occasion.
        sign: the line of its sign, as the path of a drawing of 24 by 24; "" for none.
        there_is: whether a visit has anything for this card, of one aid; else it is on no map. Always, if left out.
        shows_numbers: it shows the chances of a person, so values in dispute have to be settled on it too.
        says_nothing: first parts of items about what was on the screen; such a line is no talk with the person.
        tells_apart: part of a value -> the words for it, with the day in it as ``{day}``. Two lines that read the same
            are told apart by these.
    """

    talk: TalkSheet = "any_time"
    sign: str = ""
    belongs: Mapping[str, str] = field(default_factory=dict)
    later_stands: frozenset[str] = frozenset()
    follows: Mapping[Occasion, int] = field(default_factory=dict)
    shows_numbers: bool = False
    says_nothing: frozenset[str] = frozenset()
    tells_apart: Mapping[str, str] = field(default_factory=dict)
    there_is: Callable[[Plan, str], bool] | None = None


class View(Protocol):
    """What a card's template gets: a frozen dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


class CardKind(Protocol):
    """What a module of this folder is.

    Attributes:
        KIND: as an aid names it, and its file. TITLE: the words over the card, in English.
        TRAITS: what the rest of the program has to know of it.
        state: where the topic stands on the map, of one aid.
    """

    @property
    def KIND(self) -> str: ...
    @property
    def TITLE(self) -> str: ...
    @property
    def TRAITS(self) -> Traits: ...
    @property
    def state(self) -> Callable[[Plan, str], TopicState]: ...

    def fields(self, scene: Scene) -> tuple[Field, ...]:
        """The inputs of the form."""

    def show(self, scene: Scene) -> View:
        """What the template of the card gets."""

    def accept(self, scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
        """Turn what was sent into lines for the log.

        The scene is the one that the page of the form showed, and only what differs from it is a line: what nobody
        touched is never written, whatever another screen has said since (see `domain.disputes`).

        Args:
            given: what the form read: field name -> text, tuple of texts, or bool.

        Raises:
            InputProblem: it cannot be used, and then nothing of it is written.
        """

    def tell(self, plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
        """Put one line of this kind into the plan."""

    def sections(self, handout: Handout[Outside]) -> Iterable[Section]:
        """The sections of this kind on a page. Their places on the page are fixed in `domain.page`."""

    def summary(self, choice: Choice, aid: Aid | None, words: Words) -> str:
        """One line of this kind in a few words, for the plan page. "" where the line says nothing by itself."""

    def asks(self, choice: Choice, aid: Aid | None, words: Words) -> str:
        """The question that a line answers. "" where the title of the card says it."""


class NumbersKind(CardKind, Protocol):
    """A kind that shows chances (`Traits.shows_numbers`).

    Behind each number there is a page that says where it comes from.

    Attributes:
        claims_on: the claims whose numbers stand on the page that a scene's address asks for.
    """

    @property
    def claims_on(self) -> Callable[[Scene], frozenset[str]]: ...

    @property
    def BEHIND(self) -> str: ...

    def behind(self, scene: Scene, claim: str, estimate: Estimator) -> View:
        """What stands behind the number of a claim.

        Raises:
            NotThere: nothing stands behind it, or this person has no such number.
        """


@cache
def kinds() -> Mapping[str, CardKind]:
    """Every card kind of this folder, by the name that aids use."""
    return MappingProxyType({kind.KIND: kind for kind in kinds_in(__name__)})


@cache
def belongings() -> Belongs:
    """Kind -> item -> the item that it belongs to. An item `a.b` belongs to `a` without being named here."""
    return MappingProxyType({name: kind.TRAITS.belongs for name, kind in kinds().items()})


@cache
def later_stands() -> frozenset[tuple[str, str]]:
    """(kind, item) of the lines on which two screens never contradict each other."""
    return frozenset((name, item) for name, kind in kinds().items() for item in kind.TRAITS.later_stands)


@cache
def says_nothing() -> frozenset[tuple[str, str]]:
    """(kind, first part of an item) of the lines about what was on the screen, which say nothing of the person."""
    return frozenset((name, part) for name, kind in kinds().items() for part in kind.TRAITS.says_nothing)


def offered(occasion: Occasion, cards: Iterable[str]) -> tuple[str, ...]:
    """Those of some cards that are offered on an occasion, the first one first."""
    here = [(kinds()[card].TRAITS.follows.get(occasion), card) for card in cards if card in kinds()]
    return tuple(card for rank, card in sorted((rank, card) for rank, card in here if rank is not None))


def numbers_card(aid: Aid) -> str | None:
    """The card of an aid that shows the chances of a person, if it has one."""
    return next((card for card in aid.cards if card in kinds() and kinds()[card].TRAITS.shows_numbers), None)


def numbers_kind(card: str) -> NumbersKind:
    """A kind that shows chances, with its page behind each number."""
    return cast(NumbersKind, kinds()[card])


@cache
def section_makers() -> Mapping[str, SectionMaker]:
    """Kind -> the function that gives its sections of a page."""
    return MappingProxyType({name: kind.sections for name, kind in kinds().items()})


@cache
def tellers() -> Mapping[str, Tell]:
    """Kind -> the function that puts one of its lines into the plan."""
    return MappingProxyType({name: kind.tell for name, kind in kinds().items()})
