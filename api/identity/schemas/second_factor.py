"""The second factor of an account."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.identity.schemas.accounts import Password
from api.kit.schemas import In, Out, Text

Code = Annotated[Text, Field(min_length=1, max_length=64)]


class ProofIn(In):
    """That it is the owner who asks."""

    current_password: Password | None = Field(
        default=None, description="Needed where one signed in more than ten minutes ago; see `password_needed`."
    )


class AppCodeIn(In):
    """A code."""

    code: Code = Field(description="What the authenticator app shows now: six digits.")


class ShownIn(In):
    """A second factor, shown."""

    code: Code = Field(description="What the authenticator app shows now, or a recovery code.")


class SecondFactorOut(Out):
    """What an account has of a second factor."""

    confirmed_at: datetime | None = Field(description="When the authenticator app was set up; null without one.")
    recovery_codes: int = Field(description="How many recovery codes are left.")
    required: bool = Field(description="Whether the account must have one: an administrator's.")
    password_needed: bool = Field(description="Whether `current_password` must be sent with changes now.")


class AppOut(Out):
    """A secret to share with an authenticator app."""

    secret: str | None = Field(description="In base32, to be typed; null when the answer is repeated.")
    address: str | None = Field(description="The same for a QR code (`otpauth:`); null when the answer is repeated.")


class RecoveryCodesOut(Out):
    """Recovery codes, shown this once."""

    recovery_codes: list[str] | None = Field(
        description="Each opens the account once in place of the app; empty where earlier ones still hold, null when "
        "the answer is repeated."
    )
