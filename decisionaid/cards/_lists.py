"""Yes/no values that are asked as one list: what the list asks, and which values a tick changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from . import Scene
from ._values import CLEARED, KeptValue

NONE_OF_THESE = "none"


def list_title(scene: Scene, group: str) -> str:
    """What a list asks. Where an aid has several, the one that says for whom it has no numbers says so."""
    say, inputs = scene.words.say, scene.aid.inputs
    decides = {key for each in scene.aid.not_for.values() for key in each.when.inputs}
    shuts = {each.together for key, each in inputs.items() if key in decides and each.together}
    several = len({each.together for each in inputs.values() if each.together}) > 1
    if several and group in shuts:
        return say("Does any of these fit? Then this card has no numbers for you.")
    return say("Does any of these fit?")


def ticked_now(
    keys: Iterable[str],
    ticked: Collection[str],
    before: Mapping[str, bool],
    disputed: Collection[str],
    *,
    confirmed: bool = False,
) -> Mapping[str, KeptValue]:
    """The values that changed in a list of boxes: those ticked or unticked since the page was shown.

    "None of these" answers every box. With something ticked, a box that nobody has answered yet is no, once somebody
    touches the list or says that all is right; but not one on which two screens contradict each other: a tick beside it
    settles nothing.

    Args:
        before: the boxes that were answered on the page. confirmed: "these are right" was tapped.
    """
    keys, yes = tuple(keys), {key for key, answer in before.items() if answer}
    if not ticked:
        taken_away = set(keys) if set(keys) == before.keys() - yes else yes
        return {key: CLEARED for key in keys if key in taken_away}
    if NONE_OF_THESE in ticked:
        moved = [key for key in keys if before.get(key) is not (key in ticked)]
    else:
        touched = confirmed or set(ticked) != yes
        answered = set(keys) - before.keys() - set(disputed) if touched else ()
        moved = [key for key in keys if before.get(key, False) is not (key in ticked) or key in answered]
    return {key: {"is": key in ticked} for key in moved}
