"""a link says what the account is for

Whoever is invited gets the role that the link was printed for; a clinician's, where it says none.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('invitation', sa.Column('role', sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column('invitation', 'role')
