"""The faces of the picture card: one outcome each, the main one first and alone, each a link that needs no script.

A page with every outcome on it is a wall; a reader who meets seven pictures looks at none. So each outcome has an
address of its own (``?face=aches``), and so have the main one counted in more people (``?face=ascvd-1000``, rule R13)
and what each choice is like in words. What stands on a face is on the screen and nothing else is, so that the log can
say truthfully what was shown. Rejected: folding the rest into closed panels, where nobody knows who opened them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...domain.encounter import Shown
from ...domain.shown_numbers import numbers_to_keep
from ...figures import picture_outcome, rows_of, sentence_case
from .. import Scene
from ._no_number import no_number
from ._options_in_words import spoken_claims
from ._screening import screening_of, steps_cited
from ._sizes import Sizes, sizes_of
from ._years import may_keep

IN_WORDS = "in-words"
IN_STEPS = "in-steps"
"""The faces with what each choice is like, and with what a test brings. No outcome has such an id."""


@dataclass(frozen=True)
class Face:
    """One face: the name in its address, and its words on the way there.

    Attributes:
        key: "" for the first one, which needs no name.
        outcome: what it shows, or "". of: in how many people it counts.
    """

    key: str
    title: str
    outcome: str = ""
    of: int = 0


def faces_of(scene: Scene) -> tuple[Face, ...]:
    """Every face for this person, the first one first."""
    words, sizes = scene.words, () if scene.numbers.closed else sizes_of(scene)
    found = [*_pictured(scene), *(Face(each.outcome, each.title, each.outcome) for each in sizes)]
    if found:
        found[0] = Face("", found[0].title, found[0].outcome, found[0].of)
    screening = screening_of(scene) if found else None
    if screening is not None:
        found.append(Face(IN_STEPS, words.say("Step by step") if screening.steps else screening.test[0][0]))
    return (*found, Face(IN_WORDS, words.say("What each choice is like")))


def _pictured(scene: Scene) -> Iterator[Face]:
    """The outcomes that have a number for this person; none where the main one has none."""
    aid, words, main = scene.aid, scene.words, picture_outcome(scene.aid)
    if scene.numbers.closed or no_number(scene, main):
        return
    finer: dict[int, None] = {}
    for key in (main, *(each for each in aid.outcomes if each != main and aid.outcomes[each].counts_people)):
        chance = next((row.chance for row in rows_of(aid, scene.numbers, key) if row.chance), None)
        if chance is not None:
            yield Face(key, sentence_case(aid.outcomes[key].say), key, chance.frequency.of)
            finer |= {chance.frequency.of: None} if chance.frequency.of > aid.outcomes[main].of else {}
    for of in finer:
        what = aid.outcomes[main].say
        title = words.say("{what}, of {of} people", what=sentence_case(what), of=words.number(of))
        yield Face(f"{main}-{of}", title, main, of)


def face_asked(scene: Scene) -> Face:
    """The face that the address asks for; the first one where it asks for none that is here."""
    faces = faces_of(scene)
    return next((each for each in faces if each.key and each.key == scene.ask.get("face")), faces[0])


def size_on(scene: Scene, face: Face) -> tuple[Sizes, ...]:
    """The outcome of a face that is a size and counts no people."""
    return tuple(each for each in sizes_of(scene) if each.outcome == face.outcome)


def claims_on(scene: Scene) -> frozenset[str]:
    """The claims whose numbers stand on the page that the address asks for. None for whoever wants no numbers."""
    return frozenset() if scene.without_numbers else claims_of_face(scene)


def claims_of_face(scene: Scene) -> frozenset[str]:
    """The claims of the face that the address asks for, in whichever way it is drawn."""
    if not may_keep(scene):
        return frozenset()  # thirty years stand on their own, and nobody chooses by them (rule R11)
    face = face_asked(scene)
    if face.key == IN_WORDS and scene.ask.get("face") == IN_WORDS:
        return frozenset(key for key in spoken_claims(scene) if key in scene.numbers.chances)
    if face.key == IN_STEPS:
        return frozenset(steps_cited(scene))
    rows = rows_of(scene.aid, scene.numbers, face.outcome) if face.of else ()
    return frozenset(row.chance.claim for row in rows if row.chance is not None)


def kept_of(scene: Scene, claims: frozenset[str], display: str) -> Shown:
    """What the log keeps of numbers that were on the screen."""
    inputs = tuple(scene.plan.situation.get(scene.aid.id, ()))
    return Shown(numbers=numbers_to_keep(scene.numbers, tuple(claims)), inputs=inputs, display=display)
