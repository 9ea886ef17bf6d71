"""The words, read as a principal would read them, and the waits between attempts."""

from datetime import timedelta

import pytest

from api.kit.problems import Language
from api.notifications.rules import mail_text, reset_words, wait_after, words

TASK = "Triển khai học bạ số"
ITEMS = [
    {"unit": "Trường A", "task": TASK, "due_on": "2026-05-18", "own": False},
    {"unit": "Trường A", "task": TASK, "due_on": "2026-05-20", "own": True},
    {"unit": "Trường A", "task": TASK, "due_on": "2026-05-27", "own": True},
]
DIGEST = {"on": "2026-05-20", "items": ITEMS, "count": 3}


def test_a_digest_in_vietnamese() -> None:
    said = words("digest", DIGEST, "vi")
    assert said.title == "3 việc cần chú ý về thời hạn"
    assert said.text.splitlines() == [
        "- Trường A: Triển khai học bạ số (hạn 18/05/2026, quá hạn 2 ngày)",
        "- Triển khai học bạ số (hạn hôm nay, 20/05/2026)",
        "- Triển khai học bạ số (hạn 27/05/2026, còn 7 ngày)",
    ]


def test_a_digest_in_english() -> None:
    said = words("digest", DIGEST, "en")
    assert said.title == "3 tasks need attention"
    assert said.text.splitlines() == [
        "- Trường A: Triển khai học bạ số (due 18/05/2026, 2 days late)",
        "- Triển khai học bạ số (due 20/05/2026, today)",
        "- Triển khai học bạ số (due 27/05/2026)",
    ]
    assert words("digest", DIGEST | {"items": ITEMS[:1], "count": 1}, "en").title == "1 task needs attention"


@pytest.mark.parametrize(("language", "rest"), [("vi", "… và 5 việc khác"), ("en", "… and 5 more")])
def test_a_long_digest_ends_in_a_number(language: str, rest: str) -> None:
    said = words("digest", DIGEST | {"items": ITEMS[1:2] * 25, "count": 25}, language)  # type: ignore[arg-type]
    lines = said.text.splitlines()
    assert (len(lines), lines[-1]) == (21, rest)


def test_a_mail_says_where_to_go_on_and_how_to_be_rid_of_it() -> None:
    assert "Xem tại: https://x.vn/a" in mail_text("Nội dung", "https://x.vn/a", "vi")
    assert "Open: https://x.vn/a" in mail_text("Text", "https://x.vn/a", "en")


def test_a_reset_names_each_account() -> None:
    links = [("head.a", "https://x/1"), ("officer.a", "https://x/2")]
    for language in ("vi", "en"):
        said = reset_words(links, 60, language)
        assert "- head.a: https://x/1\n- officer.a: https://x/2" in said.text
        assert "60" in said.text


def test_waits_double_up_to_six_hours_and_end() -> None:
    assert [wait_after(attempts) for attempts in (1, 2, 3)] == [timedelta(minutes=n) for n in (1, 2, 4)]
    assert wait_after(9) == timedelta(minutes=256)
    assert wait_after(10) is None


def test_a_unit_is_told_why_its_proof_was_not_accepted() -> None:
    said = words("evidence.rejected", {"unit": "Trường A", "title": "Ảnh", "verdict_reason": "Ảnh mờ"}, "vi")
    assert said.title == "Đề nghị bổ sung minh chứng: Ảnh"
    assert "Ảnh mờ" in said.text
    ending = words("evidence.expiring", {"unit": "Trường A", "title": "Chứng chỉ", "expires_on": "2026-06-20"}, "vi")
    assert "đến hết ngày 20/06/2026" in ending.text


@pytest.mark.parametrize(
    ("wording", "title"),
    [("request", "{unit} đề nghị làm rõ: Chậm"), ("require", "{unit} yêu cầu báo cáo làm rõ: Chậm")],
)
def test_a_unit_is_asked_in_the_words_its_asker_may_use(wording: str, title: str) -> None:
    asked = {"wording": wording, "unit": "Sở A", "title": "Chậm", "due_on": "2026-05-22"}
    assert words("clarification.asked", asked, "vi").title == title.format(unit="Sở A")


@pytest.mark.parametrize(
    ("wording", "title"),
    [
        ("request", "Đề nghị bổ sung báo cáo quý II năm 2026: Báo cáo quý"),
        ("require", "Báo cáo quý II năm 2026 được trả lại để bổ sung: Báo cáo quý"),
    ],
)
def test_nothing_is_returned_to_a_committee_by_that_word(wording: str, title: str) -> None:
    data = {"wording": wording, "unit": "Sở A", "title": "Báo cáo quý", "period": "2026-Q2"}
    assert words("report.returned", data, "vi").title == title
    assert "2026-Q2" in words("report.returned", data, "en").title
    if wording == "request":
        assert "trả lại" not in words("report.returned", data, "vi").text


def test_that_reports_come_in_is_said_of_a_day() -> None:
    data = {"unit": "Trường A", "title": "Báo cáo quý", "period": "2026-Q2", "on": "2026-06-04"}
    said = words("report.sent", data, "vi")
    assert said.title == "Có đơn vị đã gửi báo cáo quý II năm 2026: Báo cáo quý"
    assert said.text.startswith("Ngày 04/06/2026 có đơn vị đã gửi")


@pytest.mark.parametrize(
    ("language", "text"), [("vi", "trước 16 giờ 30 ngày 08/12/2026"), ("en", "by 16:30 on 08/12/2026")]
)
def test_a_request_says_until_which_minute_in_viet_nam(language: Language, text: str) -> None:
    data = {"unit": "Sở A", "title": "Rà soát máy quét", "due_at": "2026-12-08T09:30:00+00:00"}
    assert text in words("data_request.asked", data, language).text
