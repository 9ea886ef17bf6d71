import pytest

from api.plans.imports.roman import is_roman, to_roman
from api.plans.imports.understand.cells import bullet_of, items_of, joined, run_on, split_outside, tidy, unbulleted
from api.plans.imports.understand.marks import NO_MARK, Rank, follows, leading_mark, mark_of

CELLS = [
    ("Báo cáo quý; báo cáo năm", ["Báo cáo quý", "báo cáo năm"]),
    ("- Kế hoạch năm.\n- Quy chế; quy định.", ["Kế hoạch năm.", "Quy chế; quy định."]),
    ("+ Kế hoạch;\n+ Báo cáo.", ["Kế hoạch", "Báo cáo"]),
    ("+ Kế hoạch;\n+ Báo cáo...", ["Kế hoạch", "Báo cáo..."]),
    ("• Một\n• Hai", ["Một", "Hai"]),
    ("1. Kế hoạch\n2. Báo cáo", ["Kế hoạch", "Báo cáo"]),
    ("a) Kế hoạch;\nb) Báo cáo", ["Kế hoạch", "Báo cáo"]),
    ("(1) Kế hoạch\n(2) Báo cáo", ["Kế hoạch", "Báo cáo"]),
    (
        "- Tài liệu:\n+ Cho giáo viên\n+ Cho học sinh\n- Báo cáo",
        ["Tài liệu:\n+ Cho giáo viên\n+ Cho học sinh", "Báo cáo"],
    ),
    ("Các sản phẩm:\n- Kế hoạch", ["Các sản phẩm:", "Kế hoạch"]),
    ("- Kế hoạch\ncủa năm\nBáo cáo", ["Kế hoạch của năm", "Báo cáo"]),
    ("- Tài liệu\n+ Một\nhai", ["Tài liệu\n+ Một hai"]),
    ("- Tài liệu\n+ Một.\nHai", ["Tài liệu\n+ Một.\nHai"]),
    ("Ứng dụng (một; hai; …)", ["Ứng dụng (một; hai; …)"]),
    ('Chuyên mục "một; hai"; báo cáo', ['Chuyên mục "một; hai"', "báo cáo"]),
    ("Ngoặc (không đóng; báo cáo", ["Ngoặc (không đóng", "báo cáo"]),
    ("Mức (cấp độ 1,\n2)", ["Mức (cấp độ 1, 2)"]),
    ("1. Một việc duy nhất", ["1. Một việc duy nhất"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "items"), CELLS)
def test_items_of_a_cell(text: str, items: list[str]) -> None:
    assert items_of(text) == items


def test_bullets_and_ordinals_are_taken_off() -> None:
    assert [bullet_of(line) for line in ("- a", "1) a", "(b) a", "2026 là", "-1 độ", "–Báo cáo")] == [
        "-",
        "1)",
        "a)",
        "",
        "-",
        "–",
    ]
    assert unbulleted("- Báo cáo") == "Báo cáo"
    assert unbulleted(" Báo cáo ") == "Báo cáo"


def test_pieces_of_a_cell_run_on_or_begin_anew() -> None:
    assert joined("Rà soát, ban", "hành quy chế") == "Rà soát, ban hành quy chế"
    assert joined("Kế hoạch.", "Báo cáo") == "Kế hoạch.\nBáo cáo"
    assert joined("Kế hoạch", "- Báo cáo") == "Kế hoạch\n- Báo cáo"
    assert joined("", "Báo cáo") == "Báo cáo"
    assert run_on("Phòng GDMN-", "GDTH") == "Phòng GDMN-GDTH"
    assert run_on("Kế hoạch -", "Tài chính") == "Kế hoạch - Tài chính"
    assert tidy("a  b \n\n c") == "a b\nc"
    assert split_outside("a;(b;c);d", ";") == ["a", "(b;c)", "d"]


@pytest.mark.parametrize(
    ("text", "mark", "rank"),
    [
        ("I", "I", Rank.ROMAN),
        ("VII.", "VII", Rank.ROMAN),
        ("A", "A", Rank.LETTER),
        ("Nhóm II", "II", Rank.ROMAN),
        ("1", "1", Rank.DECIMAL),
        ("01.", "1", Rank.DECIMAL),
        ("1,1", "1.1", Rank.DECIMAL),
        ("2.10", "2.10", Rank.DECIMAL),
        ("(3)", "3", Rank.DECIMAL),
        ("a)", "a", Rank.SMALL),
        ("iii", "iii", Rank.SMALL),
        ("-", "", Rank.NONE),
        ("Tổng", "", Rank.NONE),
        ("", "", Rank.NONE),
    ],
)
def test_marks(text: str, mark: str, rank: Rank) -> None:
    assert (mark_of(text).text, mark_of(text).rank) == (mark, rank)


def test_marks_at_the_head_of_a_title() -> None:
    assert leading_mark("I. Thể chế số")[1] == "Thể chế số"
    assert leading_mark("Nhóm 1: Nhận thức")[0].text == "1"
    assert leading_mark("1.2. Rà soát")[0].text == "1.2"
    assert leading_mark("Thể chế số") == (NO_MARK, "Thể chế số")
    assert leading_mark("a) nhỏ")[0] is NO_MARK


def test_a_letter_follows_another() -> None:
    assert follows("C", "B")
    assert follows("Đ", "D")
    assert not follows("C", "A")
    assert follows("E", "Đ")
    assert not follows("A", "Z")


def test_roman_numbers_both_ways() -> None:
    assert [to_roman(n) for n in (1, 4, 9, 14, 40, 1999, 0, 4000)] == ["I", "IV", "IX", "XIV", "XL", "MCMXCIX", "", ""]
    assert all(is_roman(to_roman(n)) for n in range(1, 100))
    assert not is_roman("IIX")
    assert not is_roman("")
