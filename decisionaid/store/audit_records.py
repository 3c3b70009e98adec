"""Checks visits, approvals and erasures against the audit, so that a forged or reassigned row shows.

Both decide who may read and what may be shown, and both stand in tables that anybody with the file can write. So the
audit, whose end is sealed, names each of them with a digest of the whole row, and `verify` holds every row against it
and every telling against its row.

Rows of earlier programs stay good: their audit told of a visit who opened it, whose it is and when, and of an approval
who gave it, when and for which edition. That is held too. What it did not tell (whether the visit was practice, the
last day of the approval) is not; approving once more tells all of it.

Somebody who was erased leaves a receipt: how many visits and lines there were, and a digest of what the audit had told
of each line. So the receipt is of exactly the log that the audit tells of, and holds nothing of what was said in it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from ..errors import ChainBroken
from .tables import approval, encounter

OPENED, APPROVED, WITHDREW, ERASED = "opened a visit", "approved", "withdrew", "erased"
"""The actions that the audit writes for a new visit, an approval, its withdrawal, and an erasure."""
NOBODY = "nobody"
_OF_A_VISIT = ("id", "site_id", "person_id", "number", "account_id", "opened", "clinician_language", "practice")
"""The columns of a visit that never change."""
_OF_AN_APPROVAL = ("id", "site_id", "aid_id", "aid_hash", "account_id", "at", "until")


@dataclass
class AuditRecords:
    """The audit's rows about visits and approvals, collected while the audit is verified."""

    visits: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    approvals: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _visits_of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, row: Mapping[str, Any]) -> None:
        """Add one row of the audit."""
        if row["action"] == OPENED:
            self.visits[row["encounter_id"]] = row
            self._visits_of[row["person_id"]].append(row["encounter_id"])
        elif row["action"] in (APPROVED, WITHDREW):
            self.approvals[row["actor"], row["at"], row["detail"]] += 1

    def take_receipt(self, row: Mapping[str, Any], told: Sequence[str]) -> None:
        """Hold the receipt of an erasure against what the audit had told of that person. Raises ChainBroken."""
        visits = self._visits_of.pop(row["person_id"], [])
        if row["detail"] != receipt_detail(len(visits), told):
            raise ChainBroken(f"The receipt of row {row['seq']} is not for what the audit tells of that person.")
        for each in visits:
            del self.visits[each]


def receipt_detail(visits: int, told: Sequence[str]) -> str:
    """What the audit writes when somebody is erased: visits, lines, and a digest over what it told of them."""
    digest = hashlib.sha256(json.dumps(list(told), ensure_ascii=False).encode()).hexdigest()[:32]
    return f"{visits} {len(told)} {digest}"


def visit_detail(row: Mapping[str, Any]) -> str:
    """What the audit writes about a new visit: a digest of what never changes in its row."""
    return _digest(row, _OF_A_VISIT)


def approval_detail(row: Mapping[str, Any]) -> str:
    """What the audit writes about an approval: the aid, the row's id and a digest of the row."""
    return f"{row['aid_id']} {row['id']} {_digest(row, _OF_AN_APPROVAL)}"


def _approval_detail_before(row: Mapping[str, Any]) -> str:
    return f"{row['aid_id']} {row['aid_hash'][:16]}"


def _digest(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    plain = {name: bool(row[name]) if name == "practice" else row[name] for name in columns}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def verify_visits(connection: Connection, told: AuditRecords) -> None:
    """Check that every visit is as the audit says, and that none is missing. Raises ChainBroken."""
    left = dict(told.visits)
    for found in connection.execute(select(encounter)).mappings():
        row = dict(found)
        said = left.pop(row["id"], None)
        if said is None:
            raise ChainBroken(f"The audit does not tell of the visit {row['id']}.")
        here = (row["person_id"], row["account_id"] or NOBODY, row["opened"])
        if here != (said["person_id"], said["actor"], said["at"]) or said["detail"] not in ("", visit_detail(row)):
            raise ChainBroken(f"The visit {row['id']} is not as the audit tells: it was reassigned or altered.")
    for gone in left:
        raise ChainBroken(f"The visit {gone} is gone, and the audit tells of it.")


def verify_approvals(connection: Connection, told: AuditRecords) -> None:
    """Check that every approval is as the audit says, and that none is missing. Raises ChainBroken."""
    left = Counter(told.approvals)
    for found in connection.execute(select(approval)).mappings():
        row = dict(found)
        ways = [(row["account_id"], row["at"], say(row)) for say in (approval_detail, _approval_detail_before)]
        said = next((way for way in ways if left[way] > 0), None)
        if said is None:
            raise ChainBroken(
                f"An approval of {row['aid_id']} ({row['aid_hash'][:12]}) is not as the audit tells: nobody gave it so."
            )
        left[said] -= 1
    for _, at, detail in left.elements():
        raise ChainBroken(f"An approval of {detail.split()[0]} that was given at {at} is gone.")
