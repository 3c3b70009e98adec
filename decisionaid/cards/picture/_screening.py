"""What a test brings: counts one inside the other, and what its results mean.

Of 1,000 people 365 have a false alarm; of these 365, 25 have an operation; of these 25, 3 have a major harm. People
read such counts of the same people rightly, where three chances of three groups mislead most of them (RC-14).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...domain.chances import Chance
from ...domain.phrases import phrase
from ...figures import happens, sentence_case
from ...locale import Words
from .. import Scene
from .._display import fill_for

HEADINGS = (
    ("measures", phrase("What the test looks for")),
    ("if_found", phrase("If it finds something")),
    ("if_clear", phrase("If it finds nothing")),
    ("overdiagnosis", phrase("What it may find that would never have troubled you")),
)


@dataclass(frozen=True)
class Screening:
    """What a test brings.

    Attributes:
        steps: (how deep, the sentence), each under the people it is among. test: (heading, what to say).
    """

    steps: tuple[tuple[int, str], ...]
    test: tuple[tuple[str, str], ...]


def screening_of(scene: Scene) -> Screening | None:
    """What the test of an aid brings this person; None for an aid without one, and without counts inside counts."""
    steps, test = tuple(_steps(scene)), tuple(_test(scene))
    return Screening(steps, test) if steps or test else None


def _steps(scene: Scene) -> Iterator[tuple[int, str]]:
    claims = scene.aid.claims
    for key in dict.fromkeys(each.within for each in claims.values() if each.within is not None):
        if claims[key].within is None and key in scene.numbers.chances:
            chance = scene.numbers.chances[key]
            yield 0, happens(chance, chance.frequency, scene.aid, scene.words)
            yield from _among(scene, key, 1)


def _among(scene: Scene, whole: str, depth: int) -> Iterator[tuple[int, str]]:
    for key, claim in scene.aid.claims.items():
        if claim.within == whole and key in scene.numbers.chances:
            these, some = (_count(scene.numbers.chances[each], scene.words) for each in (whole, key))
            what = scene.aid.outcomes[claim.outcome].say
            yield depth, scene.words.say("Of these {count}, {some} have {what}.", count=these, some=some, what=what)
            yield from _among(scene, key, depth + 1)


def steps_cited(scene: Scene) -> Mapping[str, str]:
    """The claims behind the steps, and what each counts: to be found under where a number comes from."""
    wholes = {each.within for each in scene.aid.claims.values() if each.within is not None}
    here = (key for key, each in scene.aid.claims.items() if each.within is not None or key in wholes)
    return {
        key: sentence_case(scene.aid.outcomes[scene.aid.claims[key].outcome].say)
        for key in here
        if key in scene.numbers.chances
    }


def _count(chance: Chance, words: Words) -> str:
    """So many people: 25; 18 to 25 where good sources differ; fewer than 1."""
    if chance.disputed:
        low, high = chance.edges(chance.frequency.of)
        return words.say("{low} to {high}", low=words.number(low.count), high=words.number(high.count))
    return words.say("fewer than 1") if chance.frequency.below_half else words.number(chance.frequency.count)


def _test(scene: Scene) -> Iterator[tuple[str, str]]:
    for part, heading in HEADINGS:
        said = fill_for(getattr(scene.aid.test, part, None) or "", scene)
        if said is not None and said.text:
            yield scene.words.say(heading), said.text
