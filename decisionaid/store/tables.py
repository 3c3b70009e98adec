"""The tables of the database. Every row knows its site, every id is 128 random bits, and times are texts in UTC.

Only `decisionaid.store` touches them. What a person said is in `sealed_text`, each row under its own key; names and
identifiers are sealed under the data key. `choice` and `audit` take new rows only: triggers turn away every change.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from .sites import OURS, its_site

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SHARED = ("aid_version",)
"""Seen by every site: compiled aids are found by the hash of what is in them, and hold nothing of a patient."""


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


def _site() -> Column[str]:
    return Column("site_id", Text, ForeignKey("site.id"), nullable=False, default=its_site)


site = Table("site", metadata, _id(), Column("name", Text, nullable=False, server_default=""), Column("settings", Text))

account = Table(
    "account", metadata, _id(), _site(),
    Column("role", Text, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("name_blind", Text, nullable=False),
    Column("password", Text),
    Column("created", Text, nullable=False),
    Column("disabled_at", Text),
    Column("form", Integer, nullable=False, server_default="1"),
    UniqueConstraint("site_id", "name_blind"),
)  # fmt: skip

account_identity = Table(
    "account_identity", metadata,
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    _site(),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    UniqueConstraint("issuer", "subject"),
)  # fmt: skip

invitation = Table(
    "invitation", metadata,
    Column("code_hash", Text, primary_key=True),
    _site(),
    Column("account_id", Text, ForeignKey("account.id")),
    Column("created", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("used_at", Text),
    Column("role", Text),
)  # fmt: skip

attempt = Table(
    "attempt", metadata, _id(), _site(),
    Column("name_blind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("ix_attempt_name_blind_at", "name_blind", "at"),
)  # fmt: skip

sign_in = Table(
    "sign_in", metadata,
    Column("id_hash", Text, primary_key=True),
    _site(),
    Column("account_id", Text, ForeignKey("account.id")),
    Column("encounter_id", Text),
    Column("role", Text),
    Column("data", Text, nullable=False, server_default="{}"),
    Column("created", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("revoked_at", Text),
    Index("ix_sign_in_account_id", "account_id"),
    Index("ix_sign_in_encounter_id", "encounter_id"),
)  # fmt: skip

_ERASED = text("erased_at IS NOT NULL AND gone_at IS NULL")
person = Table(
    "person", metadata, _id(), _site(),
    Column("name", LargeBinary),
    Column("birth_date", LargeBinary),
    Column("language", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("keep_until", Text),
    Column("erased_at", Text),
    Column("gone_at", Text),
    Index("ix_person_erased_at", "erased_at", sqlite_where=_ERASED, postgresql_where=_ERASED),
)  # fmt: skip
"""Of somebody who was erased the id stays, and when; `gone_at` says since when the disk keeps nothing either."""

person_identifier = Table(
    "person_identifier", metadata,
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    _site(),
    Column("system", Text, nullable=False),
    Column("blind", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("form", Integer, nullable=False, server_default="1"),
    UniqueConstraint("site_id", "system", "blind"),
)  # fmt: skip

encounter = Table(
    "encounter", metadata, _id(), _site(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("account_id", Text, ForeignKey("account.id")),
    Column("opened", Text, nullable=False),
    Column("ended", Text),
    Column("language", Text, nullable=False),
    Column("clinician_language", Text, nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("launch_id", Text),
    UniqueConstraint("person_id", "number"),
    Index("ix_encounter_opened", "opened"),
    Index("ix_encounter_account_id_opened", "account_id", "opened"),
)  # fmt: skip

seat = Table(
    "seat", metadata, _id(), _site(),
    Column("encounter_id", Text, ForeignKey("encounter.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("until", Text, nullable=False),
    Column("paired_at", Text),
    Column("confirmed_by", Text),
    Column("ended", Text),
)  # fmt: skip

_ON_THEIR_WAY = text("taken_out_at IS NOT NULL AND gone_at IS NULL")
sealed_text = Table(
    "sealed_text", metadata,
    Column("id", Text),
    Column("site_id", Text, ForeignKey("site.id", name="fk_line_site_id_site"), nullable=False, default=its_site),
    Column("person_id", Text, ForeignKey("person.id", name="fk_line_person_id_person"), nullable=False),
    Column("key_id", Text, nullable=False),
    Column("wrapped_key", LargeBinary),
    Column("sealed", LargeBinary, nullable=False),
    Column("language", Text, nullable=False),
    Column("taken_out_at", Text),
    Column("gone_at", Text),
    PrimaryKeyConstraint("id", name="pk_line"),
    Index("ix_sealed_text_taken_out_at", "taken_out_at", sqlite_where=_ON_THEIR_WAY, postgresql_where=_ON_THEIR_WAY),
)  # fmt: skip
"""What somebody said in their own words, each text under its own key. Its constraints keep the names they had at first.
"""

aid_version = Table(
    "aid_version", metadata,
    Column("hash", Text, primary_key=True),
    _site(),
    Column("aid_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("compiled", Text, nullable=False),
    Column("first_used", Text, nullable=False),
)  # fmt: skip

choice = Table(
    "choice", metadata, _id(), _site(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("encounter_id", Text, ForeignKey("encounter.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("aid_id", Text),
    Column("aid_hash", Text),
    Column("item", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("line_id", Text, ForeignKey("sealed_text.id", name="fk_choice_line_id_line")),
    Column("voice", Text),
    Column("via", Text),
    Column("hand", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("said_at", Text),
    Column("saved_at", Text, nullable=False),
    Column("saw_seq", Integer),
    Column("withdraws", Integer),
    Column("shown", Text),
    Column("form", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("person_id", "seq"),
    UniqueConstraint("encounter_id", "key"),
)  # fmt: skip

head = Table(
    "head", metadata,
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    _site(),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)  # fmt: skip
"""The last row of each person's chain. The audit names the same row, so that a tail which was cut off shows."""

approval = Table(
    "approval", metadata, _id(), _site(),
    Column("aid_id", Text, nullable=False),
    Column("aid_hash", Text, nullable=False),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("until", Text),
)  # fmt: skip

handover = Table(
    "handover", metadata, _id(), _site(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("upto_seq", Integer, nullable=False),
    Column("format", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("account_id", Text),
    Index("ix_handover_person_id", "person_id"),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    _site(),
    Column("seq", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("person_id", Text),
    Column("encounter_id", Text),
    Column("detail", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("site_id", "seq"),
)  # fmt: skip

audit_end = Table(
    "audit_end", metadata,
    Column("site_id", Text, ForeignKey("site.id"), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("seal", Text, nullable=False),
)  # fmt: skip
"""Where the audit ends, under a seal over all its rows. Nobody can make that seal without the master key."""

data_key = Table(
    "data_key", metadata, _id(), _site(),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created", Text, nullable=False),
    Column("retired", Text),
)  # fmt: skip

APPEND_ONLY = ("choice", "audit")

site.info[OURS] = "id"
for _each in metadata.tables.values():
    if "site_id" in _each.columns and _each.name not in SHARED:
        _each.info[OURS] = "site_id"
