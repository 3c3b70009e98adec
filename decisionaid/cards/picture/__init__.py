"""The card "picture": the chance without and with each option, in pictures, words and a table.

One outcome over one time is a face of the card, the main one first and alone; the others are a tap away (`_faces`), so
that nothing shares an axis (rules R13, R14). Where there is no number for this person the card says so kindly and draws
nothing. Thirty years stand on their own, only when somebody asks, and without any choice beside them, because no trial
lasted that long (rule R11). Looking records nothing; how chances are drawn is a line of the log, kept per patient. "No
numbers today" leaves the words alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...domain.aid import Aid
from ...domain.conversation import FIRST_DISPLAY
from ...domain.encounter import Choice
from ...domain.phrases import phrase
from ...domain.plan import Plan
from ...errors import CardProblems
from ...figures import picture_outcome
from ...locale import Words
from .. import Field, NewLine, Scene, TopicState, Traits
from .._boxes import Box, not_here
from .._display import DISPLAYS, display_boxes
from .._usual import asks as asks
from ._basis import Basis, spoken_basis
from ._evidence import BEHIND as BEHIND
from ._evidence import behind as behind
from ._faces import IN_STEPS, IN_WORDS, Face, face_asked, faces_of, size_on
from ._faces import claims_on as claims_on
from ._no_number import kindly, lacking, no_number
from ._options_in_words import OptionInWords, not_counted_well, options_in_words, spoken_claims
from ._outcome import OutcomeShown, outcome_shown
from ._screening import Screening, screening_of, steps_cited
from ._seen import sections as sections
from ._seen import seen_lines, was_seen
from ._sizes import Sizes, sizes_cited
from ._years import years_asked, years_offered

KIND = "picture"
TITLE = phrase("What could happen")
TRAITS = Traits(
    sign="M5 5h4v4H5zM15 5h4v4h-4zM5 15h4v4H5zM15 15h4v4h-4z",
    talk="choosing",
    later_stands=frozenset({"display"}),
    shows_numbers=True,
    follows={"weigh": 1, "values": 1, "head": 1, "numbers": 1},
    says_nothing=frozenset({"display", "seen"}),
)


@dataclass(frozen=True)
class PictureView:
    """What the template gets.

    Attributes:
        face: the name of the face in the address; "" for the first one.
        main: the picture of this face, or None where it has none.
        sizes: the outcome of this face, where it is a size. told: what each choice is like, on the face of its own.
        spoken: where the numbers come from that stand on this face in sentences.
        faces: the other faces, each a tap away.
        kindly: the sentence that stands instead of a picture, or "".
        lacks: values that are not known yet: (field on the situation card, what it asks).
        display: how chances are drawn. displays: the ways to draw them, each a tap away.
        years_offered: a longer time that may be asked for, in years, or None. years_shown: the one on this screen.
    """

    main: OutcomeShown | None = None
    face: str = ""
    faces: tuple[Face, ...] = ()
    kindly: str = ""
    lacks: tuple[tuple[str, str], ...] = ()
    told: tuple[OptionInWords, ...] = ()
    spoken: tuple[Basis, ...] = ()
    unknown: tuple[str, ...] = ()
    sizes: tuple[Sizes, ...] = ()
    screening: Screening | None = None
    display: str = FIRST_DISPLAY
    displays: tuple[Box, ...] = ()
    problem: str = ""
    years_offered: int | None = None
    years_shown: int | None = None


def fields(scene: Scene) -> tuple[Field, ...]:
    """The input: how to draw chances. Nothing else is asked on this card."""
    return (Field("display", "button", tuple((key, scene.words.say(said)) for key, said in DISPLAYS.items())),)


def show(scene: Scene) -> PictureView:
    """The face that the address asks for, in the display that this person chose, or why there is no number."""
    problem = not_here(scene.words) if scene.problems else ""
    return replace(_shown(scene), display=scene.plan.display, displays=display_boxes(scene), problem=problem)


def _shown(scene: Scene) -> PictureView:
    if scene.without_numbers:
        return PictureView(told=options_in_words(scene))
    asked = years_asked(scene)
    if asked is not None:
        years, outcome = asked
        return PictureView(outcome_shown(scene, outcome, only_without=True), years_shown=years)
    return _face(scene, face_asked(scene))


def _face(scene: Scene, face: Face) -> PictureView:
    """One face, with the ways to the others."""
    view = PictureView(
        face=face.key,
        faces=tuple(each for each in faces_of(scene) if each != face),
        unknown=tuple(each.text for each in not_counted_well(scene) if not each.claims),
        years_offered=years_offered(scene),
    )
    if face.of:
        own = scene.aid.outcomes[face.outcome].of
        return replace(view, main=outcome_shown(scene, face.outcome, of=face.of if face.of != own else None))
    if face.outcome:
        cited = sizes_cited(scene, face.outcome)
        return replace(view, sizes=size_on(scene, face), spoken=_spoken(scene, cited))
    if face.key == IN_WORDS and scene.ask.get("face") == IN_WORDS:
        unknown = tuple(each.text for each in not_counted_well(scene))
        told, spoken = options_in_words(scene), _spoken(scene, spoken_claims(scene))
        return replace(view, told=told, spoken=spoken, unknown=unknown)
    if face.key == IN_STEPS:
        return replace(view, screening=screening_of(scene), spoken=_spoken(scene, steps_cited(scene)))
    return _without_a_number(scene, view)


def _without_a_number(scene: Scene, view: PictureView) -> PictureView:
    """Why there is no picture, and what would be needed for one."""
    closed = scene.numbers.closed or no_number(scene, picture_outcome(scene.aid))
    if closed is None:
        return view
    faces = tuple(each for each in faces_of(scene) if each.key)
    return replace(view, faces=faces, kindly=kindly(scene, closed), lacks=lacking(scene, closed), unknown=())


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


def _spoken(scene: Scene, cited: Mapping[str, str]) -> tuple[Basis, ...]:
    """The origins of numbers that stand in sentences and in no picture: claim -> the options it is said of."""
    return tuple(spoken_basis(scene.aid, scene.numbers, *each, scene.words) for each in cited.items())
