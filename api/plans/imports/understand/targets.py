"""Printed targets: “≥95%”, “từ 90 - 100%”, “tối thiểu 80%”, “≥300 cơ sở giáo dục”, “Giảm 30%”, 0.88."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from api.kit.text import NumberError, fold, parse_number
from api.plans.imports.preview import Problem
from api.plans.imports.understand.cells import flat

_LONGEST = 500  # letters of a printed target; anything longer is a text
_NUMBER = r"\d+(?:[.,]\d+)*(?:[ \u00a0]\d{3}(?!\d))*"
_FIGURE = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>%|‰|phần trăm)?", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?:từ\s*)?(?P<low>{_NUMBER})\s*(?P<unit1>%)?\s*(?:-|–|—|−|÷|đến|tới|~)\s*(?P<high>{_NUMBER})\s*(?P<unit2>%)?",
    re.IGNORECASE,
)
# What a figure is bound by, before it and after it. Longer phrases first.
_BEFORE = (
    (r"không\s+(?:được\s+)?(?:thấp|ít|nhỏ|dưới)\s*(?:hơn)?", "ge"),
    (r"không\s+(?:được\s+)?(?:quá|vượt(?:\s+quá)?|nhiều\s+hơn|cao\s+hơn|lớn\s+hơn)", "le"),
    (r"tối\s+thiểu|ít\s+nhất|thấp\s+nhất|(?:từ|đạt)\s+ít\s+nhất|≥|>\s*=|=\s*>|⩾", "ge"),
    (r"tối\s+đa|nhiều\s+nhất|cao\s+nhất|≤|<\s*=|=\s*<|⩽", "le"),
    (r"trên|hơn|vượt|lớn\s+hơn|cao\s+hơn|>", "gt"),
    (r"dưới|nhỏ\s+hơn|thấp\s+hơn|ít\s+hơn|<", "lt"),
    (r"giảm|tăng(?:\s+thêm)?", "change"),
    (r"bằng|=|đủ|cả", "eq"),
)
_AFTER = ((r"trở\s+lên|hoặc\s+hơn|trở\s+đi", "ge"), (r"trở\s+xuống", "le"))
_NOISE = re.compile(
    r"\b(?:đạt|tỷ lệ|tỉ lệ|trung bình|bình quân|mức|khoảng|có|là|phấn đấu|duy trì|từ|hoàn thành|ước|thực hiện|được)\b|"
    r"[:,.;()]",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:khoảng|ước|xấp xỉ)\b|~|≈", re.IGNORECASE)
_PERCENTS = {"%", "phan tram", "ty le", "ti le", "ty le %", "ti le %", "(%)"}


@dataclass(slots=True)
class TargetReading:
    """What a printed target says; `unit` is the one printed with the figure, if any."""

    comparator: str | None = None
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    problems: list[Problem] = field(default_factory=list)


def read_target(text: str, unit_column: str = "") -> TargetReading:
    """The comparator, figures and unit of a printed target; doubts as problems, never a guess in silence."""
    text = flat(text)
    if not text:
        return TargetReading(problems=[Problem.of("target_missing", "target_text")])
    if len(text) > _LONGEST:
        return TargetReading(problems=[Problem.of("target_not_understood", "target_text", text=f"{text[:60]}…")])
    figures = list(_FIGURE.finditer(text))
    if not figures:
        return TargetReading(problems=[Problem.of("no_figure", "target_text")])
    ranges = list(_RANGE.finditer(text))
    if len(ranges) == 1 and len(figures) == 2 and _rises(ranges[0]):
        return _read_range(text, ranges[0], unit_column)
    if len(figures) > 1:
        return TargetReading(problems=[Problem.of("several_figures", "target_text", text=text)])
    return _read_one(text, figures[0], unit_column)


def is_figure(text: str) -> bool:
    """Whether a cell holds a target and little else, so that its column is the one of targets."""
    reading = read_target(text)
    return reading.value is not None and len(flat(text)) <= 40


def _rises(match: re.Match[str]) -> bool:
    try:
        return parse_number(match["low"]) < parse_number(match["high"])
    except NumberError:
        return False


def _read_range(text: str, match: re.Match[str], unit_column: str) -> TargetReading:
    low, high = parse_number(match["low"]), parse_number(match["high"])
    unit = "%" if match["unit1"] or match["unit2"] else None
    reading = TargetReading("range", low, high, unit)
    _settle_unit(reading, text[: match.start()], text[match.end() :], text, unit_column)
    return reading


def _read_one(text: str, match: re.Match[str], unit_column: str) -> TargetReading:
    reading = TargetReading(unit="%" if match["unit"] else None)
    try:
        reading.value = parse_number(match["number"])
    except NumberError:
        reading.problems.append(Problem.of("ambiguous_number", "target_text", text=text))
        return reading
    before, after = text[: match.start()], text[match.end() :]
    reading.comparator, before, after = _compare(before, after)
    if _ABOUT.search(text):
        reading.problems.append(Problem.of("approximate", "target_text", text=text))
    _settle_unit(reading, before, after, text, unit_column)
    _settle_fraction(reading, match["number"], unit_column)
    return reading


def _compare(before: str, after: str) -> tuple[str, str, str]:
    """The comparator and what is left around the figure; a bare figure is `eq`."""
    for pattern, comparator in _BEFORE:
        found = re.search(rf"(?:^|(?<=\W))(?:{pattern})\s*$", _NOISE_END.sub("", before), re.IGNORECASE)
        if found:
            return comparator, before[: found.start()], after
    for pattern, comparator in _AFTER:
        found = re.search(rf"\b(?:{pattern})\b", after, re.IGNORECASE)
        if found:
            return comparator, before, after[: found.start()] + after[found.end() :]
    return "eq", before, after


_NOISE_END = re.compile(r"\s*(?:được|đạt|từ|mức)?\s*$", re.IGNORECASE)


def _settle_unit(reading: TargetReading, before: str, after: str, text: str, unit_column: str) -> None:
    """What stands after the figure is its unit (“cơ sở giáo dục”); any other words left over are a doubt."""
    noun = flat(re.sub(r"^[\s,.;:]+|[\s,.;:]+$", "", after))
    rest = flat(_NOISE.sub(" ", before))
    if noun and reading.unit is None and not _NOISE.fullmatch(noun) and "(" not in noun:
        reading.unit = noun
    elif noun and flat(_NOISE.sub(" ", noun)):
        rest = flat(f"{rest} {noun}")
    if rest and not re.fullmatch(r"[\W_]*", rest):
        reading.problems.append(Problem.of("target_partly_read", "target_text", text=text, rest=rest))
    if reading.unit and unit_column and not _same_unit(reading.unit, unit_column):
        reading.problems.append(Problem.of("unit_differs", "unit_of_measure", column=unit_column, text=reading.unit))


def _same_unit(printed: str, column: str) -> bool:
    one, other = fold(printed), fold(column)
    return one == other or {one, other} <= _PERCENTS or one in other or other in one


def _settle_fraction(reading: TargetReading, printed: str, unit_column: str) -> None:
    """0,88 in a column of percentages is 88 % that lost its format."""
    percents = fold(unit_column) in _PERCENTS
    if reading.value is None or reading.unit == "%" or not percents:
        return
    if reading.value <= 1 and (reading.value != 0):
        reading.value *= 100
        value = f"{reading.value.normalize():f}".replace(".", ",")
        reading.problems.append(Problem.of("fraction_as_percent", "value", printed=printed, value=value))


# A figure inside a name: “… đạt trên 60%”, “100% cơ sở giáo dục …”.
_IN_NAME = re.compile(
    r"(?:đạt\s+)?(?:tỷ lệ\s+)?"
    r"(?:từ\s+|trên\s+|tối thiểu\s+|ít nhất\s+|không dưới\s+|khoảng\s+|dưới\s+|giảm\s+|tăng\s+|[≥≤<>]\s*)*"
    rf"{_NUMBER}\s*%(?:\s*(?:-|–|đến)\s*{_NUMBER}\s*%)?(?:\s+trở (?:lên|xuống))?",
    re.IGNORECASE,
)


def figure_in_name(name: str) -> str | None:
    """The one percentage printed inside a name, with the words that bind it; none if there are several."""
    found = _IN_NAME.findall(name) if len(name) <= 2 * _LONGEST else []
    return flat(found[0]) if len(found) == 1 else None
