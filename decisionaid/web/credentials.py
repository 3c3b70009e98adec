"""How a request shows which sign-in it belongs to: the cookie of a tab, the cookie of a frame, or a bearer.

A tab has one cookie for the whole program. A frame has one for each visit, `SameSite=None; Secure; Partitioned`, whose
name carries a mark of the visit: two patients in two frames of one browser have two cookies, and neither opens the
other (hazard H04). Many browsers keep no cookie in a frame at all; there the script of the frame holds a bearer in the
memory of its page and sends it in a header. It is signed over its sign-in, its visit and its role, and opens that visit
alone. All three lead to a row on the server that can be ended there.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from flask import Request

from ..store.keys import Keys
from ..store.sign_ins import SignIn

SCHEME = "Bearer "
How = Literal["bearer", "cookie", "frame"]


class Shown(NamedTuple):
    """One credential of a request. It is not checked yet."""

    opaque: str
    how: How
    mark: str = ""


def shown(asked: Request, name: str, keys: Keys) -> Iterator[Shown]:
    """The credentials of a request. The first good one counts.

    Args:
        name: of the cookie of a tab.
    """
    said = asked.headers.get("Authorization", "")
    if said.startswith(SCHEME):
        opaque, _, mark = said.removeprefix(SCHEME).strip().partition(".")
        yield Shown(opaque, "bearer", mark)
        return  # whoever shows a bearer means that visit, whatever cookies the browser adds
    yield Shown(asked.cookies.get(name, ""), "cookie")
    visit = visit_in(asked.path)
    if visit:
        yield Shown(asked.cookies.get(frame_cookie(name, visit, keys), ""), "frame")


def is_good(each: Shown, found: SignIn, path: str, keys: Keys) -> bool:
    """Whether a sign-in may be used with this sort of credential, for this address."""
    if each.how == "cookie":
        return True
    mine = found.encounter_id is not None and found.encounter_id == visit_in(path)
    if each.how == "frame":
        return mine
    return mine and hmac.compare_digest(each.mark, _mark(each.opaque, str(found.encounter_id), str(found.role), keys))


def bearer(opaque: str, encounter_id: str, role: str, keys: Keys) -> str:
    """The bearer that the script of a frame sends."""
    return f"{opaque}.{_mark(opaque, encounter_id, role, keys)}"


def _mark(opaque: str, encounter_id: str, role: str, keys: Keys) -> str:
    return keys.blind(f"bearer|{opaque}|{encounter_id}|{role}")


def frame_cookie(name: str, encounter_id: str, keys: Keys) -> str:
    """The name of the cookie of one visit in a frame."""
    return f"{name}-{keys.blind(f'frame|{encounter_id}')[:16]}"


def visit_in(path: str) -> str:
    """The id of the visit in an address; "" where there is none."""
    parts = path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "visits" else ""


def rules_in_a_frame(rules: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a frame's cookie. Without TLS a browser takes no cookie from another site."""
    return {**rules, "samesite": "None", "partitioned": True} if rules["secure"] else rules
