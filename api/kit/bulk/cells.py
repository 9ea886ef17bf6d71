"""Rows of a model whose fields know nothing of each other, as columns of cells that were looked at one by one.

In a hundred thousand rows most cells were there before: the same units, indicators, periods, numbers. Each is checked
when it is first met, by the field's own type and in the model's own way; a row of which anything is wrong is left to
the model, which says what.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from api.kit.problems import Fault
from api.kit.validation import faults

_Check = Callable[[Any], Any]
R = TypeVar("R", bound=BaseModel)
# Cells of one column that are remembered: more are as good as new, and would be held for nothing.
_REMEMBERED = 4_096
_NOT_GIVEN, _WRONG = object(), object()


@dataclass(frozen=True, slots=True)
class Columns(Generic[R]):
    """So many rows of a model, as the columns of its fields; which fields were given is not told."""

    model: type[R]
    columns: Mapping[str, list[Any]]
    count: int

    @classmethod
    def of(cls, model: type[R], rows: Sequence[R]) -> "Columns[R]":
        """The columns of rows."""
        return cls(model, {name: [getattr(row, name) for row in rows] for name in model.model_fields}, len(rows))

    def __getitem__(self, name: str) -> list[Any]:
        return self.columns[name]

    def row(self, number: int) -> R:
        """One of them."""
        return _made(self.model, {name: column[number] for name, column in self.columns.items()})

    def only(self, numbers: Sequence[int]) -> "Columns[R]":
        """Some of them."""
        columns = {name: [column[number] for number in numbers] for name, column in self.columns.items()}
        return Columns(self.model, columns, len(numbers))


class Cells(Generic[R]):
    """The cells of one load."""

    def __init__(self, model: type[R]) -> None:
        self._model, self._checks = model, _checks(model)
        self._known: dict[str, dict[type, dict[Any, Any]]] = {name: {} for name in self._checks}
        self._spoilt: set[str] = set()
        self._needed = frozenset(name for name, info in model.model_fields.items() if info.is_required())
        self._blank = model.model_construct().__dict__

    def columns(self, values: Sequence[Any]) -> tuple[Columns[R], dict[int, tuple[Fault, ...]]]:
        """Rows that are well-formed, and by its number what is wrong with each other one."""
        rows = [value if type(value) is dict else {} for value in values]
        named: set[Any] = set().union(*rows)
        foreign = named - self._checks.keys()
        wrong = {n for n, row in enumerate(rows) if not foreign.isdisjoint(row)} if foreign else set()
        columns = {
            name: self._column(name, rows, wrong)
            if name in named or name in self._needed
            else [self._blank[name]] * len(rows)
            for name in self._checks
        }
        refused = {}
        for n in sorted(wrong):
            try:
                row = self._model.model_validate(values[n])
            except ValidationError as error:
                refused[n] = faults(each | {"loc": ("body", *each["loc"])} for each in error.errors())
            else:
                for name, column in columns.items():
                    column[n] = getattr(row, name)
        every = Columns(self._model, columns, len(rows))
        good = every if not refused else every.only([n for n in range(len(rows)) if n not in refused])
        return good, refused

    def _column(self, name: str, rows: Sequence[dict[Any, Any]], wrong: set[int]) -> list[Any]:
        """The column of a field, checked; it adds the numbers of rows of which the cell is wrong."""
        given = [row.get(name, _NOT_GIVEN) for row in rows]
        known = self._known[name]
        kinds = set(map(type, given))
        if not kinds.isdisjoint((list, dict)):
            given = [_WRONG if type(cell) in {list, dict} else cell for cell in given]
        if sum(map(len, known.values())) + len(given) > _REMEMBERED:
            known.clear()
        for kind in set(map(type, given)):
            of_kind = known.setdefault(kind, {})
            alike = given if len(kinds) == 1 else [cell for cell in given if type(cell) is kind]
            for cell in set(alike) - of_kind.keys():
                of_kind[cell] = self._checked(name, cell)
        if len(kinds) == 1:
            column = [*map(known[type(given[0])].__getitem__, given)]
        else:
            column = [known[type(cell)][cell] for cell in given]
        if name in self._spoilt:
            wrong |= {n for n, cell in enumerate(column) if cell is _WRONG}
        return column

    def _checked(self, name: str, cell: Any) -> Any:
        """A cell that was not there before."""
        if cell is _NOT_GIVEN and name not in self._needed:
            return self._blank[name]
        try:
            return self._checks[name](cell)
        except (TypeError, ValidationError):
            self._spoilt.add(name)
            return _WRONG


@cache
def _checks(model: type[BaseModel]) -> dict[str, _Check]:
    """What looks at the cells of each field as the model does."""
    config = ConfigDict(str_strip_whitespace=model.model_config.get("str_strip_whitespace", False))
    return {name: _check(info, config) for name, info in model.model_fields.items()}


def _check(info: FieldInfo, config: ConfigDict) -> _Check:
    field: Any = Annotated[info.annotation, info]
    return TypeAdapter[Any](field, config=config).validator.validate_python


def _made(model: type[R], fields: dict[str, Any]) -> R:
    """What `model_construct` makes, which looks for each field: of fields that are there, at a fifth of its cost."""
    row = model.__new__(model)
    object.__setattr__(row, "__dict__", fields)
    object.__setattr__(row, "__pydantic_fields_set__", set(fields))
    object.__setattr__(row, "__pydantic_extra__", None)
    object.__setattr__(row, "__pydantic_private__", None)
    return row
