"""What is wished for is wished for: the outcome, its words and the side that an option says it on agree.

The picture and the sentences speak of an unwished outcome as something that an option spares people, and of a wished
one as something that it brings. Where the mark is wrong, a heart attack is hoped for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from ..domain.claims import Claim, root_of
from . import EVERY, Case, Finding, Level

ID = "WISH-1"
ASKS = "Is an unwished thing marked as unwished, and said on the side of the harms where an option brings more of it?"
WHY = "A heart attack that is counted as something good turns every sentence about it round."
SOURCE = "IPDASi v4, benefits and harms; hazard H14, an option is made to look better"
LEVEL: Level = "draft"
KINDS = EVERY
NEVER_WISHED = re.compile(
    r"heart attack|stroke|death|dying|\bdied?\b|bleed|clot|cancer|fracture|broken|break|infection|pain|fall\b|falls\b"
    r"|infarto|derrame|ataque|muerte|sangrado|coágulo|cáncer|fractura|infección|dolor|caída",
    re.IGNORECASE,
)
GOOD = re.compile(r"\b(?:no|free of|without|less|relief|alive|better|sin|libre de|menos|alivio)\b", re.IGNORECASE)


def examine(case: Case) -> Iterator[Finding]:
    """Outcomes by their words, then sentences by their side."""
    aid = case.aid
    for key, outcome in aid.outcomes.items():
        found = NEVER_WISHED.search(outcome.say)
        if outcome.wished and found and not GOOD.search(outcome.say):
            what = f"{found.group(0)!r} is something that nobody wishes for"
            yield Finding(("outcomes", key, "wished"), what, "write wished: false")
    for option_id, option in aid.options.items():
        for side in ("benefits", "harms"):
            for key, statement in getattr(option, side).items():
                for match in PLACEHOLDER.finditer(statement.say):
                    wrong = _wrong_side(aid, match.group(1), match.group(2) or "", side)
                    if wrong:
                        remedy = "say it on the other side, or look at wished: and at the ratio"
                        yield Finding(("options", option_id, side, key), wrong, remedy)


def _wrong_side(aid: Aid, name: str, part: str, side: str) -> str:
    claim = aid.claims.get(name)
    if claim is None or claim.from_ is None or part == "not":
        return ""
    more = _more(aid, name)
    if more is None:
        return ""
    good = more == aid.outcomes[claim.outcome].wished
    if good == (side == "benefits"):
        return ""
    wished = "something wished for" if aid.outcomes[claim.outcome].wished else "something unwished"
    return f"{name} brings {'more' if more else 'less'} of {wished}, and stands under {side}"


def _more(aid: Aid, name: str) -> bool | None:
    """Whether an effect, with those before it, brings more; None where it cannot be told or is nothing."""
    factor, at, first = 0.0, name, root_of(aid.claims, name)
    while at != first:
        sign = _sign(aid.claims[at])
        if sign is None:
            return None
        factor, at = factor + sign, str(aid.claims[at].from_)
    return None if factor == 0 else factor > 0


def _sign(claim: Claim) -> float | None:
    effect = claim.effect
    if effect is None:
        return None
    return effect.value if effect.measure == "difference" else effect.value - 1
