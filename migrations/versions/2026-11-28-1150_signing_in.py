"""Other ways in: links to providers, second factors, passkeys; how a session began, when an account was last used."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0031"
down_revision: str | None = "0030"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Expand."""
    op.add_column("users", sa.Column("active_on", sa.Date(), nullable=True))
    # Nobody is idle on the day this comes.
    op.execute("UPDATE users SET active_on = CURRENT_DATE")
    # The default is for the release before this one, which runs beside it for a while.
    op.add_column("sessions", sa.Column("method", sa.String(), nullable=False, server_default="password"))
    op.add_column("sessions", sa.Column("provider", sa.String(), nullable=True))
    op.add_column("sessions", sa.Column("strong_at", _INSTANT, nullable=True))
    op.create_table(
        "totp_secrets",
        _user("totp_secrets"),
        *(sa.Column(name, sa.LargeBinary(), nullable=True) for name in ("sealed_secret", "sealed_pending")),
        *(sa.Column(name, _INSTANT, nullable=True) for name in ("confirmed_at", "pending_since")),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_totp_secrets")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        _user("recovery_codes"),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])
    op.create_table(
        "external_identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        _user("external_identities"),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("value_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("last_used_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identities")),
        sa.UniqueConstraint("provider", "value_hash", name=op.f("uq_external_identities_provider_value_hash")),
        sa.UniqueConstraint("user_id", "provider", name=op.f("uq_external_identities_user_id_provider")),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        _user("passkeys"),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("credential_id", "public_key")),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("last_used_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])
    op.create_table(
        "spent_challenges",
        sa.Column("challenge_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash", name=op.f("pk_spent_challenges")),
    )
    op.create_index(op.f("ix_spent_challenges_expires_at"), "spent_challenges", ["expires_at"])


def _user(table: str) -> sa.Column[object]:
    key = sa.ForeignKey("users.id", name=op.f(f"fk_{table}_user_id_users"))
    return sa.Column("user_id", sa.Uuid(), key, nullable=False)


def downgrade() -> None:
    """Undo."""
    for table in ("spent_challenges", "passkeys", "external_identities", "recovery_codes", "totp_secrets"):
        op.drop_table(table)
    for column in ("strong_at", "provider", "method"):
        op.drop_column("sessions", column)
    op.drop_column("users", "active_on")
