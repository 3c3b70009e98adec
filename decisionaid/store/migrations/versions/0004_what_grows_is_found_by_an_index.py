"""what grows is found by an index

A clinician's visits, what left the house of one person, the sign-ins of an account or a visit, and words that are on
their way out: each was looked for among all rows. No row changes.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

ON_THEIR_WAY = sa.text('taken_out_at IS NOT NULL AND gone_at IS NULL')


def upgrade() -> None:
    op.create_index('ix_encounter_account_id_opened', 'encounter', ['account_id', 'opened'], unique=False)
    op.create_index('ix_handover_person_id', 'handover', ['person_id'], unique=False)
    op.create_index('ix_sign_in_account_id', 'sign_in', ['account_id'], unique=False)
    op.create_index('ix_sign_in_encounter_id', 'sign_in', ['encounter_id'], unique=False)
    op.create_index(
        'ix_sealed_text_taken_out_at', 'sealed_text', ['taken_out_at'], unique=False,
        sqlite_where=ON_THEIR_WAY, postgresql_where=ON_THEIR_WAY,
    )


def downgrade() -> None:
    op.drop_index('ix_sealed_text_taken_out_at', table_name='sealed_text')
    op.drop_index('ix_sign_in_encounter_id', table_name='sign_in')
    op.drop_index('ix_sign_in_account_id', table_name='sign_in')
    op.drop_index('ix_handover_person_id', table_name='handover')
    op.drop_index('ix_encounter_account_id_opened', table_name='encounter')
