"""What PostgreSQL itself enforces: texts compared by bytes, new rows only, and each site its own rows.

Brought up to date whenever the tables are, for every table that there is, so that no migration has to think of it:

- every text is compared byte by byte (COLLATE "C"), as SQLite does: times and ids are compared as text, and the order
  of letters of a country would put half a second before the whole one;
- `choice` and `audit` turn away UPDATE, DELETE and TRUNCATE, whoever asks. The lines of one person go when everything
  of that person is erased: while the last row of the audit is the receipt of it, which is in that very transaction. The
  role that serves may delete no line; it may ask a function of the owner to do so (`ERASING`);
- a row is seen and written by a connection of its own site only (row-level security); a connection that does not say
  its site sees nothing. That is the second lock: the queries of the store name the site themselves. Compiled aids
  (`aid_version`) belong to everybody: they are found by the hash of what is in them, and hold nothing of a patient;
- the role that serves may do what serving needs and nothing else (`GRANTS`): it owns nothing, so it cannot take a
  trigger away. One that may do less, since an older program allowed it what that one needed, does not start.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from .postgresql import SITE_SETTING
from .sites import OURS
from .tables import APPEND_ONLY, choice, metadata, person, person_identifier, sealed_text

SOON = "autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0"
"""Old rows of words go as soon as there is one: in them lie the keys of what was taken out."""
OF_SOMEBODY = (sealed_text.name, choice.name, person.name, person_identifier.name)
"""The tables in which names, numbers, words and values stand: when somebody was erased, their old rows have to go."""
ERASING = "erase_rows_of"
"""The function that deletes the lines of a person (migration 0005); it asks for the receipt."""
POLICY = "of_its_site"
NEW_ROWS = ("SELECT", "INSERT")
CHANGING = ("SELECT", "INSERT", "UPDATE")
GRANTS = {
    **{table: CHANGING for table in metadata.tables},
    **dict.fromkeys(APPEND_ONLY, NEW_ROWS),
    **dict.fromkeys(("approval", "handover", "aid_version"), NEW_ROWS),
    **dict.fromkeys(("account", "account_identity", "attempt", "invitation", "seat", "sign_in"), (*CHANGING, "DELETE")),
    "alembic_version": ("SELECT",),
}
"""What serving needs, table by table."""


def missing(connection: Connection) -> list[str]:
    """Which guards are not there, in words; nothing is changed."""
    if connection.dialect.name != "postgresql":
        return []
    found = [f"{table} does not compare its texts by their bytes" for table in sorted(_otherwise_compared(connection))]
    refusing = _names(connection, "SELECT relname || '.' || tgname FROM pg_trigger JOIN pg_class ON tgrelid = "
                                  "pg_class.oid WHERE NOT tgisinternal AND tgenabled <> 'D'")  # fmt: skip
    found += [f"{t} can be emptied" for t in APPEND_ONLY if f"{t}.{t}_never_emptied" not in refusing]
    found += [f"{t} takes more than new rows" for t in APPEND_ONLY if f"{t}.{t}_new_rows_only" not in refusing]
    found += _of_erasing(connection, refusing)
    closed = _names(connection, "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
                                "WHERE relrowsecurity AND polname = 'of_its_site'")  # fmt: skip
    found += [f"{table} shows the rows of every site" for table in _of_a_site() if table not in closed]
    return [*found, *(f"this role may not {verb} {table}" for table, verb in _too_narrow(connection))]


def _of_erasing(connection: Connection, refusing: set[str]) -> list[str]:
    """Which guards of the one way in which lines may go are not there."""
    asked = text("SELECT has_function_privilege(oid, 'EXECUTE') FROM pg_proc WHERE proname = :name")
    found = [] if "choice.choice_goes_with_its_person" in refusing else ["choice lets no line go with its person"]
    return found if connection.execute(asked, {"name": ERASING}).scalar() else [*found, "this role can erase nobody"]


def put_up(connection: Connection) -> None:
    """Put up every guard that is missing, in the caller's transaction, as the owner of the tables."""
    if connection.dialect.name != "postgresql":
        return
    for table, columns in sorted(_otherwise_compared(connection).items()):
        changes = ", ".join(f'ALTER COLUMN "{column}" TYPE text COLLATE "C"' for column in columns)
        connection.execute(text(f'ALTER TABLE "{table}" {changes}'))
    connection.execute(
        text(
            "CREATE OR REPLACE TRIGGER choice_goes_with_its_person BEFORE DELETE ON choice "
            "FOR EACH ROW EXECUTE FUNCTION goes_with_its_person()"
        )
    )
    for table in APPEND_ONLY:
        changing = "UPDATE" if table == choice.name else "UPDATE OR DELETE"
        for verbs, name in ((changing, "new_rows_only"), ("TRUNCATE", "never_emptied")):
            connection.execute(
                text(
                    f"CREATE OR REPLACE TRIGGER {table}_{name} BEFORE {verbs} ON {table} "
                    "EXECUTE FUNCTION new_rows_only()"
                )
            )
    for table in OF_SOMEBODY:
        connection.execute(text(f"ALTER TABLE {table} SET ({SOON})"))
    for table, column in _of_a_site().items():
        theirs = f"{column} = current_setting('{SITE_SETTING}', true)"
        connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        connection.execute(text(f"DROP POLICY IF EXISTS {POLICY} ON {table}"))
        connection.execute(text(f"CREATE POLICY {POLICY} ON {table} USING ({theirs}) WITH CHECK ({theirs})"))


def grant(connection: Connection, role: str) -> None:
    """Let a role serve: what it needs, and nothing that it does not."""
    who = connection.dialect.identifier_preparer.quote(role)
    schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {who}, PUBLIC"))
    connection.execute(text(f"REVOKE CREATE ON SCHEMA {schema} FROM {who}, PUBLIC"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {who}"))
    for table, verbs in GRANTS.items():
        connection.execute(text(f"GRANT {', '.join(verbs)} ON {table} TO {who}"))
    connection.execute(text(f"GRANT EXECUTE ON FUNCTION {ERASING}(text) TO {who}"))


def too_wide(connection: Connection) -> list[str]:
    """What the role of this connection may do beyond what serving needs, in words."""
    ask = connection.execute(
        text(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        )
    ).one()
    words = {"rolsuper": "is a superuser", "rolbypassrls": "sees the rows of every site (BYPASSRLS)",
             "rolcreaterole": "can make roles", "rolcreatedb": "can make databases"}  # fmt: skip
    found = [words[each] for each in words if getattr(ask, each)]
    owned = _names(connection, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND "
                               "pg_has_role(current_user, tableowner, 'USAGE')") & GRANTS.keys()  # fmt: skip
    found += [f"owns {', '.join(sorted(owned))}, so it can take their triggers and policies away"] if owned else []
    for table, verbs in GRANTS.items() if not ask.rolsuper and not owned else ():
        for verb in {"INSERT", "UPDATE", "DELETE", "TRUNCATE"} - set(verbs):
            held = connection.execute(text("SELECT has_table_privilege(:table, :verb)"), {"table": table, "verb": verb})
            found += [f"may {verb} {table}"] if held.scalar_one() else []
    return [f"The role {ask.rolname} {each}." for each in found]


def _too_narrow(connection: Connection) -> list[tuple[str, str]]:
    """What serving needs of the tables that there are, and the role of this connection may not do."""
    asked = text(
        "SELECT relname, verb FROM pg_class CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS verb "
        "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND NOT has_table_privilege(oid, verb) "
        "ORDER BY relname, verb"
    )
    return [(table, verb) for table, verb in connection.execute(asked) if verb in GRANTS.get(table, ())]


def _of_a_site() -> dict[str, str]:
    """Table -> the column that says whose a row is."""
    return {name: str(each.info[OURS]) for name, each in metadata.tables.items() if OURS in each.info}


def _otherwise_compared(connection: Connection) -> dict[str, list[str]]:
    """Table -> its texts that are compared otherwise than byte by byte."""
    found: dict[str, list[str]] = {}
    asked = text(
        "SELECT relname, attname FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid "
        "JOIN pg_collation ON attcollation = pg_collation.oid WHERE relkind = 'r' AND NOT attisdropped AND attnum > 0 "
        "AND relnamespace = current_schema()::regnamespace AND collname <> 'C' ORDER BY attnum"
    )
    for table, column in connection.execute(asked):
        if table in metadata.tables:
            found.setdefault(table, []).append(column)
    return found


def _names(connection: Connection, asked: str) -> set[str]:
    return set(connection.execute(text(asked)).scalars())
