"""The work that options and tasks ask, with those amounts put in that somebody has counted.

An aid writes a guess, a count that follows from the option itself, or the id of a claim with an amount. A claim of this
kind is a count: it is shown, and added up, as one, and is nobody's guess.
"""

from __future__ import annotations

from collections.abc import Mapping

from .aid import Aid
from .claims import Claim
from .facts import AmountParts
from .life import CareAsk


def counted(amount: AmountParts, claims: Mapping[str, Claim]) -> AmountParts:
    """An amount of work as it is shown: the count of its claim, or what the aid writes.

    Example:
        >>> counted(AmountParts(guess=15), {}).value
        15.0
    """
    claim = claims.get(amount.claim or "")
    if claim is None or claim.amount is None:
        return amount
    return AmountParts(exact=claim.amount)


def task_of(aid: Aid, key: str) -> CareAsk:
    """A task of care, with its minutes counted where a claim counts them."""
    task = aid.tasks[key]
    return task if task.minutes is None else task.model_copy(update={"minutes": counted(task.minutes, aid.claims)})
