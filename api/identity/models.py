"""Accounts, what they may do, and the tokens they hold. No more of a person than a sign-in needs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, Text, func, text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from api.kit.db import Base, Record
from api.kit.ids import uuid7
from api.kit.permissions import ROLES

_ROLES = ", ".join(f"'{role}'" for role in ROLES)
_NOT_DELETED = text("deleted_at IS NULL")


def _search_index() -> Index:
    return Index(None, "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"})


class Account(Record):
    """What users and clients have in common: a name to show and to find, a home, and a switch."""

    __abstract__ = True

    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    search: Mapped[str]
    disabled_at: Mapped[datetime | None]
    # Of the demonstration; exempt from the rules for passwords.
    sample: Mapped[bool] = mapped_column(default=False)

    @declared_attr
    def unit_id(cls) -> Mapped[UUID]:  # noqa: N805 - a class-level hook of SQLAlchemy
        """The home unit: whose administrators look after the account. It gives no rights."""
        return mapped_column(ForeignKey("units.id"), index=True)


class User(Account):
    """Somebody who signs in."""

    __tablename__ = "users"
    __table_args__ = (_search_index(), Index(None, "sort_key", "id"))

    username: Mapped[str]
    username_key: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None]
    # Argon2id; None until somebody sets a password.
    password_hash: Mapped[str | None]
    # The last day (Vietnamese) it was used, or opened again; None until it is first used. Beside the version.
    active_on: Mapped[date | None]


class Client(Account):
    """A system that calls on its own behalf."""

    __tablename__ = "clients"
    __table_args__ = (_search_index(), Index(None, "sort_key", "id"))

    code: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    # Its pace, where it is not the deployment's.
    requests_per_minute: Mapped[int | None]
    # When it last got a token; written beside the version, for nobody changed anything.
    last_used_at: Mapped[datetime | None]


class ClientSecret(Base):
    """A secret of a client, hashed. While it rotates a client has two, one of them with an end."""

    __tablename__ = "client_secrets"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class Grant(Record):
    """A role at a unit, for a user or a client, from a day to a day. `delegated_from` is the grant it was lent of."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, client_id) = 1", name="holder"),
        CheckConstraint(f"role IN ({_ROLES})", name="role"),
        CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid)", name="valid"),
        CheckConstraint("delegated_from IS NULL OR NOT upper_inf(valid)", name="delegation_ends"),
        ExcludeConstraint(
            (func.coalesce(text("user_id"), text("client_id")), "="),
            (text("role"), "="),
            (text("unit_id"), "="),
            (text("valid"), "&&"),
            where=_NOT_DELETED,
            using="gist",
            name="ex_grants_once",
        ),
    )

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    client_id: Mapped[UUID | None] = mapped_column(ForeignKey("clients.id"), index=True)
    role: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)
    delegated_from: Mapped[UUID | None] = mapped_column(ForeignKey("grants.id"), index=True)


class UserSession(Base):
    """One sign-in of a user and all that was refreshed from it: a refresh family."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "user_id", "created_at"), Index(None, "expires_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[str]
    # How its user said who they are (`rules.factors.METHODS`), and by which provider, if by one.
    method: Mapped[str] = mapped_column(default="password")
    provider: Mapped[str | None]
    # When a second factor was shown; without it an administrator can do nothing.
    strong_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    address: Mapped[str | None]
    user_agent: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str | None]


class RefreshToken(Base):
    """A refresh token, hashed. It is used once; one that comes back was stolen, or copied."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(Base):
    """A link that sets the password of one account, once. Only the SHA-256 of its token is here.

    `purpose` says whether the account had no password yet (`invitation`) or had one (`reset`).
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose"),
        Index(None, "user_id", "created_at"),
        Index(None, "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    purpose: Mapped[str]
    created_at: Mapped[datetime]
    # Who made it; nobody where the owner asked for it by e-mail.
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class TotpSecret(Base):
    """What a user's authenticator app shares with us, sealed. A new one waits beside it until its first code came."""

    __tablename__ = "totp_secrets"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    confirmed_at: Mapped[datetime | None]
    # The time step whose code was taken last: no code is taken twice.
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    sealed_pending: Mapped[bytes | None] = mapped_column(LargeBinary)
    pending_since: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in for the authenticator app, once. Only a keyed hash of it is here."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SigningKey(Base):
    """A key our access tokens are signed with; the private half is sealed with the deployment's secret key."""

    __tablename__ = "signing_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    public_jwk: Mapped[dict[str, Any]]
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    signs_from: Mapped[datetime]


class SignInFailure(Base):
    """Failed sign-ins since `first_at`, for an account from a network, or (`account` is '') for a network."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index(None, "first_at"),)

    account: Mapped[str] = mapped_column(primary_key=True)
    network: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    first_at: Mapped[datetime]
