"""How far a report has come, and what it is made of."""

from datetime import UTC, datetime, timedelta

import pytest

from api.reporting.rules import content, report

DUE = datetime(2026, 3, 24, 16, 59, 59, tzinfo=UTC)
OUTLINE = content.OUTLINE


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        ("draft", ["save", "send"]),
        ("sent", ["return", "receive"]),
        ("returned", ["save", "send"]),
        ("received", ["correct"]),
    ],
)
def test_what_may_be_done_follows_from_the_state(status, acts):
    assert report.may(status, round_open=True, writes=True, sends=True, receives=True) == acts
    assert report.may(status, round_open=True, writes=False, sends=False, receives=False) == []
    assert report.may(status, round_open=False, writes=True, sends=True, receives=True) == [
        act for act in acts if act == "receive"
    ]


def test_acts_lead_from_state_to_state():
    assert [report.after(*each) for each in (("save", "returned"), ("send", "draft"), ("correct", "received"))] == [
        "returned", "sent", "draft"
    ]  # fmt: skip
    with pytest.raises(ValueError, match="receive of what is draft"):
        report.after("receive", "draft")


def test_on_time_is_before_the_next_second():
    assert report.on_time(DUE, DUE + timedelta(milliseconds=999))
    assert report.on_time(DUE, DUE + timedelta(seconds=1)) is False
    assert report.on_time(None, DUE) is None
    assert report.on_time(DUE, None) is None


def test_overdue_is_what_those_above_still_wait_for():
    after = DUE + timedelta(seconds=1)
    assert [report.is_overdue(status, DUE, after) for status in report.STATUSES] == [True, False, False, True]
    assert not report.is_overdue("draft", DUE, DUE)
    assert not report.is_overdue("draft", None, after)


def test_texts_begin_as_those_of_the_last_report():
    last = {"ket-qua": "Đã xong", "cu": "Mục đã bỏ"}
    begun = content.filled(OUTLINE, None, last)
    assert begun == {"ket-qua": "Đã xong", "ton-tai": "", "phuong-huong": "", "kien-nghi": ""}
    assert content.filled(OUTLINE, {"ton-tai": "Thiếu máy"}, last)["ket-qua"] == ""
    assert set(content.filled(OUTLINE, None, None).values()) == {""}


def figure(id_="i.u.2026-Q1", **more):
    return {"id": id_, "name": "Chữ ký số", "asked": True, "answer": "given", "numerator": 4, "warnings": [], **more}


def test_a_figure_that_is_missing_or_unusual_is_a_flaw():
    assert content.flaws([(True, False), (False, False), (True, True)]) == 2


def test_lines_are_the_sections_and_what_is_gathered():
    parts = {"figures": [figure()], "assignments": [{"id": "a"}], "difficulties": [{"id": "d"}]}
    lines = content.lines_of(OUTLINE, parts)
    assert lines[0] == "section:nhiem-vu"
    assert lines[-3:] == ["indicator_value:i.u.2026-Q1", "assignment:a", "difficulty:d"]
    assert content.figures_returned(lines) == ["i.u.2026-Q1"]
    assert content.has(OUTLINE, "figures")
    assert not content.has(OUTLINE[:1], "figures")


def test_what_changed_is_named_line_by_line():
    work = {"id": "a", "name": "Triển khai", "status": "in_progress", "percent": 50, "text": None}
    before = {"figures": [figure()], "assignments": [work], "difficulties": []}
    raised = {"id": "d", "name": "Thiếu máy", "title": "Thiếu máy", "text": "…", "status": "open"}
    now = {"figures": [figure(numerator=5)], "assignments": [dict(work)], "difficulties": [raised]}
    found = content.changes(before, now)
    assert found[0] == {"line": "indicator_value:i.u.2026-Q1", "name": "Chữ ký số", "fields": {"numerator": [4, 5]}}
    assert (found[1]["line"], found[1]["fields"]["status"]) == ("difficulty:d", [None, "open"])
    assert [each["line"] for each in content.changes(now, before)] == ["indicator_value:i.u.2026-Q1", "difficulty:d"]


@pytest.mark.parametrize(
    ("own", "left", "made"),
    [
        (None, {"ket-qua": "Đã xong"}, {"ket-qua": "Đã xong"}),
        ({"ket-qua": "Của tôi"}, {"ket-qua": "Đã xong "}, {"ket-qua": "Của tôi\nĐã xong"}),
        ({"ket-qua": "Của tôi\nĐã xong"}, {"ket-qua": "Đã xong"}, {"ket-qua": "Của tôi\nĐã xong"}),
        ({"ton-tai": "Thiếu người"}, {"ket-qua": ""}, {"ton-tai": "Thiếu người", "ket-qua": ""}),
    ],
)
def test_what_somebody_leaves_stands_behind_ones_own_texts(own, left, made):
    assert content.joined(own, left) == made
