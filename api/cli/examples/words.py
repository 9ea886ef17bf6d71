"""What stands in an example, by the name of the field: of a province that is made up, like the sample data."""

from typing import Any

ID = "0198a3c4-5f00-7a10-8b20-4c5d6e7f8a9{}"
AT, DAY, PERIOD = "2026-10-05T02:15:00Z", "2026-10-31", "2026-Q3"
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

SCHOOL, COMMUNE, DEPARTMENT = "hp-001001", "hp-000011", "hp"

# Records that answers name: identifier, code, name.
_REFS: dict[str, tuple[int, str | None, str]] = {
    "unit": (1, SCHOOL, "Trường Mầm non Thủy Nguyên"),
    "school": (1, SCHOOL, "Trường Mầm non Thủy Nguyên"),
    "parent": (2, COMMUNE, "UBND phường Gia Viên"),
    "commune": (2, COMMUNE, "UBND phường Gia Viên"),
    "put_to": (2, COMMUNE, "UBND phường Gia Viên"),
    "department": (3, DEPARTMENT, "Sở Giáo dục và Đào tạo thành phố Hải Phòng"),
    "administrative_parent": (4, "ubnd-hai-phong", "Ủy ban nhân dân thành phố Hải Phòng"),
    "indicator": (5, "chu-ky-so-cbql-gv", "Cán bộ quản lý, giáo viên sử dụng chữ ký số"),
    "task": (6, "2.1", "Triển khai học bạ số ở các cơ sở giáo dục"),
    "plan": (7, None, "Kế hoạch chuyển đổi số ngành Giáo dục và Đào tạo năm 2026"),
    "group": (8, "II", "Dữ liệu số"),
    "audience": (9, "hp-dt-csgd", "Các cơ sở giáo dục"),
    "regime": (5, None, "Báo cáo quý"),
    "round": (6, None, "Báo cáo quý III năm 2026"),
    "cluster": (7, "hp-cum-1", "Cụm chuyên môn số 1"),
    "user": (8, "dau.moi.mau", "Cán bộ đầu mối (mẫu)"),
    "client": (9, "csdl.hai-phong", "CSDL ngành Hải Phòng"),
}
_PEOPLE = {"person", "supervisor", "actor"}


def ref(name: str) -> dict[str, Any]:
    """The record a field of this name refers to."""
    number, code, words = _REFS.get(_called(name), _REFS["unit"])
    return {"id": ID.format(number), "code": code, "name": words}


def code_of(name: str) -> str | None:
    """How a request names the record; None where no record is called so."""
    known = _REFS.get(_called(name))
    return None if known is None else known[1] or ID.format(known[0])


def _called(name: str) -> str:
    if name in _PEOPLE or name == "by" or name.endswith("_by"):
        return "user"
    return _LIKE.get(name, name.removesuffix("s"))


_LIKE = {
    "under": "commune", "parent_plan": "plan", "lead": "unit", "leads": "unit", "coordinating": "unit",
    "from_unit": "unit", "to_unit": "commune", "to": "commune", "predecessors": "unit", "successors": "unit",
}  # fmt: skip


# Texts by the name of their field; a name of what it stands in goes before: `PlanIn.title`.
TEXTS: dict[str, str] = {
    "title": "Triển khai học bạ số ở các cơ sở giáo dục",
    "Plan.title": "Kế hoạch chuyển đổi số ngành Giáo dục và Đào tạo năm 2026",
    "Evidence.title": "Quyết định phê duyệt phương án học bạ số",
    "Difficulty.title": "Đường truyền của điểm trường lẻ chưa ổn định",
    "name": "Cán bộ quản lý, giáo viên sử dụng chữ ký số",
    "Signer.name": "Người ký (mẫu)",
    "Signer.title": "Giám đốc",
    "Passkey.name": "Điện thoại của tôi",
    "Unit.name": "Trường Mầm non Thủy Nguyên",
    "Cluster.name": "Cụm chuyên môn số 1",
    "Audience.name": "Các cơ sở giáo dục",
    "Client.name": "CSDL ngành Hải Phòng",
    "User.name": "Cán bộ đầu mối (mẫu)",
    "Webhook.description": "Báo thay đổi sang kho dữ liệu dùng chung",
    "code": "chu-ky-so-cbql-gv",
    "Error.code": "above_the_total",
    "Fault.code": "above_the_total",
    "FieldError.code": "above_the_total",
    "LegalBasis.type": "Quyết định",
    "Document.type": "Quyết định",
    "Link.type": "task",
    "Unit.code": "hp-001001",
    "Client.code": "csdl.hai-phong",
    "TaskGroup.code": "II",
    "username": "dau.moi.mau",
    "display_name": "Cán bộ đầu mối (mẫu)",
    "email": "dau.moi@example.vn",
    "password": "Mat-khau-du-dai-2026",
    "current_password": "Mat-khau-cu-2025",
    "new_password": "Mat-khau-du-dai-2026",
    "grant_type": "client_credentials",
    "client_id": "csdl.hai-phong",
    "client_secret": "…",
    "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…",
    "token": "q3Zr8vYtL0mX2bN7cK5dH9sF1gJ4wP6u",
    "secret": "q3Zr8vYtL0mX2bN7cK5dH9sF1gJ4wP6uQeRtYuIoPas",
    "totp": "492039",
    "number": "2.1",
    "Plan.number": "15/KH-SGDĐT",
    "place": "Hải Phòng",
    "issuer": "Ủy ban nhân dân thành phố Hải Phòng",
    "printed_name": "Phòng Giáo dục Mầm non",
    "unit_of_measure": "%",
    "numerator_label": "đang sử dụng chữ ký số",
    "denominator_label": "cán bộ quản lý, giáo viên",
    "text": "Đã tập huấn xong cho toàn bộ giáo viên; đang nhập học bạ của khối 5.",
    "Target.text": "≥95%",
    "Schedule.text": "Quý III năm 2026",
    "answer": "given",
    "note": "Số liệu tính đến hết ngày chốt.",
    "reason": "Thiếu số liệu của điểm trường lẻ.",
    "line": "/values/0",
    "verdict_reason": "Văn bản đã ký số, còn hiệu lực.",
    "period": PERIOD,
    "source": "CSDL ngành",
    "filename": "quyet-dinh-hoc-ba-so.pdf",
    "media_type": "application/pdf",
    "sha256": SHA,
    "hash": SHA,
    "url": "https://nhan.example.vn/lotrinh",
    "address": "203.0.113.7",
    "user_agent": "lotrinh/1",
    "scheme": "moet",
    "value": "31311501",
    "scope": "indicator_value:write",
    "scopes": "indicator_value:write",
    "permissions": "indicator_value:read",
    "types": "indicator_value.*",
    "type": "indicator_value.updated",
    "entity": "indicator_value",
    "action": "indicator_value.update",
    "kid": "2026-10-a",
    "kty": "EC",
    "crv": "P-256",
    "pointer": "/2/numerator",
    "message": "Số này không được lớn hơn tổng số (398).",
    "receipt_code": "BC-7Q2M-4KX9",
    "job": "draw_report",
    "requirements": "Đủ các khối lớp, đúng mẫu của Bộ.",
    "recipients": "Như trên",
    "question": "Trường đã triển khai học bạ số?",
    "label": "Số phòng máy dùng được",
    "unit_name": "Phòng Giáo dục Mầm non",
    "field": "Tỷ lệ",
    "column": "numerator",
    "occurrence": "2026-Q3",
    "signer": "Văn thư (mẫu)",
    "warnings": "jump",
    "error": "timeout",
    "aliases": "Mầm non Thủy Nguyên",
    "group_title": "Dữ liệu số",
    "parent_number": "2",
    "lead_printed": "Phòng Giáo dục Mầm non",
    "coordinating_printed": "Các cơ sở giáo dục",
    "lead_text": "Phòng Giáo dục Mầm non",
    "coordinating_text": "Các cơ sở giáo dục",
    "results": "Học bạ số của 100% học sinh khối 5",
    "results_text": "Học bạ số của 100% học sinh khối 5",
    "deadline_text": "Quý III năm 2026",
    "deadline": "Quý III năm 2026",
    "due_text": "Trước ngày 25 tháng cuối quý",
    "schedule_text": "Quý III năm 2026",
    "corrected": "deadline_text",
    "remark": "Đã đối chiếu với sổ gốc.",
    "proof": "Ảnh chụp danh sách chứng thư số",
    "provider": "vneid",
    "key": "so-phong-may",
    "choices": "Đã có",
    "purpose": "Giảm sổ sách giấy",
    "document_number": "15/KH-SGDĐT",
    "link": "/reports",
    "subject": "Nhắc hạn báo cáo quý III",
    "section": "Kết quả thực hiện",
    "mode": "partial",
    "method": "totp",
    "recovery_codes": "7k2m-9qxr",
    "who_name": "Trường Mầm non Thủy Nguyên",
    "to_name": "UBND phường Gia Viên",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "alg": "ES256",
    "use": "sig",
    "token_type": "Bearer",
    "refresh_token": "q3Zr8vYtL0mX2bN7cK5dH9sF1gJ4wP6u",
    "vi": "Đã sửa số liệu",
    "en": "A value changed",
    "roles": "coordinator",
    "bucket": "primary",
    "request_id": "0198a3c4-5f00-7a10-8b20-4c5d6e7f8a90",
    "schema_url": "/api/v1/changes/types/indicator_value.updated",
    "next": "/",
    "verdict": "verified",
    "confined": "second_factor",
    "location": "/",
    "more": "UBND phường Gia Viên",
    "value_id": f"{ID.format(5)}.{ID.format(1)}.{PERIOD}",
    "idbanghi": ID.format(0),
    "thoigiancapnhat": "2026-10-05T09:15:00",
    "sort": "name",
    "id": f"{ID.format(5)}.{ID.format(1)}.{PERIOD}",
    "entity_id": f"{ID.format(5)}.{ID.format(1)}.{PERIOD}",
    "Notification.title": "Báo cáo quý III năm 2026 đến hạn sau 3 ngày",
}
NUMBERS: dict[str, float] = {
    "version": 3, "year": 2026, "horizon_years": 2026, "position": 48211, "next_position": 48211, "size": 184320,
    "numerator": 46, "denominator": 50, "value": 92, "value_max": 100, "baseline": 78, "percent": 60,
    "count": 412, "total": 874, "received": 900, "created": 886, "updated": 0, "unchanged": 0, "rejected": 14,
    "row": 3, "expires_in": 900, "units_expected": 900, "units_reported": 874, "units_received": 812,
    "units_yes": 812, "units_not_applicable": 3, "task_count": 60, "target_count": 22, "overlap_hours": 24,
    "requests_per_minute": 600, "allowed_per_minute": 1200, "phienban": 3, "forecast": 94.1, "progress": 0.4,
}  # fmt: skip
# Where the first of a list of words would be odd.
CHOICES: dict[str, str] = {
    "kind": "school", "status": "sent", "state": "sent", "role": "coordinator", "ownership": "public", "area": "urban",
    "frequency": "quarter", "mode": "partial", "comparator": "ge", "owes": "figure", "verdict": "verified",
    "scan": "clean",
}  # fmt: skip
# What a request shows although it may be left out.
TELLING = frozenset({
    "title", "name", "text", "note", "unit", "indicator", "period", "numerator", "denominator", "answer", "value",
    "due_on", "from", "to", "codes", "scopes", "kind", "number", "issued_on", "signer", "audience", "types",
    "description", "state", "grant_type", "client_id", "client_secret", "items", "rows",
})  # fmt: skip
