"""Compares the numbers that were shown when they decided with those that the card would show now.

The log keeps what was shown, and that stays. A page that goes home, a PDF and a note are read later, by people who were
told a number as theirs; a number that is known to be wrong must not stand there (hazards H06, H07, H15). So everything
that says a number of a decision asks here first. A number stands while the card of today, with the values of today,
would show the very same one: the same count, of the same people, over the same time. Where it would show another, both
are said, with what changed; where it would show none, none is said. A copy of a visit that has ended is held to the
same: it tells the visit of then, and puts no number of then into somebody's hand that is known to be wrong today.

Two editions of an aid are compared by what a number counts (outcome, people, time, denominator) and not by their words,
because a better translation changes no number, and what is said must not depend on the language of a page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from math import isclose
from typing import Literal, TypeVar

from .aid import Aid
from .chances import Chance, NoNumber, Numbers
from .conditions import Value
from .encounter import InputShown, Shown
from .plan import Decision, Plan
from .shown_numbers import numbers_from_shown
from .values import value_of

C = TypeVar("C")
Because = Literal["values", "evidence", "expired", "not_confirmed"]


@dataclass(frozen=True)
class CardNow:
    """What the card of an aid shows to this person now.

    Attributes:
        aid: as it is now. aid_hash: its edition.
        inputs: the values that stand. hidden: those of them that the reader may not see (`compared_with`).
        true: the numbers with every value that was said, also with those that the reader may not see; None where that
            is the same. A number that is another in truth is left out without a word (hazards H15, H17).
        not_confirmed: the values from an earlier visit of which nobody has said in this one that they still hold.
        review_due: the day on which somebody should have read the aid again, where that day has passed.
    """

    aid: Aid
    aid_hash: str
    numbers: Numbers
    inputs: tuple[InputShown, ...] = ()
    hidden: frozenset[str] = frozenset()
    review_due: str = ""
    true: Numbers | None = None
    not_confirmed: frozenset[str] = frozenset()

    def true_of(self, aid: Aid) -> Mapping[str, Chance]:
        """The numbers that are the same with every value, also with those that the reader may not see.

        Only of claims that another edition, `aid`, has word for word.
        """
        true, shown = self.numbers if self.true is None else self.true, self.numbers.chances
        same = {key for key, claim in self.aid.claims.items() if aid.claims.get(key) == claim}
        return {key: each for key, each in shown.items() if key in same and true.chances.get(key) == each}


@dataclass(frozen=True)
class ValueMoved:
    """A value that has changed since they decided. `now` is None where nobody knows it any more."""

    input: str
    then: InputShown
    now: InputShown | None


@dataclass(frozen=True)
class SinceDecided:
    """What was shown when they decided, and what of it still stands.

    Attributes:
        then: the numbers as they were shown.
        stands: the numbers that may be said: of those that were shown, as the card shows them now.
        moved: the claims whose number is another now; None where there is none now.
        values: the values that are others now.
        because: why the numbers are others; None while they are the same.
        on: the day of the newest value that changed, YYYY-MM-DD, or "".
        left_out: some numbers are left out without a word, because of a value that the reader may not see.
    """

    then: Numbers
    stands: Numbers
    moved: Mapping[str, Chance | None] = field(default_factory=dict)
    values: tuple[ValueMoved, ...] = ()
    because: Because | None = None
    on: str = ""
    left_out: bool = False


def changes_since(aid: Aid, aid_hash: str, shown: Shown | None, now: CardNow | None) -> SinceDecided:
    """Compare what was shown with what the card would show now.

    Args:
        aid: the edition that was shown, and its hash.
        shown: what stood on the screen; without the values that the reader may not see.
        now: None where the aid is no longer installed: there is no card now that could show a number.
    """
    then = numbers_from_shown(aid, shown)
    if now is None:
        gone = NoNumber("expired")
        stands = Numbers(then.values, none=dict.fromkeys(aid.claims, gone), closed=gone)
        return SinceDecided(then, stands, dict.fromkeys(then.chances), because="expired" if then.chances else None)
    kept, moved = _compared(aid, then, now)
    untrue = {claim for claim, chance in kept.items() if not _is_true(claim, chance, now)}
    then = replace(then, chances=_without(then.chances, untrue))
    kept, moved = _without(kept, untrue), _without(moved, untrue)
    values = {key: each for key, each in now.numbers.values.items() if key not in now.hidden}
    none = {key: NoNumber("expired") for key in aid.claims if not _amount_stands(key, aid, now)}
    stands = Numbers(values, kept, none, now.numbers.closed or (now.true.closed if now.true else None))
    changed = _values_moved(aid, shown, now)
    return SinceDecided(
        then,
        stands,
        moved,
        changed,
        _because(moved, now, changed, aid_hash) if moved else None,
        max((each.now.as_of for each in changed if each.now), default=""),
        bool(untrue),
    )


def _without(found: Mapping[str, C], untrue: Collection[str]) -> dict[str, C]:
    return {claim: each for claim, each in found.items() if claim not in untrue}


def _is_true(claim: str, chance: Chance, now: CardNow) -> bool:
    """Whether the card would show this number with every value, also those that the reader may not see."""
    true = now.true.chances.get(claim) if now.true else chance
    return true is not None and _looks(true) == _looks(chance)


def compared_with(
    today: Plan, aid_id: str, decided: Decision | None, shown: Shown | None
) -> tuple[tuple[InputShown, ...], frozenset[str]]:
    """The values of today, and those among them that the reader may not see.

    A reader may be told a number and not the values behind it. Then what was said since then and may be seen is
    compared, on top of the values as they were: what this reader may not see changes nothing that they read.

    Args:
        today: the plan as it stands, told for the reader. shown: what the decision kept, whole, as the log has it.
    """
    inputs = tuple(today.situation.get(aid_id, ()))
    if shown is None or decided is None or decided.shown is None or shown.inputs == decided.shown.inputs:
        return inputs, frozenset()
    newer = (line for line in today.standing if line.aid_id == aid_id and line.seq > decided.seq)
    said = {key for line in newer for key in (line.item.removeprefix("values."), *line.value.get("inputs", ()))}
    then = tuple(each for each in shown.inputs if each.input not in said)
    return (*then, *(each for each in inputs if each.input in said)), frozenset(each.input for each in then)


def _compared(aid: Aid, then: Numbers, now: CardNow) -> tuple[dict[str, Chance], dict[str, Chance | None]]:
    """The numbers that still stand, and those that have changed."""
    kept: dict[str, Chance] = {}
    moved: dict[str, Chance | None] = {}
    for claim, before in then.chances.items():
        after = now.numbers.chances.get(claim)
        if after is None or _counts(aid, before) != _counts(now.aid, after):
            moved[claim] = None
        elif _looks(before) == _looks(after):
            kept[claim] = before
        else:
            kept[claim] = moved[claim] = after
    return kept, moved


def _counts(aid: Aid, chance: Chance) -> tuple[object, ...]:
    """What a number counts: outcome, people, time and denominator. Numbers that differ in this cannot be compared."""
    people, outcome = aid.groups.get(chance.whom or chance.group), aid.outcomes.get(chance.outcome)
    return (
        chance.outcome,
        outcome.wished if outcome else None,
        chance.group,
        chance.whom or chance.group,
        (people.age, people.sex) if people else None,
        chance.horizon,
        chance.frequency.of,
        chance.extra,
        chance.stands_in_for,
    )


def _looks(chance: Chance) -> tuple[object, ...]:
    """Everything that people see of a number."""
    edges = chance.edges(chance.frequency.of) if chance.disputed else None
    return chance.frequency, chance.fewer, chance.fewer_to, chance.same_picture, edges


def _amount_stands(key: str, aid: Aid, now: CardNow) -> bool:
    """Whether an amount, such as the years until it helps, is the same on the card of today."""
    claim, today = aid.claims[key], now.aid.claims.get(key)
    if claim.amount is None:
        return True
    none = now.numbers.none.get(key)
    if today is None or (none is not None and none.why == "expired"):
        return False
    parts = ("amount", "unit", "low", "high", "outcome", "group", "horizon")
    return all(getattr(claim, part) == getattr(today, part) for part in parts)


def _values_moved(aid: Aid, shown: Shown | None, now: CardNow) -> tuple[ValueMoved, ...]:
    """The values that have changed and may be named. One that was not known then is left out."""
    today = {each.input: each for each in now.inputs}
    moved = []
    for then in shown.inputs if shown else ():
        after = today.get(then.input)
        if then.input in now.hidden or (after is None and then.input in now.not_confirmed):
            continue
        if not (after and _same(_amount(aid, then), _amount(now.aid, after))):
            moved.append(ValueMoved(then.input, then, after))
    return tuple(moved)


def _amount(aid: Aid, shown: InputShown) -> Value:
    return value_of(aid, shown)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, (bool, str)) or isinstance(other, (bool, str)):
        return one == other
    return isclose(one, other, rel_tol=1e-9)


def _because(
    moved: Mapping[str, Chance | None], now: CardNow, changed: tuple[ValueMoved, ...], aid_hash: str
) -> Because:
    none = [now.numbers.none.get(claim) for claim, after in moved.items() if after is None]
    if any(each is not None and each.why == "expired" for each in none):
        return "expired"
    if now.not_confirmed and not changed and None in moved.values():
        return "not_confirmed"
    return "values" if changed or aid_hash == now.aid_hash else "evidence"
