"""the same though typed otherwise

Names and numbers say in which form they are found; words that were taken out say when their key has left the disk.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('account', 'person_identifier'):
        op.add_column(table, sa.Column('form', sa.Integer(), server_default='1', nullable=False))
    op.add_column('line', sa.Column('gone_at', sa.Text(), nullable=True))
