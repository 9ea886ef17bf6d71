"""What is proposed that an audience owes, by what plans print."""

import pytest

from api.assignments.rules.proposals import (
    Named,
    Product,
    Proposal,
    kinds_of,
    levels_named,
    ownership_named,
    propose,
)

SCHOOLS = frozenset({"school"})


def coordinating(title: str, *products: tuple[str, str], kinds: frozenset[str] = SCHOOLS) -> Proposal:
    return propose(title, [Product(*product) for product in products], Named("coordinate", kinds))


@pytest.mark.parametrize(
    ("title", "kind", "owes"),
    [
        ("Mô hình, sáng kiến được triển khai tại đơn vị.", "thing", "yes_no"),
        ("100% cán bộ, công chức, viên chức tại đơn vị cài đặt và sử dụng ứng dụng.", "figure", "figure"),
        ("Quy chế bảo đảm an toàn thông tin của đơn vị", "document", "product"),
        ("100% trường triển khai", "figure", "yes_no"),
        ("Tỷ lệ các cơ sở giáo dục công lập trên toàn tỉnh thu học phí không tiền mặt", "figure", "yes_no"),
        ("Mỗi trường một chuyên mục", "activity", "yes_no"),
    ],
)
def test_coordinating_owes_what_is_plainly_each_units_own(title, kind, owes):
    assert (coordinating("Nhiệm vụ", (title, kind)).owes, coordinating("Nhiệm vụ", (title, kind)).why) == (
        owes,
        "own_product",
    )


@pytest.mark.parametrize(
    "product",
    [
        ("Báo cáo quý", "document"),
        ("Kiểm tra, đánh giá an toàn thông tin tại các đơn vị trực thuộc", "activity"),
        ("Văn bản hướng dẫn của đơn vị", "document"),
        ("Hệ thống thông tin của cơ quan Sở", "thing"),
    ],
)
def test_coordinating_is_for_information_otherwise(product):
    assert coordinating("Triển khai tại đơn vị", product) == Proposal("inform", "named")


def test_offices_that_coordinate_are_not_asked_for_the_schools_products():
    product = ("100% trường triển khai", "figure")
    assert coordinating("Nhiệm vụ", product, kinds=frozenset({"commune"})).owes == "inform"


def test_the_plainest_of_several_products_is_asked():
    products = (("Quy chế của đơn vị", "document"), ("Tỷ lệ tại đơn vị", "figure"))
    assert coordinating("Nhiệm vụ", *products).owes == "figure"


@pytest.mark.parametrize(
    ("kinds", "owes"),
    [((), "product"), (("figure",), "figure"), (("activity", "thing"), "yes_no"), (("document", "figure"), "product")],
)
def test_a_lead_owes_the_product(kinds, owes):
    products = [Product("Sản phẩm", kind) for kind in kinds]
    assert propose("Nhiệm vụ", products, Named("lead", SCHOOLS)) == Proposal(owes, "lead")


def test_who_follows_is_informed():
    assert propose("Nhiệm vụ", [Product("Sổ của đơn vị", "thing")], Named("monitor", SCHOOLS)).owes == "inform"


def test_levels_and_ownership_narrow_what_is_asked_of_schools():
    found = coordinating("LMS cấp mầm non, tiểu học trong trường công lập", ("100% trường triển khai", "figure"))
    assert (found.education_levels, found.ownership) == (("preschool", "primary"), ("public",))
    mixed = Named("lead", frozenset({"school", "division"}))
    assert propose("Học bạ số tiểu học", [], mixed) == Proposal("product", "lead")
    of_primary = Named("lead", SCHOOLS, frozenset({"primary"}))
    assert propose("Học bạ số tiểu học", [], of_primary).education_levels == ()


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("cấp THCS, THPT", ("lower_secondary", "upper_secondary")),
        ("trung học cơ sở, trung học phổ thông và giáo dục thường xuyên", (
            "lower_secondary", "upper_secondary", "continuing", "vocational_continuing")),
        ("giáo dục phổ thông", ("primary", "lower_secondary", "upper_secondary")),
        ("toàn ngành", ()),
    ],
)  # fmt: skip
def test_levels_are_read_as_printed(text, levels):
    assert levels_named(text) == levels


def test_public_is_not_what_is_outside_public():
    assert ownership_named("cơ sở ngoài công lập") == ()
    assert ownership_named("cơ sở công lập") == ("public",)


def test_kinds_of_an_audience():
    assert kinds_of({"any_of": [{"kinds": ["school"]}, {"kinds": []}, {}]}) == SCHOOLS
    assert kinds_of(None) == frozenset()
