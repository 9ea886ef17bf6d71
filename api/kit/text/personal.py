"""Personal data that has no place in a report: found to warn whoever writes it, never to refuse it."""

import re
from collections.abc import Iterator

# Province (001–096), century and sex, year, six digits; not a part of a longer word or identifier.
_CITIZEN_NUMBER = re.compile(r"(?<![\w.,-])0(?:0[1-9]|[1-8]\d|9[0-6])\d{9}(?![\w-])")
_FAMILY_NAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Đoàn", "Trịnh", "Mai", "Đào", "Lương", "Cao", "Tạ", "Lâm",
)  # fmt: skip
_NAME = re.compile(rf"\b(?:{'|'.join(_FAMILY_NAMES)})(?: [A-ZÀ-ỸĐ][a-zà-ỹđ]*){{1,4}}")
MANY_NAMES = 5
"""From this number of different names on, a text is a list of people."""


# What people put between the words of a file's name: some part words, others part what is told.
_BETWEEN_WORDS, _BETWEEN_PARTS = re.compile(r"[_\s]+"), re.compile(r"\s*[-.+~()\[\]]+\s*")


def in_words(filename: str) -> str:
    """A file's name as a text would say it: `Nguyễn_Văn_An-031205004321.pdf` as `Nguyễn Văn An, 031205004321, pdf`."""
    return _BETWEEN_PARTS.sub(", ", _BETWEEN_WORDS.sub(" ", filename))


def personal_data(text: str) -> Iterator[str]:
    """What of it there is in a text: `citizen_number`, `list_of_names`."""
    if _CITIZEN_NUMBER.search(text):
        yield "citizen_number"
    if len(set(_NAME.findall(text))) >= MANY_NAMES:
        yield "list_of_names"
