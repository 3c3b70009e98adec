"""the first tables

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("choice", "audit")


def _append_only() -> None:
    """`choice` and `audit` take new rows only; to erase a person is a matter of its own, later."""
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} takes new rows only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION new_rows_only() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION '% takes new rows only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
    )
    for table in APPEND_ONLY:
        op.execute(f"CREATE TRIGGER {table}_new_rows_only BEFORE UPDATE OR DELETE ON {table} EXECUTE FUNCTION new_rows_only()")


def upgrade() -> None:
    op.create_table('site',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), server_default='', nullable=False),
    sa.Column('settings', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site'))
    )
    op.create_table('account',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('name_blind', sa.Text(), nullable=False),
    sa.Column('password', sa.Text(), nullable=True),
    sa.Column('created', sa.Text(), nullable=False),
    sa.Column('disabled_at', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_account_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('site_id', 'name_blind', name=op.f('uq_account_site_id_name_blind'))
    )
    op.create_table('aid_version',
    sa.Column('hash', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('aid_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('compiled', sa.Text(), nullable=False),
    sa.Column('first_used', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_aid_version_site_id_site')),
    sa.PrimaryKeyConstraint('hash', name=op.f('pk_aid_version'))
    )
    op.create_table('attempt',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('name_blind', sa.Text(), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_attempt_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt'))
    )
    op.create_index('ix_attempt_name_blind_at', 'attempt', ['name_blind', 'at'], unique=False)
    op.create_table('audit',
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=True),
    sa.Column('encounter_id', sa.Text(), nullable=True),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('prev', sa.Text(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_audit_site_id_site')),
    sa.UniqueConstraint('site_id', 'seq', name=op.f('uq_audit_site_id_seq'))
    )
    op.create_table('audit_end',
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.Column('seal', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_audit_end_site_id_site')),
    sa.PrimaryKeyConstraint('site_id', name=op.f('pk_audit_end'))
    )
    op.create_table('data_key',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=False),
    sa.Column('created', sa.Text(), nullable=False),
    sa.Column('retired', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_data_key_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_key'))
    )
    op.create_table('invitation',
    sa.Column('code_hash', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Text(), nullable=True),
    sa.Column('created', sa.Text(), nullable=False),
    sa.Column('ends', sa.Text(), nullable=False),
    sa.Column('used_at', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_invitation_account_id_account')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_invitation_site_id_site')),
    sa.PrimaryKeyConstraint('code_hash', name=op.f('pk_invitation'))
    )
    op.create_table('person',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('birth_date', sa.LargeBinary(), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('created', sa.Text(), nullable=False),
    sa.Column('keep_until', sa.Text(), nullable=True),
    sa.Column('erased_at', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_person_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    op.create_table('account_identity',
    sa.Column('account_id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('issuer', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_identity_account_id_account')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_account_identity_site_id_site')),
    sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_account_identity_issuer_subject'))
    )
    op.create_table('approval',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('aid_id', sa.Text(), nullable=False),
    sa.Column('aid_hash', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Text(), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('until', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_approval_account_id_account')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_approval_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approval'))
    )
    op.create_table('encounter',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Text(), nullable=True),
    sa.Column('opened', sa.Text(), nullable=False),
    sa.Column('ended', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('clinician_language', sa.Text(), nullable=False),
    sa.Column('practice', sa.Boolean(), nullable=False),
    sa.Column('launch_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_encounter_account_id_account')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_encounter_person_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_encounter_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_encounter')),
    sa.UniqueConstraint('person_id', 'number', name=op.f('uq_encounter_person_id_number'))
    )
    op.create_index('ix_encounter_opened', 'encounter', ['opened'], unique=False)
    op.create_table('handover',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('upto_seq', sa.Integer(), nullable=False),
    sa.Column('format', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_handover_person_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_handover_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover'))
    )
    op.create_table('head',
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_head_person_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_head_site_id_site')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_head'))
    )
    op.create_table('line',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('key_id', sa.Text(), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('taken_out_at', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_line_person_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_line_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_line'))
    )
    op.create_table('person_identifier',
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('system', sa.Text(), nullable=False),
    sa.Column('blind', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_identifier_person_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_person_identifier_site_id_site')),
    sa.UniqueConstraint('site_id', 'system', 'blind', name=op.f('uq_person_identifier_site_id_system_blind'))
    )
    op.create_table('sign_in',
    sa.Column('id_hash', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Text(), nullable=True),
    sa.Column('encounter_id', sa.Text(), nullable=True),
    sa.Column('role', sa.Text(), nullable=True),
    sa.Column('data', sa.Text(), server_default='{}', nullable=False),
    sa.Column('created', sa.Text(), nullable=False),
    sa.Column('seen', sa.Text(), nullable=False),
    sa.Column('ends', sa.Text(), nullable=False),
    sa.Column('revoked_at', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_account_id_account')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_sign_in_site_id_site')),
    sa.PrimaryKeyConstraint('id_hash', name=op.f('pk_sign_in'))
    )
    op.create_table('choice',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('encounter_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('aid_id', sa.Text(), nullable=True),
    sa.Column('aid_hash', sa.Text(), nullable=True),
    sa.Column('item', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('line_id', sa.Text(), nullable=True),
    sa.Column('voice', sa.Text(), nullable=True),
    sa.Column('via', sa.Text(), nullable=True),
    sa.Column('hand', sa.Text(), nullable=False),
    sa.Column('private', sa.Boolean(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('said_at', sa.Text(), nullable=True),
    sa.Column('saved_at', sa.Text(), nullable=False),
    sa.Column('saw_seq', sa.Integer(), nullable=True),
    sa.Column('withdraws', sa.Integer(), nullable=True),
    sa.Column('shown', sa.Text(), nullable=True),
    sa.Column('form', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('prev', sa.Text(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['encounter_id'], ['encounter.id'], name=op.f('fk_choice_encounter_id_encounter')),
    sa.ForeignKeyConstraint(['line_id'], ['line.id'], name=op.f('fk_choice_line_id_line')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_choice_person_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_choice_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_choice')),
    sa.UniqueConstraint('encounter_id', 'key', name=op.f('uq_choice_encounter_id_key')),
    sa.UniqueConstraint('person_id', 'seq', name=op.f('uq_choice_person_id_seq'))
    )
    op.create_table('seat',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Text(), nullable=False),
    sa.Column('encounter_id', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('code_hash', sa.Text(), nullable=False),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('until', sa.Text(), nullable=False),
    sa.Column('paired_at', sa.Text(), nullable=True),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('ended', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['encounter_id'], ['encounter.id'], name=op.f('fk_seat_encounter_id_encounter')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_seat_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat'))
    )

    _append_only()


def downgrade() -> None:
    op.drop_table('seat')
    op.drop_table('choice')
    op.drop_table('sign_in')
    op.drop_table('person_identifier')
    op.drop_table('line')
    op.drop_table('head')
    op.drop_table('handover')
    op.drop_index('ix_encounter_opened', table_name='encounter')
    op.drop_table('encounter')
    op.drop_table('approval')
    op.drop_table('account_identity')
    op.drop_table('person')
    op.drop_table('invitation')
    op.drop_table('data_key')
    op.drop_table('audit_end')
    op.drop_table('audit')
    op.drop_index('ix_attempt_name_blind_at', table_name='attempt')
    op.drop_table('attempt')
    op.drop_table('aid_version')
    op.drop_table('account')
    op.drop_table('site')
