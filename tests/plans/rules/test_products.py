"""What kind of thing a printed product is."""

import pytest

from api.plans.rules.products import kind_of_product


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Báo cáo quý; báo cáo năm", "document"),
        ("- Kế hoạch triển khai", "document"),
        ("100% cơ sở giáo dục sử dụng học bạ số", "figure"),
        ("Tổ chức tập huấn cho giáo viên", "activity"),
        ("Phần mềm quản lý trường học", "thing"),
    ],
)
def test_a_product_is_of_the_kind_its_words_say(title: str, kind: str) -> None:
    assert kind_of_product(title) == kind
