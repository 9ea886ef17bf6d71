"""What was said and done, as both kinds of record show it."""

from datetime import datetime

from pydantic import Field

from api.kit.schemas import Out


class AnswerOut(Out):
    """An answer."""

    at: datetime = Field(description="When.")
    by: str = Field(description="Who, by name.")
    text: str = Field(description="What was said.")


class ActOut(Out):
    """Something that happened."""

    at: datetime = Field(description="When.")
    by: str = Field(description="Who, by name.")
    on_behalf: bool = Field(description="Entered for the unit by those above it (nhập thay).")
    text: str | None = Field(description="What was said.")
