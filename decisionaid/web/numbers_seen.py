"""Remembers which numbers were on this screen in this visit: a decision keeps only numbers that were really shown.

Kept with the sign-in on the server, as a digest of the very counts, so that new values ask for a new look. Looking is
no choice, so the log of choices does not hold it; the choice that follows does.
"""

from __future__ import annotations

from hashlib import sha256

from flask import session

from ..cards import Scene

PICTURED = "pictured "
"""How the keys in the session begin. There is one for each visit and aid, so that two screens do not overwrite each
other.
"""
MOST_KEPT = 60


def note_numbers_seen(scene: Scene) -> None:
    """Remember that the picture with these counts is on the screen."""
    digest = _digest(scene)
    if digest and not were_numbers_seen(scene):
        session.pop(_key(scene), None)  # so that it stands last: the oldest go first
        session[_key(scene)] = digest
        for old in [name for name in session if name.startswith(PICTURED)][:-MOST_KEPT]:
            del session[old]


def were_numbers_seen(scene: Scene) -> bool:
    """Whether exactly these counts were on the screen in this visit."""
    seen = session.get(_key(scene))
    return seen is not None and seen == _digest(scene)


def _key(scene: Scene) -> str:
    return f"{PICTURED}{scene.encounter.id} {scene.aid.id}"


def _digest(scene: Scene) -> str:
    shown = scene.shown_now
    if not shown.numbers:
        return ""
    return sha256(repr([(each.claim, each.count, each.of) for each in shown.numbers]).encode()).hexdigest()[:16]
