"""a table named for what it holds

The table `line` holds sealed texts, and is now called `sealed_text`. No row changes.

Revision ID: 0003
"""

from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.rename_table('line', 'sealed_text')


def downgrade() -> None:
    op.rename_table('sealed_text', 'line')
