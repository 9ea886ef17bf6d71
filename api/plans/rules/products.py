"""What sort of thing a product is, by the words it is printed with."""

import re

from api.kit.text import fold

_FIGURE = re.compile(r"%|^(?:ty le|ti le|so luong|muc do)\b")
_DOCUMENT = re.compile(
    r"^(?:ban hanh )?(?:cac |bo )?(?:bao cao|ke hoach|quyet dinh|van ban|cong van|huong dan|tai lieu|danh sach|"
    r"bien ban|ho so|quy che|quy dinh|quy trinh|thong bao|chuong trinh|de an|de xuat|phuong an|kich ban|bang |"
    r"bieu mau|chi so|bo chi so|bo bieu mau|to trinh|nghi quyet|chi thi|ket qua tham dinh|tin, bai|tin bai|so tay|"
    r"phieu|hop dong|giay|thanh lap|bo tieu chi|tieu chi)"
)
_ACTIVITY = re.compile(
    r"^(?:cac |cuoc |lop |dot |buoi )?(?:hoat dong|tuyen truyen|to chuc|trien khai|thuc hien|kiem tra|tap huan|"
    r"hoi nghi|hoi thao|cuoc thi|dao tao|boi duong|chu dong|thuong xuyen|cap nhat|bo tri|nang cap|tong hop|cung cap|"
    r"bao dam|dam bao|ho tro|ra soat|su kien|dien tap|khao sat|can bo|tham gia|phoi hop|van hanh|duy tri|theo doi|"
    r"lop|dot|buoi|cuoc)\b"
)


def kind_of_product(title: str) -> str:
    """One of `plan.DELIVERABLE_KINDS`; a person may say otherwise later."""
    folded = fold(title).lstrip(" -–+•*")
    if _FIGURE.search(folded):
        return "figure"
    if _DOCUMENT.match(folded):
        return "document"
    return "activity" if _ACTIVITY.match(folded) else "thing"
