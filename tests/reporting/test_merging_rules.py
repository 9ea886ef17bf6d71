"""What many reports say made one, and the words of it."""

import pytest

from api.reporting.rules import words
from api.reporting.rules.merging import MOST_TEXTS, Came, alike, by_section, counted, many

SAID = [
    ("Trường A", "Thiếu máy quét", "Cả trường có một chiếc"),
    ("Trường B", "- thiếu MÁY quét.", "Chưa có chiếc nào"),
    ("Trường C", "Mạng yếu", " "),
    ("Trường B", "Thieu may quet", "Chưa có chiếc nào"),
    ("Trường D", " ; ", "Không nói gì"),
]


def test_what_is_alike_is_said_once_by_all_who_say_it():
    found = alike(SAID)
    assert [(each["text"], each["count"], each["units"]) for each in found] == [
        ("Thiếu máy quét", 2, ["Trường A", "Trường B"]),
        ("Mạng yếu", 1, ["Trường C"]),
    ]
    assert [each["more"] for each in found] == [["Cả trường có một chiếc", "Chưa có chiếc nào"], []]
    assert len(alike((str(n), "Mạng yếu", f"Lý do {n}") for n in range(9))[0]["more"]) == MOST_TEXTS


def test_texts_are_merged_line_by_line_in_their_sections():
    written = [("Xã A", {"kien-nghi": "Cấp máy quét\n\n+ Bổ sung biên chế"}), ("Xã B", {"kien-nghi": "cấp máy quét;"})]
    (found,) = by_section(["ket-qua", "kien-nghi"], written)
    assert found["section"] == "kien-nghi"
    assert [(each["text"], each["count"]) for each in found["items"]] == [("Cấp máy quét", 2), ("Bổ sung biên chế", 1)]


def test_who_is_named_in_words():
    assert many(["A", "B"], 2) == "A, B"
    assert many(["A", "B", "C", "D"], 9) == "A, B, C và 6 đơn vị khác"


def test_reports_are_counted():
    every = [Came(True, True, True), Came(True, False), Came(True, None), Came(False, None)]
    assert counted(every) == {"expected": 4, "came": 3, "received": 1, "on_time": 1, "late": 1, "missing": 1}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, ("cancelled", 0)),
        ({"cancelled": 3}, ("cancelled", 0)),
        ({"completed": 2, "cancelled": 1}, ("completed", 100)),
        ({"completed": 1, "not_started": 2}, ("in_progress", 33)),
        ({"not_started": 2}, ("not_started", 0)),
    ],
)
def test_work_of_several_units_stands_as_one(counts, expected):
    assert words.together(counts) == expected


def test_a_tally_is_a_sentence():
    counts = {"met": 7, "behind": 2, "at_risk": 0}
    assert words.tally(counts, words.STANDINGS, "chỉ tiêu") == "Có 9 chỉ tiêu: đạt 7; chậm tiến độ 2."
