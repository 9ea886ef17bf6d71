"""A unit or an audience somebody named in print."""

from typing import Literal, Protocol

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.kit.problems import Message
from api.kit.schemas import In, Line, Out, Ref, Reference
from api.kit.validation import SAID

_TWO_PARTIES = Message("Chỉ nêu đơn vị hoặc đối tượng, không nêu cả hai.", "Name a unit or an audience, not both.")
_NO_PARTY = Message(
    "Hãy nêu đơn vị, đối tượng hoặc tên in trong văn bản.", "Name a unit, an audience, or the name as printed."
)

ParticipationRole = Literal["lead", "coordinate", "monitor"]


class _Named(Protocol):
    unit: str | None
    audience: str | None


def refuse_two(named: _Named) -> None:
    """Refuse a unit and an audience named at once."""
    if named.unit and named.audience:
        raise PydanticCustomError("two_parties", "a unit or an audience, not both", {SAID: _TWO_PARTIES})


class PartyIn(In):
    """A named party: a unit, or an audience, or only a printed name."""

    unit: Reference | None = Field(default=None, description="The unit, by code or id.")
    audience: Reference | None = Field(default=None, description="The audience, by code or id.")
    printed_name: Line | None = Field(
        default=None,
        description="The name as the document prints it; left out, it is the name of the unit or audience.",
    )

    @classmethod
    def of_audience(cls, audience: str | None) -> "PartyIn":
        """An audience named alone, as a party to look up."""
        return cls(audience=audience, printed_name=audience or "-")

    @model_validator(mode="after")
    def _one_party(self) -> "PartyIn":
        refuse_two(self)
        if not (self.unit or self.audience or self.printed_name):
            raise PydanticCustomError("no_party", "a unit, an audience or a printed name", {SAID: _NO_PARTY})
        return self


class ParticipationIn(PartyIn):
    """Who takes part, and how."""

    role: ParticipationRole = Field(description="lead (chủ trì), coordinate (phối hợp) or monitor (theo dõi).")


class PartyOut(Out):
    """A party as the document names it, and who that is."""

    unit: Ref | None = Field(description="The unit meant, if it is one.")
    audience: Ref | None = Field(description="The audience meant, if it is one.")
    printed_name: str = Field(description="The name as the document prints it.")


class ParticipationOut(PartyOut):
    """Who takes part, and how."""

    role: ParticipationRole = Field(description="lead (chủ trì), coordinate (phối hợp) or monitor (theo dõi).")
