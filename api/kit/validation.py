"""Pydantic's validation errors as faults with pointers, codes and words in both languages."""

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError

from api.kit.problems import Fault, Invalid, Message

_DAY = Message("Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-05-20.", "Must be a date as YYYY-MM-DD.")
_INSTANT = Message(
    "Phải là thời điểm theo RFC 3339, ví dụ 2026-05-20T05:00:00Z.",
    "Must be an RFC 3339 instant, as 2026-05-20T05:00:00Z.",
)

# Pydantic's error types, and what a user is told. Types not named here fall to DEFAULT.
MESSAGES: dict[str, Message] = {
    "missing": Message("Bắt buộc nhập.", "Required."),
    "extra_forbidden": Message("Không có trường hay tham số này.", "There is no such field or parameter."),
    "json_invalid": Message("Không phải JSON hợp lệ.", "This is not valid JSON."),
    "string_type": Message("Phải là chuỗi ký tự.", "Must be text."),
    "string_unicode": Message("Có ký tự không hợp lệ.", "Has characters that are not valid."),
    "string_too_short": Message("Ít nhất {min_length} ký tự.", "At least {min_length} characters."),
    "string_too_long": Message("Nhiều nhất {max_length} ký tự.", "At most {max_length} characters."),
    "string_pattern_mismatch": Message("Không đúng dạng {pattern}.", "Does not match {pattern}."),
    "control_character": Message("Có ký tự điều khiển không được phép.", "Has control characters."),
    "int_type": Message("Phải là số nguyên.", "Must be a whole number."),
    "int_parsing": Message("Phải là số nguyên.", "Must be a whole number."),
    "int_from_float": Message("Phải là số nguyên.", "Must be a whole number."),
    "int_parsing_size": Message("Số quá lớn.", "The number is too large."),
    "float_type": Message("Phải là số.", "Must be a number."),
    "float_parsing": Message("Phải là số.", "Must be a number."),
    "finite_number": Message("Phải là số hữu hạn.", "Must be a finite number."),
    "decimal_type": Message("Phải là số.", "Must be a number."),
    "decimal_parsing": Message("Phải là số.", "Must be a number."),
    "decimal_max_digits": Message("Số có quá nhiều chữ số.", "The number has too many digits."),
    "decimal_max_places": Message("Số có quá nhiều chữ số thập phân.", "The number has too many decimals."),
    "decimal_whole_digits": Message("Số quá lớn.", "The number is too large."),
    "greater_than_equal": Message("Phải từ {ge} trở lên.", "Must be {ge} or more."),
    "greater_than": Message("Phải lớn hơn {gt}.", "Must be more than {gt}."),
    "less_than_equal": Message("Phải từ {le} trở xuống.", "Must be {le} or less."),
    "less_than": Message("Phải nhỏ hơn {lt}.", "Must be less than {lt}."),
    "bool_type": Message("Phải là true hoặc false.", "Must be true or false."),
    "bool_parsing": Message("Phải là true hoặc false.", "Must be true or false."),
    "literal_error": Message("Phải là một trong: {expected}.", "Must be one of: {expected}."),
    "enum": Message("Phải là một trong: {expected}.", "Must be one of: {expected}."),
    "uuid_type": Message("Phải là mã định danh (UUID).", "Must be an identifier (UUID)."),
    "uuid_parsing": Message("Phải là mã định danh (UUID).", "Must be an identifier (UUID)."),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": Message("Phải là ngày, không kèm giờ.", "Must be a date without a time."),
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": Message("Phải ghi rõ múi giờ.", "Must say its time zone."),
    "list_type": Message("Phải là danh sách.", "Must be a list."),
    "dict_type": Message("Phải là đối tượng JSON.", "Must be a JSON object."),
    "model_type": Message("Phải là đối tượng JSON.", "Must be a JSON object."),
    "model_attributes_type": Message("Phải là đối tượng JSON.", "Must be a JSON object."),
    "too_short": Message("Ít nhất {min_length} mục.", "At least {min_length} items."),
    "too_long": Message("Nhiều nhất {max_length} mục.", "At most {max_length} items."),
    "union_tag_invalid": Message("Phải là một trong: {expected_tags}.", "Must be one of: {expected_tags}."),
    "union_tag_not_found": Message("Thiếu {discriminator}.", "{discriminator} is missing."),
    "none_required": Message("Phải để trống (null).", "Must be null."),
}
DEFAULT = Message("Giá trị không hợp lệ.", "This value is not valid.")
UNKNOWN_PARAMETER = MESSAGES["extra_forbidden"]

# Under this name the context of an error of a domain's own schema holds its Message.
SAID = "said"

# Where FastAPI says a value stood, and how a pointer says it. The body's pointer has no prefix.
_PLACES = {"body": "", "query": "/query", "path": "/path", "header": "/header", "cookie": "/cookie"}


def pointer(location: Iterable[str | int]) -> str:
    """RFC 6901 pointer of a Pydantic location whose first part names where the value stood."""
    place, *rest = location
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in rest)
    return _PLACES.get(str(place), f"/{place}") + "".join(f"/{part}" for part in escaped)


def faults(errors: Iterable[Any]) -> tuple[Fault, ...]:
    """Pydantic's errors as faults, at most 100 of them."""
    return tuple(_fault(error) for error in list(errors)[:100])


def _fault(error: dict[str, Any]) -> Fault:
    kind = str(error["type"])
    if kind in {"too_short", "too_long"} and isinstance(error["input"], str):
        kind = f"string_{kind}"  # Pydantic says it of text that a validator of ours saw first as it says it of lists
    context = error.get("ctx") or {}
    message = context.get(SAID) or MESSAGES.get(kind, DEFAULT)
    return Fault(pointer(error["loc"]), kind, message, tuple(context.items()))


def from_request_error(error: RequestValidationError) -> Invalid:
    """The 422 of a request that does not fit its schema."""
    found: list[Any] = [each | {"loc": _in_body(each["loc"], error.body)} for each in error.errors()]
    return Invalid(faults(found))


def _in_body(location: Sequence[str | int], body: Any) -> list[str | int]:
    """The location without the names Pydantic adds for the member of a union it chose; those are no place in a body."""
    place, *rest = location
    kept = [place]
    for part in rest:
        if place == "body" and isinstance(body, dict) and part not in body and part in body.values():
            continue
        kept.append(part)
        body = _child(body, part)
    return kept


def _child(value: Any, part: str | int) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None
