"""Times that no trial lasted, such as 30 years: on a screen of their own, and only when somebody asks (rule R11)."""

from __future__ import annotations

from collections.abc import Mapping

from ...figures import rows_of
from .. import Scene


def _longer_outcomes(scene: Scene) -> Mapping[int, str]:
    """Years -> outcome, of those that are shown only when somebody asks and have a number for this person."""
    return {
        int(each.horizon.years): key
        for key, each in scene.aid.outcomes.items()
        if each.when_asked
        and each.horizon.years
        and any(row.chance and row.chance.without is None for row in rows_of(scene.aid, scene.numbers, key))
    }


def years_offered(scene: Scene) -> int | None:
    """The longer time that may be asked for, in years; None where there is none."""
    return next(iter(_longer_outcomes(scene)), None)


def years_asked(scene: Scene) -> tuple[int, str] | None:
    """The longer time that was asked for and its outcome; None where none was."""
    years = scene.ask.get("years", "")
    if not years.isdecimal() or len(years) > 2:
        return None
    outcome = _longer_outcomes(scene).get(int(years))
    return (int(years), outcome) if outcome else None


def may_keep(scene: Scene) -> bool:
    """Whether the numbers on this screen are those that a choice keeps: not those of a time that no trial lasted."""
    return years_asked(scene) is None
