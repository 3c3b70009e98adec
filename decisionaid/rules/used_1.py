"""Every part that an aid names is used: a question changes something, a number is said, a source stands behind one.

What nothing uses is lost without a sound: the author believes that it is on the screen. A question whose answer changes
nothing also costs the people at the table a tap.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from ..domain.base import PLAIN, parts_of
from ..domain.claims import Claim
from ..domain.options import ISSUE_KINDS
from ..domain.references import tests_of
from ..domain.whom import age_input, sex_input
from . import EVERY, Case, Finding, Level

ID = "USED-1"
ASKS = "Is every input, claim, group, outcome, source, fact and issue used?"
WHY = "What nothing uses is not on the screen, though it stands in the file."
SOURCE = "Product, tap budgets: a card asks only for what changes something; hazard H02, a part is silently lost"
LEVEL: Level = "review"
KINDS = EVERY
TALKS = ("differ", "stuck", "meaning")
"""The purposes of a talk other than weighing options."""
_WHAT = {
    "inputs": ("the answer changes nothing", "use it in a condition, a model or a claim, or do not ask it"),
    "models": ("no claim asks this model", "name it in a claim, or take it out"),
    "claims": ("no option, sentence or claim uses this number", "name it, or take it out"),
    "groups": ("no claim counts these people", "name it as a claim's group, or take it out"),
    "outcomes": ("no claim counts this", "add its claims, or take it out"),
    "sources": ("nothing cites this", "name it as a claim's source, or take it out"),
    "facts": ("no sentence, phone or day uses this", "name it in braces, or take it out"),
}


def examine(case: Case) -> Iterator[Finding]:
    """Parts by id, then issues."""
    aid = case.aid
    used = {"inputs": _inputs(aid), "models": _models(aid), "claims": _claims(case), "groups": _groups(aid),
            "outcomes": _outcomes(aid), "sources": _sources(aid), "facts": _facts(case)}  # fmt: skip
    for part, names in used.items():
        for key in getattr(aid, part):
            if key not in names and (part != "sources" or aid.claims):  # a talk cites what it was made after
                yield Finding((part, key), f"{key}: {_WHAT[part][0]}", _WHAT[part][1])
    for talk in (each for each in aid.talks if each not in TALKS):
        remedy = f"there is {', '.join(TALKS)}"
        yield Finding(("talks", talk), f"there is no talk {talk!r}, so this is never shown", remedy)
    for option_id, option in aid.options.items():
        for issue in option.issues:
            if issue not in ISSUE_KINDS:
                what = f"there is no issue {issue!r}, so this is never shown"
                yield Finding(("options", option_id, "issues", issue), what, f"there is {', '.join(ISSUE_KINDS)}")


def _inputs(aid: Aid) -> set[str]:
    used = {test.input for _, test in tests_of(aid)}
    used |= {ours for model in aid.models.values() for ours in model.inputs.values()}
    used |= {each.since or "" for option in aid.options.values() for each in option.activities.values()}
    used |= {key for key, each in aid.inputs.items() if each.elsewhere}  # a result stands in plan and note
    used |= {key or "" for key in (_tells_whom(aid, "sex"), _tells_whom(aid, "age"))}
    return used.union(*(_asked_by(claim) for claim in aid.claims.values()))


def _tells_whom(aid: Aid, part: str) -> str | None:
    """The input that says whether somebody is one of the people who were counted."""
    if all(getattr(group, part) is None for group in aid.groups.values()):
        return None
    return sex_input(aid) if part == "sex" else age_input(aid)


def _asked_by(claim: Claim) -> set[str]:
    return {claim.result or "", *(claim.chance_by or ()), *(claim.rate_by or ())}


def _models(aid: Aid) -> set[str]:
    claims = aid.claims.values()
    return {name for each in claims for name in (each.model or "", *(each.chance_by or ()), *(each.rate_by or ()))}


def _claims(case: Case) -> set[str]:
    aid = case.aid
    used = {name for option in aid.options.values() for names in option.chances.values() for name in names}
    for key, claim in aid.claims.items():
        used |= {
            claim.from_ or "",
            claim.within or "",
            *([key] if claim.within else []),
            *claim.computed_from,
            *claim.between,
            *claim.together,
        }
    return used | _said(case) | set(_amounts(aid))


def _amounts(part: object) -> Iterator[str]:
    """Claims that stand for an amount of work."""
    if part is None or isinstance(part, PLAIN):
        return
    if isinstance(part, BaseModel):
        if "guess" in type(part).model_fields and getattr(part, "claim", None):
            yield part.claim  # type: ignore[attr-defined]
        for _, each in parts_of(part):
            yield from _amounts(each)
    elif hasattr(part, "values"):
        for each in part.values():
            yield from _amounts(each)


def _groups(aid: Aid) -> set[str]:
    return {claim.group for claim in aid.claims.values()}


def _outcomes(aid: Aid) -> set[str]:
    return {name or "" for claim in aid.claims.values() for name in (claim.outcome, claim.stands_in_for)}


def _sources(aid: Aid) -> set[str]:
    used = {aid.support.citation, *(model.source for model in aid.models.values())}
    for claim in aid.claims.values():
        used |= {*claim.source, *(trial.source for trial in claim.trials.values())}
    return used


def _facts(case: Case) -> set[str]:
    text = " ".join(said.text for said in case.texts)
    spelled = {key for key, fact in case.aid.facts.items() if fact.text and fact.text in text}
    return _said(case) | spelled | _facts_named(case.aid)


def _facts_named(aid: Aid) -> set[str]:
    """The facts that a warning or a day names by their id."""
    options = aid.options.values()
    flags = (
        *aid.crisis.values(),
        *aid.red_flags.values(),
        *(each for option in options for each in option.safety_net.values()),
    )
    tasks = [each for option in options for each in option.activities.values()]
    named = {
        aid.look_again.after,
        *(each.call for each in flags),
        *(name for each in tasks for name in (each.after, each.for_)),
    }
    return {name for name in named if name}


def _said(case: Case) -> set[str]:
    return {match.group(1) for said in case.texts for match in PLACEHOLDER.finditer(said.text)}
