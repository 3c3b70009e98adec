"""Checks every name in an aid that has to exist elsewhere in it: claims, outcomes, groups, inputs, facts.

Sources of claims are the business of rule IPD-C2 and models of rule MODEL-1, which know more about them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from .aid import Aid
from .aid_texts import placeholders, texts_of
from .base import PLAIN, parts_of
from .claims import Claim
from .conditions import Group, Test
from .how_it_went import NEXT_STEPS, names_in
from .kept import kept_with_aid
from .options import StatementParts
from .units import TIMES

Path = tuple[str | int, ...]
A_DAY = "input of kind date"
LENGTH = "fact with a length of time"
RING = "claim that does not lean on itself"
WHEN_TO_CALL = "fact for a line that says when to call"
"""Such a line holds a phone, an amount or a text. A number of a person, or a price, may be missing on the day of the
printing; a sentence with it would then be left out without a word."""


@dataclass(frozen=True)
class Loose:
    """A name that leads nowhere: where it stands, what it should name, and what there is."""

    path: Path
    name: str
    kind: str
    known: tuple[str, ...]


def loose_names(aid: Aid) -> Iterator[Loose]:
    """The names that lead nowhere, and claims that depend on each other in a ring."""
    for path, name, kind, known in _names(aid):
        if name not in known:
            yield Loose(path, name, kind, tuple(known))
    yield from _rings(aid)


def _names(aid: Aid) -> Iterator[tuple[Path, str, str, Collection[str]]]:
    yield from _claim_names(aid)
    yield from _option_names(aid)
    for path, statement in _calls(aid):
        if statement.call is not None:
            phones = [key for key, fact in aid.facts.items() if fact.phone is not None]
            yield (*path, "call"), statement.call, "fact with a phone", phones
    if aid.look_again.after is not None:
        yield ("look_again", "after"), aid.look_again.after, LENGTH, _lengths(aid)
    if aid.picture is not None:
        yield ("picture",), aid.picture, "outcome", aid.outcomes
    for path, test in tests_of(aid):
        yield (*path, "input"), test.input, "input", aid.inputs
    yield from _names_of_a_later_visit(aid)
    yield from _word_names(aid)


def _lengths(aid: Aid) -> tuple[str, ...]:
    """The facts that are a length of time. A plan cannot wait for a phone number."""
    return tuple(key for key, fact in aid.facts.items() if fact.amount is not None and fact.unit in TIMES)


def _option_names(aid: Aid) -> Iterator[tuple[Path, str, str, Collection[str]]]:
    for option_id, option in aid.options.items():
        for outcome, claims in option.chances.items():
            yield ("options", option_id, "chances", outcome), outcome, "outcome", aid.outcomes
            for claim in claims:
                if claim != "unknown":
                    yield ("options", option_id, "chances", outcome), claim, "claim", aid.claims
        for activity_id, activity in option.activities.items():
            for key, fact in (("after", activity.after), ("for", activity.for_)):
                if fact is not None:
                    yield ("options", option_id, "activities", activity_id, key), fact, LENGTH, _lengths(aid)
            if activity.since is not None:
                days = [key for key, each in aid.inputs.items() if each.kind == "date"]
                yield ("options", option_id, "activities", activity_id, "since"), activity.since, A_DAY, days


def _names_of_a_later_visit(aid: Aid) -> Iterator[tuple[Path, str, str, Collection[str]]]:
    """What the card "how it went" needs: the steps it knows, the options and issues, and values that an input takes."""
    issues = {issue for option in aid.options.values() for issue in option.issues}
    known: Mapping[str, Collection[str]] = {"option": aid.options, "issue": issues, "step": NEXT_STEPS}
    for path, name, kind in names_in(aid.how_it_went):
        yield path, name, kind, known[kind]
    for option_id, option in aid.options.items():
        for key, value in option.means.items():
            path = ("options", option_id, "means", key)
            yield path, key, "input", aid.inputs
            asked = aid.inputs.get(key)
            if asked is not None:
                answers = ("true", "false") if asked.kind == "yes_no" else tuple(asked.choices)
                said = str(value).lower() if isinstance(value, bool) else value
                yield path, said, "answer of this input", answers


def _word_names(aid: Aid) -> Iterator[tuple[Path, str, str, Collection[str]]]:
    sure = [key for key, fact in aid.facts.items() if fact.money is None]
    for word_path, text in texts_of(aid).items():
        path = tuple(word_path.split("."))
        says_when_to_call = path[0] in ("crisis", "red_flags") or "safety_net" in path[2:3]
        for name in placeholders(text):
            known = aid.claims if "." in name else {**aid.claims, **aid.facts}
            yield path, name.split(".")[0], "claim or fact", known
            if says_when_to_call and name.split(".")[0] in known:
                yield path, name, WHEN_TO_CALL, sure


def _calls(aid: Aid) -> Iterator[tuple[Path, StatementParts]]:
    for part in ("crisis", "red_flags"):
        for key, statement in getattr(aid, part).items():
            yield (part, key), statement
    for option_id, option in aid.options.items():
        for key, statement in option.safety_net.items():
            yield ("options", option_id, "safety_net", key), statement


def _claim_names(aid: Aid) -> Iterator[tuple[Path, str, str, Collection[str]]]:
    for key, claim in aid.claims.items():
        here: Path = ("claims", key)
        yield (*here, "outcome"), claim.outcome, "outcome", aid.outcomes
        yield (*here, "group"), claim.group, "group", aid.groups
        for part, name, kind, known in (
            ("from", claim.from_, "claim", aid.claims),
            ("stands_in_for", claim.stands_in_for, "outcome", aid.outcomes),
            ("within", claim.within, "claim", aid.claims),
        ):
            if name is not None:
                yield (*here, part), name, kind, known
        yield from _numbers_of(aid, here, claim)
        for trial_id, trial in claim.trials.items():
            yield (*here, "trials", trial_id, "source"), trial.source, "source", aid.sources
        for index, name in enumerate(claim.computed_from):
            yield (*here, "computed_from", index), name, "claim", aid.claims


def _numbers_of(aid: Aid, here: Path, claim: Claim) -> Iterator[tuple[Path, str, str, Collection[str]]]:
    """The claims, scores and inputs that a number is made from."""
    for part in ("between", "together"):
        for index, name in enumerate(getattr(claim, part)):
            yield (*here, part, index), name, "claim", aid.claims
    for part in ("chance_by", "rate_by"):
        for name in getattr(claim, part) or ():
            yield (*here, part, name), name, "input or score", {**aid.models, **aid.inputs}
    if claim.result is not None:
        yield (*here, "result"), claim.result, "input", aid.inputs


def _rings(aid: Aid) -> Iterator[Loose]:
    """Claims that depend on themselves, with the way round: x → y → x."""
    for key in aid.claims:
        way = _way_back(aid, key)
        if way:
            yield Loose(("claims", key, way[0]), " → ".join(way[1:]), RING, ())


def _way_back(aid: Aid, start: str) -> tuple[str, ...]:
    """The part where a ring begins and the claims on it; () where there is no ring."""
    open_: list[tuple[str, tuple[str, ...]]] = [(start, ())]
    seen: set[str] = set()
    while open_:
        at, way = open_.pop()
        for part, names in _leans(aid.claims[at]):
            for name in names:
                if name == start:
                    return (way[0] if way else part, start, *way[1:], start)
                if name in aid.claims and name not in seen:
                    seen.add(name)
                    open_.append((name, (*(way or (part,)), name)))
    return ()


def _leans(claim: Claim) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a number is worked out from, by the name of the part."""
    return (
        ("from", (claim.from_,) if claim.from_ else ()),
        ("between", claim.between),
        ("together", claim.together),
        ("within", (claim.within,) if claim.within else ()),
    )


@kept_with_aid
def tests_of(aid: Aid) -> tuple[tuple[Path, Test], ...]:
    """Every test of every condition, with the condition's path."""
    return tuple(_tests(aid, ()))


def _tests(part: object, path: Path) -> Iterator[tuple[Path, Test]]:
    if part is None or isinstance(part, PLAIN):
        return
    if isinstance(part, Group):
        for test in part.tests:
            yield path, test
    elif isinstance(part, BaseModel):
        for name, value in parts_of(part):
            yield from _tests(value, (*path, name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _tests(value, (*path, key))
