"""Outcomes that are sizes and count no people: kilograms, minutes of sleep, points of a scale, against doing without.

A size has a sentence and a bar, and never an array of people (nobody of a hundred is 1.8 kg). All bars of one outcome
share one scale that begins at nothing, so that twice as long is twice as much; more and less differ in the words and in
the fill, not in the side. The range of a size stands in its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from ...domain.aid import Aid
from ...domain.chances import options_for
from ...domain.claims import Claim
from ...figures import size_bar
from ...locale import Words
from .. import Scene


@dataclass(frozen=True)
class Size:
    """One option and its size: the name, the words, and the bar (None where nobody has counted it)."""

    options: tuple[str, ...]
    name: str
    said: str
    claim: str = ""
    bar: Markup | None = None


@dataclass(frozen=True)
class Sizes:
    """One outcome that is a size: what it is, of whom and over which time, and a size for each option."""

    outcome: str
    title: str
    caption: str
    rows: tuple[Size, ...]


def sizes_of(scene: Scene) -> tuple[Sizes, ...]:
    """Every outcome of the aid that is a size, for this person."""
    aid, found = scene.aid, []
    for key, outcome in aid.outcomes.items():
        if outcome.unit is None or outcome.measured_only or outcome.when_asked:
            continue
        rows = tuple(_rows(scene, key))
        claim = next((aid.claims[row.claim] for row in rows if row.claim), None)
        if claim is not None:
            found.append(Sizes(key, outcome.say[:1].upper() + outcome.say[1:], _caption(aid, claim, scene.words), rows))
    return tuple(found)


def sizes_cited(scene: Scene, outcome: str) -> dict[str, str]:
    """The claims behind one such outcome, and of which options each speaks: to be found under where it comes from."""
    here = (each for each in sizes_of(scene) if each.outcome == outcome)
    return {row.claim: row.name for each in here for row in each.rows if row.claim}


def _rows(scene: Scene, outcome: str) -> Iterator[Size]:
    options, words = options_for(scene.aid, scene.numbers.values), scene.words
    claims = {key: _claim(scene, option.chances.get(outcome, ())) for key, option in options.items()}
    amounts = [scene.aid.claims[claim].amount or 0 for claim in claims.values() if claim]
    largest = max((abs(each) for each in amounts), default=0)
    for key, option in options.items():
        claim = claims[key]
        if outcome not in option.chances:
            continue
        if not claim:
            yield Size((key,), option.name, words.say("Nobody has counted this well."))
            continue
        said = size_in_words(scene.aid.claims[claim], words)
        amount = scene.aid.claims[claim].amount or 0
        yield Size((key,), option.name, said, claim, size_bar(f"{option.name}: {said}", amount, largest, words))


def _claim(scene: Scene, names: tuple[str, ...]) -> str:
    """The first of an option's claims that speaks to this person."""
    for name in names:
        none = scene.numbers.none.get(name)
        if name in scene.aid.claims and none is not None and none.why == "not_counted":
            return name
    return ""


def size_in_words(claim: Claim, words: Words) -> str:
    """1.8 kg less, from 1 to 2.5 kg less; no difference."""
    amount = claim.amount or 0
    if amount == 0:
        return words.say("no difference")
    said = _one(amount, claim.unit, words)
    if claim.low is None or claim.high is None:
        return said
    low, high = sorted((claim.low, claim.high), key=abs)
    if low * high < 0:
        low, high = claim.low, claim.high
    return words.say(
        "{amount} (from {low} to {high})",
        amount=said,
        low=_one(low, claim.unit, words),
        high=_one(high, claim.unit, words),
    )


def _one(amount: float, unit: str | None, words: Words) -> str:
    said = words.amount(abs(amount), unit)
    return words.say("{amount} more", amount=said) if amount > 0 else words.say("{amount} less", amount=said)


def _caption(aid: Aid, claim: Claim, words: Words) -> str:
    span = words.span(claim.horizon or aid.outcomes[claim.outcome].horizon)
    return words.say(
        "How much more or less than without it, in {group}, over {span}.", group=aid.groups[claim.group].say, span=span
    )
