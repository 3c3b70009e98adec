"""Every option states the work it asks, and says which of it is a guess.

Minutes and days come from nowhere but experience: they are a `guess` until the person sets their own, or a `claim`
with a source. Pills and injections follow from the option itself and are counted; so is a plain zero. Unknown is an
answer, but not the only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..domain.aid import Aid
from ..domain.facts import AmountParts
from . import EVERY, Case, Finding, Level, Path

ID = "WORK-1"
ASKS = "Does every option state its work, as guesses or as claims?"
WHY = "Work that nobody counted is done by somebody all the same."
SOURCE = "Minimally disruptive medicine, BMJ 2009;339:b2803"
LEVEL: Level = "draft"
KINDS = EVERY
GUESSED = ("minutes_per_week", "visit_days_year", "lab_days_year")
COUNTED = ("pills_day", "pills_week", "injections_week", "injections_year")
RATHER = {"pills_day": ("pills_week", 7), "injections_week": ("injections_year", 52)}
"""What is less than one in its time is said in a longer one: nobody takes 0.14 pills a day."""


def examine(case: Case) -> Iterator[Finding]:
    """The amounts of each option's work and of each of its activities."""
    aid = case.aid
    for key, option in aid.options.items():
        here: Path = ("options", key, "work")
        parts = {part: getattr(option.work, part) for part in (*GUESSED, *COUNTED)}
        amounts = {part: amount for part, amount in parts.items() if amount is not None}
        yield from _too_fine(here, amounts)
        if all(amount.unknown for amount in amounts.values()):
            yield Finding(here, "nothing is said of the work of this option", "guess what you can: {guess: 15}")
        for part, amount in amounts.items():
            yield from _amount(aid, (*here, part), amount, guessed=part in GUESSED)
        for activity_id, activity in option.activities.items():
            if activity.minutes is not None:
                path = ("options", key, "activities", activity_id, "minutes")
                yield from _amount(aid, path, activity.minutes, guessed=True)


def _too_fine(here: Path, amounts: Mapping[str, AmountParts]) -> Iterator[Finding]:
    """Less than one in a time, where a longer time would have a whole one."""
    for part, (longer, times) in RATHER.items():
        value = amounts[part].value if part in amounts else None
        if value and value < 1:
            what = f"nobody can picture {value:g} of one"
            yield Finding((*here, part), what, f"write {longer}: {round(value * times):g} instead of {part}")


def _amount(aid: Aid, path: Path, amount: AmountParts, *, guessed: bool) -> Iterator[Finding]:
    if guessed and amount.exact:
        yield Finding(
            path,
            f"{amount.exact:g} looks as if somebody had counted it",
            f"write {{guess: {amount.exact:g}}}, or a claim",
        )
    if amount.claim is not None and (amount.claim not in aid.claims or aid.claims[amount.claim].amount is None):
        yield Finding(path, f"there is no claim {amount.claim!r} with an amount", "add it under claims, or guess")
    elif amount.claim is not None:
        yield from _unit(aid, path, amount.claim)


def _unit(aid: Aid, path: Path, name: str) -> Iterator[Finding]:
    """A count is in the unit of its row: nobody takes an hour for a minute."""
    claim, wanted = aid.claims[name], ("min",) if str(path[-1]).startswith("minutes") else ("1", "d")
    if claim.unit not in wanted:
        said = f"{name} is counted in {claim.unit}, and this row in {wanted[0]}"
        yield Finding(path, said, f"write the claim in unit: {wanted[0]!r}")
    elif (claim.amount or 0) < 0:
        yield Finding(path, f"{name} is a difference below zero, and no amount of work", "write how much it is in all")
