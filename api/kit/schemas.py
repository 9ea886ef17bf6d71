"""Base classes of what comes in and what goes out."""

import re
import unicodedata
import warnings
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.warnings import UnsupportedFieldAttributeWarning
from pydantic_core import PydanticCustomError

from api.kit.calendar import FIRST_YEAR, LAST_YEAR

# FastAPI hands Pydantic each parameter's alias a second time and silences the warning where it builds a validator at
# once; ours are built at first use, where nobody does.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)

_ALLOWED_CONTROLS = frozenset("\n\r\t")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)

# Bounds no calculation with a day can leave, by the calendar's end or a time zone.
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


def clean_text(value: str) -> str:
    """The text in NFC; control characters are refused, as PostgreSQL cannot hold NUL and no form can show the rest."""
    for character in value:
        if (character < " " and character not in _ALLOWED_CONTROLS) or character == "\x7f":
            raise PydanticCustomError("control_character", "control character")
    return unicodedata.normalize("NFC", value)


def _written_day(value: Any) -> Any:
    """Refuse what Pydantic would take for a day besides one: seconds since 1970, instants at midnight."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date_parsing", "not a day")


def _written_instant(value: Any) -> Any:
    """Refuse what is no RFC 3339 instant."""
    if isinstance(value, datetime) or (isinstance(value, str) and _INSTANT.fullmatch(value)):
        return value
    raise PydanticCustomError("datetime_parsing", "not an instant")


def _no_truth(value: Any) -> Any:
    """Refuse true and false, which Python counts with."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "not a number")
    return value


Text = Annotated[str, AfterValidator(clean_text)]
Line = Annotated[Text, Field(min_length=1, max_length=500)]
LongText = Annotated[Text, Field(max_length=20_000)]
Code = Annotated[Text, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$")]
# What names another record in a request: its code or its id.
Reference = Annotated[Text, Field(min_length=1, max_length=64)]
Whole = Annotated[int, BeforeValidator(_no_truth)]
Year = Annotated[Whole, Field(ge=1990, le=2100)]
Day = Annotated[date, BeforeValidator(_written_day), Field(ge=FIRST_DAY, le=LAST_DAY)]
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_written_instant),
    Field(ge=datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC), le=datetime(LAST_DAY.year, 12, 31, tzinfo=UTC)),
]


class In(BaseModel):
    """A request body: nothing but the named fields, each as sent.

    Like every answer's, its validator is built where it is first used: a process that starts builds what it serves.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True)


class Patch(In):
    """An RFC 7396 merge patch: a field not sent stays as it is."""

    def changes(self) -> dict[str, Any]:
        """Only what was sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


if TYPE_CHECKING or __debug__:

    class Out(BaseModel):
        """An answer: every field described, none with a default."""

        model_config = ConfigDict(from_attributes=True, extra="forbid", defer_build=True)

else:

    class Out:
        """An answer, where nothing is described: statements and writers make it, and a model would be made for nobody.

        Two hundred models are a tenth of the start; see `kit.http.route`.
        """


class Ref(Out):
    """Another record, named."""

    id: UUID = Field(description="Its identifier.")
    code: str | None = Field(description="Its code, where it has one.")
    name: str = Field(description="Its name, or its title where it has no code.")


Item = TypeVar("Item")


class Page(Out, Generic[Item]):
    """One page of a list."""

    items: list[Item] = Field(description="The records, in the order asked for.")
    next_cursor: str | None = Field(description="Where the next page starts; null on the last page.")
    total: int | None = Field(default=None, description="How many there are in all, with `include=total` only.")
