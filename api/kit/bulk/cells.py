"""Rows of a model whose fields know nothing of each other, put together from cells that were looked at one by one.

In a hundred thousand rows most cells were there before: the same units, indicators, periods, numbers. Each is checked
when it is first met, by the field's own type and in the model's own way; a row of which anything is wrong is left to
the model, which says what.
"""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

_Check = Callable[[Any], Any]
R = TypeVar("R", bound=BaseModel)
# Cells of one column that are remembered: more are as good as new, and would be held for nothing.
_REMEMBERED = 4_096


class Cells(Generic[R]):
    """The cells of one load."""

    def __init__(self, model: type[R]) -> None:
        self._model, self._checks = model, _checks(model)
        self._known: dict[str, dict[tuple[type, Any], Any]] = {name: {} for name in self._checks}
        self._needed = frozenset(name for name, info in model.model_fields.items() if info.is_required())
        self._blank = model.model_construct().__dict__

    def row(self, value: Any) -> R | None:
        """The row of these cells; None where something is wrong with it."""
        if type(value) is not dict or not self._needed <= value.keys():
            return None
        fields, known = self._blank.copy(), self._known
        try:
            for name, cell in value.items():
                of_field, kind = known[name], (type(cell), cell)
                fields[name] = of_field[kind] if kind in of_field else self._met(name, cell)
        except (KeyError, TypeError, ValidationError):  # no such column, a cell that is a list, one that is wrong
            return None
        return _made(self._model, fields, set(value))

    def _met(self, name: str, cell: Any) -> Any:
        """A cell that was not there before, checked."""
        known = self._known[name]
        if len(known) >= _REMEMBERED:
            known.clear()
        checked = known[type(cell), cell] = self._checks[name](cell)
        return checked


@cache
def _checks(model: type[BaseModel]) -> dict[str, _Check]:
    """What looks at the cells of each field as the model does."""
    config = ConfigDict(str_strip_whitespace=model.model_config.get("str_strip_whitespace", False))
    return {name: _check(info, config) for name, info in model.model_fields.items()}


def _check(info: FieldInfo, config: ConfigDict) -> _Check:
    field: Any = Annotated[info.annotation, info]
    return TypeAdapter[Any](field, config=config).validator.validate_python


def _made(model: type[R], fields: dict[str, Any], given: set[str]) -> R:
    """What `model_construct` makes, which looks for each field: of fields that are there, at a fifth of its cost."""
    row = model.__new__(model)
    object.__setattr__(row, "__dict__", fields)
    object.__setattr__(row, "__pydantic_fields_set__", given)
    object.__setattr__(row, "__pydantic_extra__", None)
    object.__setattr__(row, "__pydantic_private__", None)
    return row
