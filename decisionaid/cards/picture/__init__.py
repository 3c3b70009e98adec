"""The card "picture": the chance without and with each option, in pictures, words and a table.

The picture of one outcome over one time comes first, the one that nothing was done to before the others. What is
counted over another time, or in thousands, has rows of its own and never shares an axis (rules R13, R14). Where there
is no number for this person the card says so kindly and draws nothing. Thirty years stand on their own, only when
somebody asks, and without any choice beside them, because no trial lasted that long (rule R11). Looking records
nothing; how chances are drawn is a line of the log, kept per patient. "No numbers today" leaves the words alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...domain.aid import Aid
from ...domain.conversation import FIRST_DISPLAY
from ...domain.encounter import Choice
from ...domain.fill_sentences import notes_of
from ...domain.phrases import phrase
from ...domain.plan import Plan
from ...errors import CardProblems
from ...figures import (
    Legend,
    Panel,
    Row,
    Table,
    certainty,
    chance_figures,
    figure_for,
    period,
    picture_outcome,
    rows_of,
)
from ...locale import Words
from .. import Field, NewLine, Scene, TopicState, Traits
from .._boxes import Box, not_here
from .._display import DISPLAYS, display_boxes
from .._usual import asks as asks
from ._basis import Basis, basis, spoken_basis
from ._evidence import BEHIND as BEHIND
from ._evidence import behind as behind
from ._no_number import kindly, lacking, no_number
from ._options_in_words import OptionInWords, not_counted_well, options_in_words, spoken_claims
from ._others import for_others, not_counted
from ._screening import Screening, screening_of
from ._seen import sections as sections
from ._seen import seen_lines, was_seen
from ._sizes import Sizes, sizes_cited, sizes_of
from ._years import may_keep as may_keep
from ._years import years_asked, years_offered

KIND = "picture"
TITLE = phrase("What could happen")
TRAITS = Traits(
    talk="choosing",
    later_stands=frozenset({"display"}),
    shows_numbers=True,
    follows={"weigh": 1, "values": 1, "head": 1, "numbers": 1},
    says_nothing=frozenset({"display", "seen"}),
)
HUNDRED = 100


@dataclass(frozen=True)
class OptionPicture:
    """The picture of one row with its words: how sure the studies are, and what to know about the number."""

    panel: Panel
    certainty: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class OutcomeShown:
    """One outcome over one time, with a picture for each row.

    Attributes:
        caption: whom it counts, over which time, and what; the ways share it.
        ways: the one that nothing was done to first.
        sure: how sure the studies are, where that is the same for every way; each way says its own otherwise.
        repeats: this part only repeats the main picture in thousands, to compare with.
    """

    outcome: str
    what: str
    period: str
    of: int
    ways: tuple[OptionPicture, ...]
    table: Table
    basis: tuple[Basis, ...]
    notes: tuple[str, ...] = ()
    repeats: bool = False
    caption: str = ""
    sure: str = ""

    @property
    def title(self) -> str:
        """The outcome and its time, such as: New diabetes, in 1 year."""
        return f"{self.what[:1].upper()}{self.what[1:]}, {self.period}"


@dataclass(frozen=True)
class PictureView:
    """What the template gets.

    Attributes:
        main: the picture, or None where there is no number.
        others: other outcomes of a hundred, each over its own time.
        small: outcomes of a thousand; the main one is repeated there first.
        kindly: the sentence that stands instead of a picture, or "".
        lacks: values that are not known yet: (field on the situation card, what it asks).
        legend: what the shapes of the picture mean; None where no shapes are drawn.
        display: how chances are drawn. displays: the ways to draw them, each a tap away.
        years_offered: a longer time that may be asked for, in years, or None. years_shown: the one on this screen.
    """

    question: str
    main: OutcomeShown | None
    others: tuple[OutcomeShown, ...] = ()
    small: tuple[OutcomeShown, ...] = ()
    kindly: str = ""
    lacks: tuple[tuple[str, str], ...] = ()
    told: tuple[OptionInWords, ...] = ()
    spoken: tuple[Basis, ...] = ()
    unknown: tuple[str, ...] = ()
    sizes: tuple[Sizes, ...] = ()
    screening: Screening | None = None
    small_title: str = ""
    display: str = FIRST_DISPLAY
    legend: Legend | None = None
    displays: tuple[Box, ...] = ()
    problem: str = ""
    years_offered: int | None = None
    years_shown: int | None = None

    @property
    def parts(self) -> tuple[OutcomeShown, ...]:
        return tuple(part for part in (self.main, *self.others, *self.small) if part is not None)


def fields(scene: Scene) -> tuple[Field, ...]:
    """The input: how to draw chances. Nothing else is asked on this card."""
    return (Field("display", "button", tuple((key, scene.words.say(said)) for key, said in DISPLAYS.items())),)


def show(scene: Scene) -> PictureView:
    """The pictures for this person in the display they chose, or why there is none."""
    problem = not_here(scene.words) if scene.problems else ""
    view, display = _shown(scene), scene.plan.display
    legend = _legend(view.main, display, scene.words)
    return replace(view, display=display, legend=legend, displays=display_boxes(scene), problem=problem)


def _shown(scene: Scene) -> PictureView:
    if scene.without_numbers:
        return PictureView(scene.aid.decision, None, told=options_in_words(scene))
    asked = years_asked(scene)
    if asked is not None:
        return _longer(scene, *asked)
    outcome = picture_outcome(scene.aid)
    closed = scene.numbers.closed or no_number(scene, outcome)
    if closed is not None:
        sizes = () if scene.numbers.closed else sizes_of(scene)  # an aid may count in sizes alone
        said = "" if sizes and not outcome else kindly(scene, closed)
        lacks = lacking(scene, closed)
        told = options_in_words(scene)
        return PictureView(scene.aid.decision, None, kindly=said, lacks=lacks, told=told, sizes=sizes)
    return _pictures(scene, outcome)


def _pictures(scene: Scene, outcome: str) -> PictureView:
    """Every picture of this person, with the main outcome first."""
    main = _part(scene, outcome)
    others = [part for key in _countable(scene.aid) if key != outcome and (part := _part(scene, key)) is not None]
    small = tuple(part for part in others if part.of != HUNDRED)
    finer = dict.fromkeys(part.of for part in small if main is not None and part.of != main.of)
    small = (*(part for of in finer if (part := _part(scene, outcome, of=of)) is not None), *small)
    drawn = {each.claim for part in (main, *others) if part for each in part.basis}
    return PictureView(
        question=scene.aid.decision,
        main=main,
        others=tuple(part for part in others if part.of == HUNDRED),
        small=small,
        small_title=_small_title(small, scene.words),
        sizes=sizes_of(scene),
        screening=screening_of(scene),
        told=options_in_words(scene),
        spoken=_spoken(scene, drawn),
        unknown=tuple(each.text for each in not_counted_well(scene)),
        years_offered=years_offered(scene),
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The line that says how to draw chances. Looking at the picture writes nothing.

    Raises:
        CardProblems: there is no such way to draw it. Nothing is written.
    """
    wish = str(given.get("display") or "")
    if wish and wish not in DISPLAYS:
        raise CardProblems({"display": not_here(scene.words)})
    if not wish or wish == scene.plan.display:
        return ()
    return (*seen_lines(scene, wish), NewLine("display", {"display": wish}))


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put the way to draw chances into the plan. The newest wish counts."""
    wish = choice.value.get("display")
    if choice.item != "display" or wish not in DISPLAYS:
        return plan
    others = {key: each for key, each in plan.displays.items() if key != choice.aid_id}
    return plan.with_(displays={**others, choice.aid_id or "": wish})


def state(plan: Plan, aid_id: str) -> TopicState:
    """The state on the map: talked about when the numbers were on the screen, as they decided or before."""
    decision = plan.decisions.get(aid_id)
    if was_seen(plan.standing, aid_id):
        return "about"
    return "about" if decision and decision.shown and decision.shown.numbers else "not_yet"


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words; what was on the picture is no wish, and is not listed."""
    if choice.item != "display":
        return ""
    return next((words.say(label) for key, label in DISPLAYS.items() if key == choice.value.get("display")), "")


def _spoken(scene: Scene, drawn: Collection[str]) -> tuple[Basis, ...]:
    """The origins of numbers that stand in sentences and in no picture."""
    cited = dict(spoken_claims(scene)) | sizes_cited(scene)
    claims = {claim: heading for claim, heading in cited.items() if claim not in drawn}
    return tuple(spoken_basis(scene.aid, scene.numbers, *each, scene.words) for each in claims.items())


def _legend(main: OutcomeShown | None, display: str, words: Words) -> Legend | None:
    """What the shapes of the main picture mean; None without it, and where it is a table or words."""
    figure = chance_figures().get(display)
    return figure.legend([way.panel for way in main.ways], main.of, words) if figure and main else None


def _countable(aid: Aid) -> tuple[str, ...]:
    return tuple(key for key, each in aid.outcomes.items() if each.counts_people)


def _small_title(small: tuple[OutcomeShown, ...], words: Words) -> str:
    counted = " · ".join(words.number(of) for of in dict.fromkeys(part.of for part in small))
    return words.say("Counted in {of} people", of=counted) if small else ""


def _part(scene: Scene, outcome: str, *, of: int | None = None, only_without: bool = False) -> OutcomeShown | None:
    aid, words = scene.aid, scene.words
    rows = list(rows_of(aid, scene.numbers, outcome))
    if only_without:
        rows = [row for row in rows if row.is_without]
    if not rows:
        return None
    chances = [row.chance for row in rows if row.chance is not None]
    rows += [] if only_without else not_counted(scene, outcome)
    figure = figure_for(scene.plan.display).draw(aid, outcome, rows, words, of=of)
    ways = tuple(_way(scene, row, panel) for row, panel in zip(rows, figure.panels, strict=True))
    inputs = tuple(scene.plan.situation.get(aid.id, ()))
    return OutcomeShown(
        outcome=outcome,
        what=aid.outcomes[outcome].say,
        period=period(chances[0], words),
        of=of or aid.outcomes[outcome].of,
        ways=ways,
        table=figure.table,
        basis=tuple(
            basis(aid, row.chance, row.heading, inputs, words, scene.today) for row in rows if row.chance is not None
        ),
        notes=() if only_without or of else for_others(scene, outcome),
        repeats=of is not None,
        caption=figure.caption,
        sure=_sure(ways),
    )


def _sure(ways: tuple[OptionPicture, ...]) -> str:
    """How sure the studies are, where that is the same for every option; "" otherwise."""
    sure = {way.certainty for way in ways if way.certainty}
    return sure.pop() if len(sure) == 1 else ""


def _way(scene: Scene, row: Row, panel: Panel) -> OptionPicture:
    """The picture of one row; with its number, the caution of its model and what the studies really counted."""
    if row.chance is None:
        return OptionPicture(panel, "", ())
    notes = notes_of(scene.aid, scene.numbers, scene.aid.claims[row.chance.claim], scene.words)
    return OptionPicture(panel, certainty(row.chance, scene.words), notes)


def _longer(scene: Scene, years: int, outcome: str) -> PictureView:
    return PictureView(scene.aid.decision, _part(scene, outcome, only_without=True), years_shown=years)
