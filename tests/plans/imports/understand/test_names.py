from collections.abc import Sequence

import pytest

from api.plans.imports.understand.names import Candidate, normalised, read_names, similarity
from api.plans.imports.understand.parties import split_parties

LISTS = [
    ("Văn phòng Sở", ["Văn phòng Sở"]),
    ("Các phòng; các cơ sở giáo dục", ["Các phòng", "các cơ sở giáo dục"]),
    ("Phòng GDTX, GDNN&ĐH", ["Phòng GDTX, GDNN&ĐH"]),
    (
        "Phòng GDTrH; Phòng GDTX, GDNN&ĐH; các cơ sở giáo dục",
        ["Phòng GDTrH", "Phòng GDTX, GDNN&ĐH", "các cơ sở giáo dục"],
    ),
    (
        "Phòng GDTrH, Phòng GDTX, GDNN&ĐH, các cơ sở giáo dục",
        ["Phòng GDTrH", "Phòng GDTX, GDNN&ĐH", "các cơ sở giáo dục"],
    ),
    ("Các đơn vị thuộc, trực thuộc Sở", ["Các đơn vị thuộc, trực thuộc Sở"]),
    (
        "Các đơn vị thuộc, trực thuộc Sở; các phòng GDĐT, Trung tâm GDDN-GDTX; các CSGD",
        ["Các đơn vị thuộc, trực thuộc Sở", "các phòng GDĐT", "Trung tâm GDDN-GDTX", "các CSGD"],
    ),
    ("Phòng GDMN-GDTH;\nPhòng GDTrH", ["Phòng GDMN-GDTH", "Phòng GDTrH"]),
    (
        "- UBND cấp xã.\n- Các phòng thuộc Sở.\n- Các cơ sở giáo dục.",
        ["UBND cấp xã", "Các phòng thuộc Sở", "Các cơ sở giáo dục"],
    ),
    ("UBND xã, phường, đặc khu", ["UBND xã, phường, đặc khu"]),
    ("Các phòng Sở,Thanh tra Sở", ["Các phòng Sở", "Thanh tra Sở"]),
    ("Văn phòng Sở, Phòng Tổ chức cán bộ", ["Văn phòng Sở", "Phòng Tổ chức cán bộ"]),
    ("Văn phòng Sở và các phòng chuyên môn", ["Văn phòng Sở", "các phòng chuyên môn"]),
    ("Phòng Giáo dục nghề nghiệp, thường xuyên và mầm non", ["Phòng Giáo dục nghề nghiệp, thường xuyên và mầm non"]),
    ("Phòng Giáo dục Mầm non và Tiểu học", ["Phòng Giáo dục Mầm non và Tiểu học"]),
    (
        "Phòng Giáo dục thường xuyên và Công tác học sinh, sinh viên",
        ["Phòng Giáo dục thường xuyên và Công tác học sinh, sinh viên"],
    ),
    ("Toàn ngành", ["Toàn ngành"]),
    (
        "Phòng Quản lý chất lượng\ngiáo dục và Công nghệ thông tin",
        ["Phòng Quản lý chất lượng giáo dục và Công nghệ thông tin"],
    ),
    ("Chủ trì: Văn phòng Sở", ["Văn phòng Sở"]),
    ("", []),
    (" ; ", []),
]


@pytest.mark.parametrize(("text", "names"), LISTS)
def test_lists_of_units(text: str, names: list[str]) -> None:
    found = read_names(text, "lead")
    assert found.names == names
    assert found.printed == names


def test_the_office_in_brackets_leads_and_the_printed_name_is_kept() -> None:
    printed = "Sở Giáo dục và Đào tạo (Văn phòng Sở; Phòng Giáo dục thường xuyên và Công tác học sinh, sinh viên)"
    found = read_names(f"{printed}.", "lead")
    assert found.names == ["Văn phòng Sở", "Phòng Giáo dục thường xuyên và Công tác học sinh, sinh viên"]
    assert found.printed == [printed, printed]
    assert {problem.code for problem in found.problems} == {"lead_in_brackets"}
    assert read_names("Sở GDĐT (qua Văn phòng Sở)", "lead").names == ["Văn phòng Sở"]


@pytest.mark.parametrize(
    "name", ["Trung tâm CNTT (VNPT)", "Phòng GDTrH (bộ phận)", "Sở Giáo dục và Đào tạo (để báo cáo)"]
)
def test_other_brackets_belong_to_the_name(name: str) -> None:
    assert read_names(name, "lead").names == [name]


def test_a_missing_separator_is_seen_and_said() -> None:
    found = read_names("các CSGD Ngân hàng Nhà nước Chi nhánh Quảng Bình", "coordinating")
    assert found.names == ["các CSGD", "Ngân hàng Nhà nước Chi nhánh Quảng Bình"]
    assert [problem.code for problem in found.problems] == ["separator_missing"]


def test_divisions_after_a_colon_are_named_in_full_and_doubted() -> None:
    found = read_names("Các phòng: GDTrH, GDMN-GDTH, Phòng TCCB", "lead")
    assert found.names == ["Phòng GDTrH", "Phòng GDMN-GDTH", "Phòng TCCB"]
    assert [problem.code for problem in found.problems] == ["list_unclear"]


REGISTER = {"Phòng Giáo dục phổ thông": "gdpt", "Phòng Tổ chức – Hành chính": "tchc", "Phòng KH-TC": "khtc"}


def _register(name: str) -> Sequence[Candidate]:
    scored = [(similarity(name, known), known, code) for known, code in REGISTER.items()]
    return [Candidate({"id": code, "code": code, "name": known}, sure) for sure, known, code in scored if sure > 0.5]


def test_the_register_tells_two_units_from_one() -> None:
    found = read_names("Phòng Giáo dục phổ thông, Tổ chức – Hành chính", "coordinating", _register)
    assert found.names == ["Phòng Giáo dục phổ thông", "Tổ chức – Hành chính"]
    unsure = read_names("Phòng Giáo dục phổ thông, Tổ chức – Hành chính", "coordinating")
    assert unsure.names == ["Phòng Giáo dục phổ thông, Tổ chức – Hành chính"]
    assert [problem.code for problem in unsure.problems] == ["list_unclear"]


def test_matches_are_given_with_their_confidence_and_doubts_said() -> None:
    found = read_names("Phòng Kế hoạch - Tài chính; Phòng Giáo dục phổ thông X; Ngân hàng Nhà nước", "lead", _register)
    assert [(ref["code"], ref["printed_name"]) for ref in found.matched] == [
        ("khtc", "Phòng Kế hoạch - Tài chính"),
        ("gdpt", "Phòng Giáo dục phổ thông X"),
    ]
    assert [problem.code for problem in found.problems] == ["unit_match_unsure", "unit_not_matched"]


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "Phòng KHTC",
            "Phòng KH-TC",
            "phòng Kế hoạch – Tài chính",
            "Phòng Kế hoạch - Tài chính",
            "PHÒNG KẾ HOẠCH TÀI CHÍNH",
        ),
        ("Sở GDĐT", "Sở GD&ĐT", "Sở Giáo dục và Đào tạo", "SỞ GD-ĐT"),
        ("Phòng QLCL", "Phòng Quản lý chất lượng", "phòng quản lý chất lượng"),
        ("Phòng GDMN-GDTH", "Phòng GDMN-TH", "Phòng Giáo dục Mầm non – Tiểu học", "Phòng Giáo dục Mầm non và Tiểu học"),
        ("Các CSGD", "các cơ sở giáo dục", "Cơ sở giáo dục"),
        ("Phòng HC-QT", "Phòng Hành chính – Quản trị"),
        ("Phòng TC-HC", "Phòng Tổ chức – Hành chính"),
        ("UBND cấp xã", "Ủy ban nhân dân cấp xã"),
    ],
)
def test_spellings_of_one_unit_are_one(spellings: tuple[str, ...]) -> None:
    assert len({normalised(name) for name in spellings}) == 1
    assert similarity(spellings[0], spellings[-1]) == 1.0


def test_similar_names_are_not_the_same() -> None:
    assert similarity("Phòng Quản lý chất lượng Sở", "Phòng Quản lý chất lượng") == 0.95
    assert 0 < similarity("Phòng Giáo dục trung học", "Phòng Giáo dục tiểu học") < 0.9
    assert similarity("", "Phòng") == 0.0


@pytest.mark.parametrize(
    ("text", "lead", "coordinating"),
    [
        ("Chủ trì: Văn phòng Sở\nPhối hợp: các phòng", "Văn phòng Sở", "các phòng"),
        (
            "Đơn vị chủ trì: Phòng QLCL; đơn vị phối hợp: Văn phòng Sở; các phòng",
            "Phòng QLCL",
            "Văn phòng Sở; các phòng",
        ),
        ("Văn phòng Sở chủ trì; các phòng phối hợp", "Văn phòng Sở", "các phòng"),
        ("Văn phòng Sở", "Văn phòng Sở", ""),
    ],
)
def test_units_of_both_roles_in_one_cell(text: str, lead: str, coordinating: str) -> None:
    assert split_parties(text) == (lead, coordinating)
