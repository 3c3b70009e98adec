"""What an account is for. What each may open is one table: `web.permissions`."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["clinician", "front_desk", "author", "lead", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
""" "clinician" sits with patients; "front_desk" prints a plan again; "author" writes cards and
reads what the check says; "lead" approves cards; "administrator" erases whoever asks for it."""
