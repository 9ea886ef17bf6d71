"""Personal data in free text is seen; figures, identifiers and one or two names are not taken for it."""

import pytest

from api.kit.text.personal import in_words, personal_data

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


@pytest.mark.parametrize(
    ("filename", "found"),
    [
        ("CCCD_031205004321.pdf", ["citizen_number"]),
        ("031205004321-mat-truoc.jpg", ["citizen_number"]),
        ("scan(031205004321).jpg", ["citizen_number"]),
        ("Nguyễn_Văn_An-Trần_Thị_Bình-Lê_Hoàng_Cường-Phạm_Minh_Dũng-Vũ_Thị_Hà.xlsx", ["list_of_names"]),
        ("Danh sách Nguyễn Văn An.xlsx", []),
        ("IMG_20260520_101010.jpg", []),
        ("01a22145-0637-7044-9525-931205004321.pdf", []),
        ("bien-ban-so-12.pdf", []),
    ],
)
def test_what_is_seen_in_the_name_of_a_file(filename: str, found: list[str]) -> None:
    assert [*personal_data(in_words(filename))] == found
