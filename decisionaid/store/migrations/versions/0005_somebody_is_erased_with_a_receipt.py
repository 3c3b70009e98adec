"""somebody is erased with a receipt

The lines of one person go, in the transaction that writes the receipt of it into the audit as its last row, and at no
other time. On PostgreSQL the guards say the same; they are put up after every migration.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

ERASED = sa.text('erased_at IS NOT NULL AND gone_at IS NULL')
RECEIPT = (
    "EXISTS (SELECT 1 FROM audit_end JOIN audit ON audit.site_id = audit_end.site_id AND audit.seq = audit_end.seq "
    "WHERE audit_end.site_id = {site} AND audit.action = 'erased' AND audit.person_id = {person})"
)
THEIRS = 'site_id = here AND person_id = whose'
VISITS = f'encounter_id IN (SELECT id FROM encounter WHERE {THEIRS})'


def _on_postgresql() -> None:
    receipt = RECEIPT.format(site='OLD.site_id', person='OLD.person_id')
    op.execute(
        f"CREATE FUNCTION goes_with_its_person() RETURNS trigger AS $$ BEGIN IF {receipt} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '% takes new rows only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
    )
    schema = op.get_bind().execute(sa.text('SELECT quote_ident(current_schema())')).scalar_one()
    op.execute(
        f"CREATE FUNCTION erase_rows_of(whose text) RETURNS void AS $$ "
        f"DECLARE here text := current_setting('decisionaid.site', true); BEGIN "
        f"IF NOT {RECEIPT.format(site='here', person='whose')} "
        f"THEN RAISE EXCEPTION 'nothing of a person goes without a receipt'; END IF; "
        f"DELETE FROM choice WHERE {THEIRS}; DELETE FROM sealed_text WHERE {THEIRS}; "
        f"DELETE FROM seat WHERE {VISITS}; DELETE FROM sign_in WHERE {VISITS}; "
        f"DELETE FROM handover WHERE {THEIRS}; DELETE FROM head WHERE {THEIRS}; "
        f"DELETE FROM encounter WHERE {THEIRS}; DELETE FROM person_identifier WHERE {THEIRS}; "
        f"END $$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp"
    )
    op.execute('REVOKE ALL ON FUNCTION erase_rows_of(text) FROM PUBLIC')


def _choice_keeps_its_rows(when: str) -> None:
    op.execute('DROP TRIGGER choice_no_delete')
    op.execute(
        f"CREATE TRIGGER choice_no_delete BEFORE DELETE ON choice {when} "
        "BEGIN SELECT RAISE(ABORT, 'choice takes new rows only'); END"
    )


def upgrade() -> None:
    op.add_column('person', sa.Column('gone_at', sa.Text(), nullable=True))
    op.create_index(
        'ix_person_erased_at', 'person', ['erased_at'], unique=False, sqlite_where=ERASED, postgresql_where=ERASED
    )
    if op.get_bind().dialect.name == 'sqlite':
        _choice_keeps_its_rows(f"WHEN NOT {RECEIPT.format(site='OLD.site_id', person='OLD.person_id')}")
    else:
        _on_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        _choice_keeps_its_rows('')
    else:
        op.execute('DROP TRIGGER IF EXISTS choice_goes_with_its_person ON choice')
        op.execute('DROP FUNCTION goes_with_its_person()')
        op.execute('DROP FUNCTION erase_rows_of(text)')
    op.drop_index('ix_person_erased_at', table_name='person')
    op.drop_column('person', 'gone_at')
