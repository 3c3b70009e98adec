"""Remembers which numbers were on this screen in this visit: a decision keeps only numbers that were really shown.

Kept with the sign-in on the server, as a digest of the very counts, so that new values ask for a new look, and with the
faces of the picture that were opened, display by display. Looking is no choice, so the log of choices does not hold it;
the choice that follows does.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from flask import session

from ..cards import Scene

PICTURED = "pictured "
"""How the keys in the session begin. There is one for each visit and aid, so that two screens do not overwrite each
other.
"""
MOST_KEPT = 60


def note_numbers_seen(scene: Scene, claims: frozenset[str]) -> None:
    """Remember that the numbers of these claims are on the screen."""
    digest, seen = _digest(scene), dict(numbers_seen(scene))
    display = scene.plan.display
    if digest and not claims <= seen.get(display, frozenset()):
        seen[display] = seen.get(display, frozenset()) | claims
        session.pop(_key(scene), None)  # so that it stands last: the oldest go first
        session[_key(scene)] = " ".join([digest, *(f"{each}:{','.join(sorted(seen[each]))}" for each in seen)])
        for old in [name for name in session if name.startswith(PICTURED)][:-MOST_KEPT]:
            del session[old]


def numbers_seen(scene: Scene) -> Mapping[str, frozenset[str]]:
    """Display -> the claims whose numbers, exactly these counts, were on the screen in it in this visit."""
    digest, *seen = (session.get(_key(scene)) or "").split(" ")
    if not digest or digest != _digest(scene):
        return {}
    return {display: frozenset(claims.split(",")) for display, _, claims in (each.partition(":") for each in seen)}


def _key(scene: Scene) -> str:
    return f"{PICTURED}{scene.encounter.id} {scene.aid.id}"


def _digest(scene: Scene) -> str:
    shown = scene.shown_now
    if not shown.numbers:
        return ""
    return sha256(repr([(each.claim, each.count, each.of) for each in shown.numbers]).encode()).hexdigest()[:16]
