"""What can go wrong with units, in words."""

from collections.abc import Iterable

from api.kit.problems import Conflict, Fault, Message

UNKNOWN_UNIT = Message("Không tìm thấy đơn vị này.", "There is no such unit.")
UNKNOWN_AUDIENCE = Message("Không tìm thấy đối tượng này.", "There is no such audience.")
CODE_TAKEN = Message(
    "Mã này đã được dùng; mã không bao giờ được dùng lại.", "This code is taken; codes are never used again."
)
WRONG_PREFIX = Message("Mã phải bắt đầu bằng “{prefix}-”.", "The code must start with “{prefix}-”.")
ALIAS_TAKEN = Message(
    "Cách viết này đã dùng cho một đơn vị hoặc đối tượng khác của Sở.",
    "This spelling already stands for another unit or audience of the department.",
)
OUTSIDE_CODE_TAKEN = Message(
    "Mã này trùng với một mã khác trong cùng thời gian.", "This code clashes with another one of the same days."
)
ONLY_SCHOOLS = Message("Chỉ trường học mới có thông tin này.", "Only schools have this.")
EMPTY_SPAN = Message("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "The last day must not be before the first.")
OVERLAPPING = Message("Các khoảng thời gian chồng lên nhau.", "The spans of days overlap.")
OUTSIDE_LIFE = Message("Ngày này nằm ngoài thời gian tồn tại của đơn vị.", "The unit does not exist on that day.")
NO_DEPARTMENT = Message("Hãy nêu rõ Sở nào.", "Say which department it is of.")
RULE_OR_MEMBERS = Message(
    "Chỉ nêu quy tắc hoặc danh sách đơn vị, không nêu cả hai.", "Give a rule or a list of units, not both."
)

# What the rules of the tree say, by code.
TREE_FAULTS = {
    "outside_own_life": OUTSIDE_LIFE,
    "parent_does_not_exist_then": Message(
        "Đơn vị cấp trên không tồn tại suốt thời gian đó.", "The unit above does not exist all of that time."
    ),
    "two_parents": Message(
        "Trong cùng một ngày, đơn vị chỉ trực thuộc một nơi.", "On one day a unit stands under one other only."
    ),
    "cycle": Message(
        "Đơn vị không thể trực thuộc chính đơn vị cấp dưới của mình.", "A unit cannot stand under one below itself."
    ),
    "wrong_rank": Message(
        "Loại đơn vị này không thể trực thuộc loại đơn vị kia.", "This kind of unit cannot stand under that kind."
    ),
}


def tree_faults(pointer: str, codes: Iterable[str]) -> list[Fault]:
    """What the rules of the tree found, at one field."""
    return [Fault(pointer, code, TREE_FAULTS[code]) for code in codes]


class HasUnitsBelow(Conflict):
    """The unit cannot end or be removed while others stand under it."""

    code = "has_units_below"
    title = Message("Còn đơn vị trực thuộc", "Units still stand under it")
    detail = Message("Hãy chuyển hoặc kết thúc các đơn vị trực thuộc trước.", "Move or end the units under it first.")


class HasHistory(Conflict):
    """Only a unit entered by mistake is removed; one with a past is ended."""

    code = "has_history"
    title = Message("Đơn vị đã có lịch sử", "The unit has a history")
    detail = Message(
        "Đơn vị này đã qua sắp xếp hoặc thuộc một cụm, một danh sách; hãy ghi ngày kết thúc thay vì xóa.",
        "It took part in a reorganisation, cluster or list; give it a last day instead of deleting it.",
    )


class KindDoesNotFit(Conflict):
    """The new kind does not fit the units above or under it."""

    code = "kind_does_not_fit"
    title = Message("Loại đơn vị không phù hợp với vị trí", "The kind does not fit the place")
    detail = Message(
        "Loại đơn vị mới không phù hợp với đơn vị cấp trên hoặc đơn vị trực thuộc.",
        "The new kind does not fit the units above or under it.",
    )
