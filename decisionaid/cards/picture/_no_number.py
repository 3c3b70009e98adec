"""Why the picture has no number for this person, and the kind sentence that is shown instead."""

from __future__ import annotations

from ...domain.chances import NoNumber, options_for
from ...domain.fill_sentences import fill
from ...figures import rows_of
from .. import Scene
from .._asked import missing
from .._from_before import to_confirm


def no_number(scene: Scene, outcome: str) -> NoNumber | None:
    """Why the main picture cannot be drawn; None if it can."""
    if not outcome or rows_of(scene.aid, scene.numbers, outcome):
        return None if outcome else NoNumber("not_counted")
    answers = [scene.numbers.of_option(each, outcome) for each in options_for(scene.aid, scene.numbers.values).values()]
    reasons = [each for each in answers if isinstance(each, NoNumber)]
    inputs = tuple(dict.fromkeys(key for each in reasons for key in each.inputs))
    first = min(reasons, key=lambda each: _REASONS.index(each.why), default=NoNumber("not_counted"))
    return NoNumber(first.why, first.say, inputs)


def lacking(scene: Scene, closed: NoNumber) -> tuple[tuple[str, str], ...]:
    """What is to be said first: (where on the situation card, what it asks). One place for all values from before."""
    if closed.why != "asks":
        return ()
    together = to_confirm(scene)
    before = (("known", scene.words.say("Are they still right?")),) if together else ()
    return (*before, *missing(scene, tuple(key for key in closed.inputs if key not in together)))


_REASONS = ("expired", "asks", "not_for", "out_of_range", "when_asked", "not_counted")


def kindly(scene: Scene, closed: NoNumber) -> str:
    """The sentence that is shown in place of a number.

    What an aid says of a single number, such as that few people of an age were studied, is said before the usual one.
    """
    say = scene.words.say
    if closed.why == "asks" and to_confirm(scene):
        return say("We can draw this when you say that the values from before are still right.")
    if closed.why == "asks":
        return say("We can draw this when we know a little more.")
    if closed.why == "not_counted":
        return say("Nobody has counted this well.")
    if closed.why == "expired":
        return say("This number is too old, and nobody has read it again yet. So we show none.")
    said = fill(closed.say, scene.aid, scene.numbers, scene.words) if closed.say else None
    usual = say("This number was not made for someone like you. So we show none.")
    if said is None or said.text == usual:
        return usual
    return said.text if closed == scene.numbers.closed else f"{said.text} {usual}"
