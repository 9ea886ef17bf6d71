"""Personal data in free text is seen; figures, identifiers and one or two names are not taken for it."""

import pytest

from api.kit.text.personal import personal_data

PUPILS = "Nguyễn Văn An, Trần Thị Bình, Lê Hoàng Cường, Phạm Minh Dũng, Vũ Thị Hà"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CCCD 031205004321 của em An", ["citizen_number"]),
        (PUPILS, ["list_of_names"]),
        (f"{PUPILS}; 031205004321", ["citizen_number", "list_of_names"]),
        ("Nguyễn Văn An ký thay Trần Thị Bình; Nguyễn Văn An duyệt", []),
        ("Kinh phí 120.000.000.000 đồng, 123456789012 lượt", []),
        ("01a22145-0637-7044-9525-031205004321", []),
        ("Mã giao dịch 0312050043219", []),
        ("", []),
    ],
)
def test_what_is_seen(text: str, found: list[str]) -> None:
    assert [*personal_data(text)] == found
