"""What becomes of rows, whatever way a table prints them."""

import pytest

from api.plans.imports.preview import Row, RowKind
from tests.plans.imports.tables import BELOW, RIGHT, TARGET_HEAD, TASK_HEAD, codes, preview, table, tasks

FULL = ["Sản phẩm A", "Văn phòng Sở", "Các phòng", "Quý I"]


def _numbers(rows: list[Row]) -> list[tuple[str, str | None, str | None]]:
    return [
        (str(row.kind), row.understood.get("number", row.understood.get("code")), row.understood.get("parent_number"))
        for row in rows
    ]


def test_a_task_is_understood_with_its_place_and_printed_cells() -> None:
    row = tasks(
        ["1", "Rà soát quy chế", "Quy chế; báo cáo", "Văn phòng Sở", "Các phòng; các CSGD", "Trước ngày 30/6/2026"]
    )[0]
    assert row.kind is RowKind.TASK
    assert (row.position, row.source.table, row.source.row, row.source.page) == (1, 1, 2, None)
    understood = row.understood
    assert (understood["number"], understood["title"], understood["results"]) == (
        "1",
        "Rà soát quy chế",
        ["Quy chế", "báo cáo"],
    )
    assert (understood["lead"], understood["coordinating"]) == (["Văn phòng Sở"], ["Các phòng", "các CSGD"])
    assert understood["schedule"]["terms"][0]["on"] == "2026-06-30"
    assert row.confidence == 1.0
    assert ("Đơn vị chủ trì", "Văn phòng Sở") in row.source.cells


@pytest.mark.parametrize(
    "group",
    [
        ["I", "Thể chế số", RIGHT, RIGHT, RIGHT, RIGHT],
        ["I", "Thể chế số", "", "", "", ""],
        ["I. Thể chế số", RIGHT, RIGHT, RIGHT, RIGHT, RIGHT],
        ["", "I. Thể chế số", "", "", "", ""],
        ["", "*I. Thể chế số", RIGHT, RIGHT, RIGHT, RIGHT],
        ["Nhóm I", "*Thể chế số", "", "", "", ""],
    ],
)
def test_a_group_row_in_any_print(group: list[str]) -> None:
    rows = tasks(group, ["1", "Việc", *FULL])
    assert [row.kind for row in rows] == [RowKind.TASK_GROUP, RowKind.TASK]
    assert rows[0].understood == {"code": "I", "title": "Thể chế số", "parent": None}
    assert rows[1].understood["group"] == "I"


def test_a_bold_row_without_a_number_is_a_group_without_a_code() -> None:
    rows = tasks(["", "*Hạ tầng số", "", "", "", ""], ["1", "Việc", *FULL])
    assert rows[0].understood == {"code": None, "title": "Hạ tầng số", "parent": None}
    assert (rows[1].understood["group"], rows[1].understood["group_title"]) == (None, "Hạ tầng số")


def test_numbers_over_dotted_numbers_are_groups_where_no_roman_ones_are() -> None:
    rows = tasks(["1", "Công tác chỉ đạo", "", "", "", ""], ["1.1", "Việc", *FULL], ["1.2", "Việc khác", *FULL])
    assert _numbers(rows) == [("task_group", "1", None), ("task", "1.1", None), ("task", "1.2", None)]


def test_under_a_roman_group_a_number_over_dotted_ones_is_their_task() -> None:
    rows = tasks(["I", "Nhóm", "", "", "", ""], ["1", "Công tác chỉ đạo", "", "", "", ""], ["1.1", "Việc", *FULL])
    assert _numbers(rows) == [("task_group", "I", None), ("task", "1", None), ("task", "1.1", "1")]


def test_groups_stand_in_groups() -> None:
    names = (("A", "*Phần A"), ("I", "Nhóm"), ("B", "*Phần B"), ("C", "*Phần C"))
    first, second, *others = ([*name, *[RIGHT] * 4] for name in names)
    rows = tasks(first, second, ["1", "Việc", *FULL], *others)
    assert [row.understood.get("parent") for row in rows] == [None, "A", None, None, None]


def test_small_letters_and_bullets_stand_under_the_last_number() -> None:
    rows = tasks(
        ["1", "Việc", *FULL],
        ["a)", "Phần a", *FULL],
        ["-", "Phần b", *FULL],
        ["", "- Phần c", *FULL],
        ["2", "Hai", *FULL],
    )
    assert [row.understood["parent_number"] for row in rows] == [None, "1", "1", "1", None]
    assert rows[3].understood["title"] == "Phần c"


def test_rows_under_one_merged_number_are_its_sub_rows() -> None:
    rows = tasks(
        ["1", "Ban hành các văn bản", "- Kế hoạch năm.\n- Quy chế.", "Văn phòng Sở", "Các phòng", "Quý I"],
        [BELOW, BELOW, "Văn bản hướng dẫn.", "Phòng QLCL", "Các phòng", "Quý II"],
        ["2", "Việc", *FULL],
    )
    assert _numbers(rows) == [("task", "1", None), ("task", None, "1"), ("task", None, "1"), ("task", "2", None)]
    assert rows[0].understood["lead"] == []
    assert rows[0].confidence == 1.0
    assert rows[1].understood["title"] == "Kế hoạch năm; Quy chế"
    assert codes(rows[2]) == ["title_from_results"]
    assert rows[2].understood["lead"] == ["Phòng QLCL"]


def test_a_merged_cell_counts_for_every_row_it_reaches() -> None:
    rows = tasks(["1", "Một", "A", "Văn phòng Sở", "Các phòng", "Quý I"], ["2", "Hai", "B", BELOW, BELOW, BELOW])
    assert rows[1].understood["lead"] == ["Văn phòng Sở"]
    assert rows[1].understood["deadline_text"] == "Quý I"


def test_results_in_rows_of_their_own_belong_to_the_task_above() -> None:
    rows = tasks(
        ["1", "Một", "- Kế hoạch", "Văn phòng Sở", "Các phòng", "Quý I"],
        [BELOW, BELOW, "- Báo cáo", BELOW, BELOW, BELOW],
    )
    assert len(rows) == 1
    assert rows[0].understood["results"] == ["Kế hoạch", "Báo cáo"]


def test_a_row_that_runs_on_is_joined_and_says_so() -> None:
    rows = tasks(
        ["1", "Rà soát, ban", "Quy", "Văn phòng Sở", "Các", "Quý I"], ["", "hành quy chế", "chế", "", "phòng", ""]
    )
    assert rows[0].understood["title"] == "Rà soát, ban hành quy chế"
    assert rows[0].understood["results"] == ["Quy chế"]
    assert rows[0].understood["coordinating"] == ["Các phòng"]
    assert codes(rows[0]) == ["row_joined"]


def test_a_row_cut_by_a_page_is_put_together_even_before_a_capital() -> None:
    rows = tasks(
        ["1", "Phê duyệt cấp độ đối với", "Hệ thống của", "Sở Giáo dục và Đào", "- UBND cấp xã.", "Quý I"],
        ["", "Hệ thống thông tin", "cơ quan Sở", "tạo (Văn phòng Sở)", "- Các phòng.", ""],
        pages=(2,),
    )
    assert len(rows) == 1
    assert rows[0].understood["title"] == "Phê duyệt cấp độ đối với Hệ thống thông tin"
    assert rows[0].understood["lead"] == ["Văn phòng Sở"]
    assert rows[0].understood["coordinating"] == ["UBND cấp xã", "Các phòng"]
    assert rows[0].confidence == 1.0


def test_a_sub_row_at_the_top_of_a_page_is_no_rest_of_the_row_before() -> None:
    rows = tasks(
        ["1", "Ban hành", "Kế hoạch.", "Văn phòng Sở", "", "Quý I"],
        ["", "", "Quy chế.", "Phòng QLCL", "", "Quý II"],
        pages=(2,),
    )
    assert _numbers(rows) == [("task", "1", None), ("task", None, "1"), ("task", None, "1")]


def test_headings_repeated_and_counted_columns_are_no_rows() -> None:
    count = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    rows = tasks(count, ["1", "Một", *FULL], TASK_HEAD, ["2", "Hai", *FULL], ["", "", "", "", "", ""])
    assert [row.understood["number"] for row in rows] == ["1", "2"]


def test_a_group_cut_by_a_page_and_one_repeated_on_it() -> None:
    group = ["I", "Hoàn thiện thể", *[RIGHT] * 4]
    cut = tasks(group, ["", "chế số", *[RIGHT] * 4], ["1", "Việc", *FULL], pages=(2,))
    assert cut[0].understood["title"] == "Hoàn thiện thể chế số"
    again = tasks(group, ["1", "Việc làm", *FULL], group, ["", "tiếp theo", "", "", "", ""], pages=(3,))
    assert [row.kind for row in again] == [RowKind.TASK_GROUP, RowKind.TASK]
    assert again[1].understood["title"] == "Việc làm tiếp theo"


def test_a_group_with_a_unit_beside_it_is_a_group_and_says_so() -> None:
    rows = tasks(["I", "Thể chế số", "", "Văn phòng Sở", "", ""], ["1", "Việc", *FULL])
    assert rows[0].kind is RowKind.TASK_GROUP
    assert codes(rows[0]) == ["group_has_values"]
    alone = tasks(["I", "Thể chế số", *FULL], ["II", "Nhận thức số", *FULL])
    assert [row.kind for row in alone] == [RowKind.TASK, RowKind.TASK]


def test_as_above_is_looked_up_and_said() -> None:
    rows = tasks(["1", "Một", *FULL], ["2", "Hai", "nt", '"', "Như trên", "-nt-"])
    assert rows[1].understood["lead"] == ["Văn phòng Sở"]
    assert rows[1].understood["deadline_text"] == "Quý I"
    assert codes(rows[1]) == ["ditto"] * 4
    assert tasks(["1", "nt", "nt", "Văn phòng Sở", "", "Quý I"])[0].understood["results"] == ["nt"]


def test_notes_below_a_table_are_set_aside_and_named() -> None:
    understood = preview(table(TASK_HEAD, ["1", "Một", *FULL], ["Ghi chú: theo dõi hằng quý", *[RIGHT] * 5]))
    assert len(understood.rows) == 1
    assert [unread.problem.code for unread in understood.unread] == ["row_set_aside"]
    assert "Ghi chú" in understood.to_json()["problems"][0]["message"]


def test_what_is_missing_is_said_and_lowers_the_confidence() -> None:
    row = tasks(["", "Việc không số", "", "", "", ""], ["2", "Hai", *FULL])[0]
    assert codes(row) == ["number_missing", "lead_missing", "deadline_missing"]
    assert row.confidence == 0.65
    assert codes(tasks(["1", "", "A", "Văn phòng Sở", "", "Quý I"])[0]) == ["title_missing"]


def test_a_number_used_twice_is_said() -> None:
    rows = tasks(["1", "Một", *FULL], ["1", "Hai", *FULL])
    assert [codes(row) for row in rows] == [[], ["number_repeated"]]


def test_a_deadline_that_is_doubtful_or_not_understood_is_said() -> None:
    rows = tasks(
        ["1", "Một", "A", "Văn phòng Sở", "", "khi nào xong thì xong"],
        ["2", "Hai", "A", "Văn phòng Sở", "", "Quý I/20266"],
    )
    assert codes(rows[0]) == ["deadline_not_understood"]
    assert codes(rows[1]) == ["deadline_doubtful"]


def test_a_plan_of_no_known_year_computes_no_deadline() -> None:
    row = preview("DANH MỤC NHIỆM VỤ", table(TASK_HEAD, ["1", "Một", *FULL]), year=None).rows[0]
    assert codes(row) == ["year_unknown"]
    assert row.understood["schedule"] is None


def test_a_sheet_stores_one_point_ten_as_one_point_one() -> None:
    rows = tasks(["1", "Nhóm", "", "", "", ""], *[[f"1,{n}", f"Việc {n}", *FULL] for n in (*range(1, 10), 1)])
    assert rows[-1].understood["number"] == "1.10"
    assert codes(rows[-1]) == ["number_inferred"]


def test_columns_of_other_things_are_kept() -> None:
    head = ["TT", "Nhiệm vụ", "Kinh phí", "Đơn vị chủ trì", "Thời gian", "Ghi chú"]
    row = preview(table(head, ["1", "Một", "500 triệu", "Văn phòng Sở", "Quý I", "Ưu tiên"])).rows[0]
    assert row.understood["other"] == [{"column": "Kinh phí", "text": "500 triệu"}]
    assert row.understood["note"] == "Ưu tiên"


def test_beginning_and_end_in_two_columns_make_one_deadline() -> None:
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian bắt đầu", "Thời gian kết thúc"]
    rows = preview(
        table(
            head,
            ["1", "Một", "Văn phòng Sở", "tháng 1/2026", "tháng 6/2026"],
            ["2", "Hai", "Văn phòng Sở", "tháng 1/2026", ""],
        )
    ).rows
    assert rows[0].understood["deadline_text"] == "Từ tháng 1/2026 đến tháng 6/2026"
    assert rows[1].understood["deadline_text"] == "Từ tháng 1/2026"


def test_both_kinds_of_units_in_one_column() -> None:
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì, phối hợp", "Thời gian"]
    row = preview(table(head, ["1", "Một", "Chủ trì: Văn phòng Sở\nPhối hợp: các phòng", "Quý I"])).rows[0]
    assert (row.understood["lead"], row.understood["coordinating"]) == (["Văn phòng Sở"], ["các phòng"])


def test_a_column_of_groups_reaching_down_over_their_rows() -> None:
    head = ["TT", "Nhóm nhiệm vụ", "Nội dung", "Đơn vị chủ trì", "Thời gian"]
    rows = preview(
        table(head, ["1", "I. Thể chế", "Một", "Văn phòng Sở", "Quý I"], ["2", BELOW, "Hai", "Văn phòng Sở", "Quý I"],
              ["3", "Hạ tầng", "Ba", "Văn phòng Sở", "Quý I"], ["4", "Hạ tầng", "Bốn", "Văn phòng Sở", "Quý I"])
    ).rows  # fmt: skip
    assert [(str(row.kind), row.understood["title"], row.understood.get("group")) for row in rows] == [
        ("task_group", "Thể chế", None),
        ("task", "Một", "I"),
        ("task", "Hai", "I"),
        ("task_group", "Hạ tầng", None),
        ("task", "Ba", None),
        ("task", "Bốn", None),
    ]


def test_a_table_without_a_column_of_numbers() -> None:
    head = ["Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"]
    rows = preview(
        table(head, ["1. Rà soát quy chế", "Văn phòng Sở", "Quý I"], ["Tập huấn", "Phòng QLCL", "Quý II"])
    ).rows
    assert [(row.understood["number"], row.understood["title"]) for row in rows] == [
        ("1", "Rà soát quy chế"),
        (None, "Tập huấn"),
    ]
    assert codes(rows[1]) == []


def test_a_target_is_understood() -> None:
    row = preview(
        table(TARGET_HEAD, ["1", "Hồ sơ điện tử", "%", "≥95%"], ["2", "Trường thí điểm AI", "Cơ sở giáo dục", "≥300"])
    ).rows
    first, second = (each.understood for each in row)
    assert (first["name"], first["unit_of_measure"], first["comparator"], first["value"]) == (
        "Hồ sơ điện tử",
        "%",
        "ge",
        95,
    )
    assert (second["unit_of_measure"], second["value"], second["year"]) == ("Cơ sở giáo dục", 300, 2026)


def test_a_target_with_figures_for_several_years_is_a_row_for_each() -> None:
    head = ["TT", "Chỉ tiêu", "Kết quả năm 2025", "Năm 2026", "Năm 2030"]
    rows = preview(table(head, ["1", "Học bạ số", "60%", "80%", "95,5%"], ["2", "Chữ ký số", "50%", "100%", ""])).rows
    assert [(r.understood["year"], r.understood["value"], r.understood["baseline"]) for r in rows] == [
        (2026, 80, "60%"),
        (2030, 95.5, "60%"),
        (2026, 100, "50%"),
    ]


def test_a_target_over_parts_of_its_own_is_their_group() -> None:
    rows = preview(
        table(TARGET_HEAD, ["1", "Hồ sơ điện tử", "", ""], ["a", "Cấp tỉnh", "%", "100"], ["b", "Cấp xã", "%", "80"])
    ).rows
    assert [str(row.kind) for row in rows] == ["target_group", "target", "target"]


def test_targets_without_a_column_of_figures_give_those_in_their_names() -> None:
    head = ["TT", "Nội dung chỉ tiêu", "Đơn vị chủ trì"]
    rows = preview("PHỤ LỤC I", "BỘ CHỈ TIÊU", table(head, ["1", "Hồ sơ nộp trực tuyến đạt trên 70%", "Văn phòng Sở"],
                                                       ["2", "Có kế hoạch", "Văn phòng Sở"])).rows  # fmt: skip
    assert (rows[0].understood["comparator"], rows[0].understood["value"]) == ("gt", 70)
    assert codes(rows[0]) == ["figure_from_name"]
    assert codes(rows[1]) == ["target_missing"]


def test_a_target_without_a_name_is_doubted() -> None:
    assert "title_missing" in codes(
        preview(table(TARGET_HEAD, ["1", "", "%", "95%"], ["2", "Hai", "%", "95%"])).rows[0]
    )
