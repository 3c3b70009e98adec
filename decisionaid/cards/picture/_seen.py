"""What was on the picture when somebody changed how it is drawn: lines of the log, and of the note of that visit.

"No numbers today" and the way back are two taps, and between them numbers may have been on the screen. So each way in
which chances were shown keeps its own line with what was on it, and the note names them, also for somebody who asked
for none. Counts that are known to be others by now are not said again (hazard H07).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...domain.aid import Aid
from ...domain.chances import Chance
from ...domain.conversation import NO_NUMBERS
from ...domain.encounter import Choice
from ...domain.page import ChartPart, Section
from ...domain.readers import Outside
from ...domain.since import changes_since
from ...figures import picture_outcome, rows_of
from ...handout import Handout, decisions, picture_then
from ...locale import Words
from .. import NewLine, Scene
from .._display import DISPLAYS
from ._faces import claims_of_face, kept_of

SEEN = "seen."
"""How the items of such lines begin; the way to draw chances follows."""


def seen_lines(scene: Scene, wish: str) -> tuple[NewLine, ...]:
    """The lines for what was on the screen before a tap, display by display, and for what is on it after the tap."""
    shown = dict(scene.numbers_seen)
    if wish != NO_NUMBERS:
        shown[wish] = shown.get(wish, frozenset()) | claims_of_face(scene)
    kept = {each: kept_of(scene, claims, each) for each, claims in shown.items()}
    stand = {(line.item, line.shown) for line in scene.plan.standing if line.encounter_id == scene.encounter.id}
    return tuple(
        NewLine(f"{SEEN}{each}", {"display": each}, shown=one)
        for each, one in kept.items()
        if one.numbers and (f"{SEEN}{each}", one) not in stand
    )


def was_seen(lines: Iterable[Choice], aid_id: str) -> bool:
    """Whether one of these lines keeps what was on the picture of an aid."""
    return any(line.kind == "picture" and line.aid_id == aid_id and line.item.startswith(SEEN) for line in lines)


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """A line for the chart with the ways in which the picture of each aid was shown in this visit, and its counts."""
    found: dict[str, list[Choice]] = {}
    for line in handout.plan.standing if not handout.stands_from_before else ():
        if line.item.startswith(SEEN) and line.aid_id and line.aid_hash in handout.aids:
            found.setdefault(line.aid_id, []).append(line)
    said = {each.decision.aid_id for each in decisions(handout) if picture_then(each)}
    for aid_id, lines in found.items():
        yield Section("picture", (ChartPart(_opened(handout, lines, with_counts=aid_id not in said)),))


def _opened(handout: Handout[Outside], lines: list[Choice], *, with_counts: bool) -> str:
    words, last = handout.words, lines[-1]
    ways = ", ".join(_small(words.say(DISPLAYS[line.item.removeprefix(SEEN)])) for line in lines)
    aid = handout.aids[last.aid_hash or ""]
    counts = _counts(aid, last, handout) if with_counts else ""
    if counts:
        return words.say("The picture was opened ({ways}): {counts}.", ways=ways, counts=counts)
    return words.say("The picture was opened ({ways}).", ways=ways)


def _counts(aid: Aid, line: Choice, handout: Handout[Outside]) -> str:
    """The counts that were on it; that they are others by now, where they are."""
    words = handout.words
    since = changes_since(aid, line.aid_hash or "", line.shown, handout.now.get(aid.id))
    if since.left_out:
        return ""
    if since.moved:
        return words.say("with numbers that are not the same any more")
    rows = rows_of(aid, since.then, picture_outcome(aid))
    return "; ".join(f"{row.heading}: {_count(row.chance, words)}" for row in rows if row.chance is not None)


def _count(chance: Chance, words: Words) -> str:
    return words.between(*chance.edges(chance.frequency.of)) if chance.disputed else words.frequency(chance.frequency)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
