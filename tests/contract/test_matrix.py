"""Every operation of the OpenAPI file, tried as nobody, as each role in place, as each role of another department."""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy.ext.asyncio import AsyncConnection

from api.kit.permissions import holders_of
from tests.architecture.test_routes import PUBLIC, guards_of
from tests.contract.conftest import ABROAD, HOME, NAMES, ROLE_OF, World
from tests.support.contract import DOCUMENT


class Operation(NamedTuple):
    """One line of the contract."""

    method: str
    path: str
    id: str

    @property
    def places(self) -> list[str]:
        """The names in its path."""
        return re.findall(r"{(\w+)}", self.path)

    @property
    def takes_version(self) -> bool:
        """Whether it may be told which version was read."""
        named = DOCUMENT["paths"][self.path][self.method.lower()].get("parameters", [])
        return any(each["name"] == "If-Match" for each in named)


OPERATIONS = [
    Operation(method.upper(), path, operation["operationId"])
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if (method.upper(), path) not in PUBLIC
]
# What must be asked with; a unit of another department is unknown there.
QUERIES: dict[str, dict[str, str]] = {
    "count_waiting_accounts": {"under": "hp"},
    "get_reconciliation_document": {"unit": "hp", "period": "2026-Q1"},
}
# Valid bodies: what an outsider is refused must be refused for who they are, not for what they sent.
BODIES: dict[str, Callable[[World], Any]] = {
    "create_unit": lambda _: {"name": "Trường thử", "kind": "school", "parent": "hp-000001"},
    "update_unit": lambda _: {"name": "Văn phòng"},
    "create_cluster": lambda _: {"name": "Cụm khác", "department": "hp"},
    "update_cluster": lambda _: {"name": "Cụm đổi tên"},
    "create_audience": lambda _: {"name": "Đối tượng khác", "department": "hp", "members": []},
    "update_audience": lambda _: {"name": "Đối tượng đổi tên"},
    "change_own_password": lambda _: {"current_password": "lotrinh-demo", "new_password": "Lo-trinh-moi-2026!"},
    "create_user": lambda _: {"username": "nguoi.moi", "name": "Người mới", "unit": "hp"},
    "update_user": lambda _: {"name": "Đổi tên"},
    "set_user_password": lambda _: {"password": "Lo-trinh-moi-2026!"},
    "load_users": lambda _: [{"username": "nguoi.moi", "name": "Người mới", "unit": "hp"}],
    "begin_second_factor": lambda _: {},
    "confirm_second_factor": lambda _: {"code": "123456"},
    "show_second_factor": lambda _: {"code": "123456"},
    "renew_recovery_codes": lambda _: {},
    "remove_second_factor": lambda _: {},
    "ask_to_add_passkey": lambda _: {},
    "create_passkey": lambda _: {"state": "x", "credential": {"id": "x"}, "name": "Điện thoại"},
    "update_passkey": lambda _: {"name": "Điện thoại"},
    "link_own_identity": lambda _: {},
    "create_identity": lambda world: {"user": world.ids["user_id"], "provider": "an-idp", "value": "031099000001"},
    "create_invitation": lambda world: {"user": world.ids["user_id"]},
    "create_invitations": lambda _: {"under": "hp"},
    "set_notification_preferences": lambda _: {"email": False, "language": "en"},
    "set_reminder_rules": lambda _: {"items": [{"days": -3, "to": "unit"}]},
    "create_grant": lambda world: {
        "user": world.ids["user_id"], "role": "viewer", "unit": "hp", "from": "2026-05-20"
    },
    "update_grant": lambda _: {"to": "2027-01-01"},
    "create_client": lambda _: {"code": "thu", "name": "Hệ thống thử", "unit": "hp", "scopes": ["plan:read"]},
    "update_client": lambda _: {"name": "Đổi tên"},
    "rotate_client_secret": lambda _: {},
    "create_webhook": lambda world: {"client": world.ids["client_id"], "url": "https://ioc.example.com/changes"},
    "update_webhook": lambda _: {"description": "Trung tâm điều hành"},
    "rotate_webhook_secret": lambda _: {},
    "replay_webhook": lambda _: {},
    "create_plan": lambda _: {"year": 2027, "title": "Kế hoạch khác", "unit": "hp"},
    "copy_plan": lambda _: {"year": 2028},
    "update_plan": lambda _: {"title": "Kế hoạch đổi tên"},
    "amend_plan": lambda _: {
        "effective_on": "2026-05-20", "reason": "Theo Nghị quyết mới",
        "legal_bases": [{"type": "Nghị quyết"}], "tasks": {"add": [{"title": "Nhiệm vụ bổ sung"}]},
    },
    "hand_out_work": lambda _: {
        "source": {"type": "Công văn", "number": "12/UBND", "issued_on": "2026-05-18", "title": "Rà soát dữ liệu"},
        "unit": "hp", "tasks": [{
            "title": "Rà soát dữ liệu", "schedule": {"text": "Trước ngày 30/6/2026"},
            "participations": [{"role": "lead", "unit": "hp-vp"}],
        }],
    },
    "update_plan_import": lambda _: {"header": {"year": 2027}},
    "add_plan_import_row": lambda _: {"kind": "task", "understood": {"title": "Việc bị sót"}},
    "update_plan_import_row": lambda _: {"included": False},
    "settle_plan_import_names": lambda _: {"names": [{"printed_name": "Phòng Dân tộc"}]},
    "record_child_plan": lambda _: {
        "unit": "hp-000001", "number": "3/KH-UBND", "issued_on": "2026-05-18",
        "signer": {"name": "Trần Thị B", "title": "Chủ tịch"},
    },
    "call_for_child_plans": lambda world: {"due_on": "2026-06-30", "audience": world.ids["audience"]},
    "create_task_group": lambda _: {"code": "II", "title": "Nhóm khác"},
    "update_task_group": lambda _: {"title": "Nhóm đổi tên"},
    "change_assignments": lambda world: [{"id": world.ids["assignment_id"], "person": "Cô Lan"}],
    "reject_evidence": lambda _: {"reason": "Ảnh mờ"},
    "judge_evidence": lambda world: {"verdict": "verified", "ids": [world.ids["evidence_id"]]},
    "update_evidence": lambda _: {"title": "Biên bản"},
    "update_assignment": lambda _: {"text": "Đã triển khai"},
    "add_assignment_update": lambda _: {"text": "Đã triển khai"},
    "create_difficulty": lambda _: {"unit": "hp-vp", "title": "Khó khăn", "text": "Chưa có máy quét"},
    "update_difficulty": lambda _: {"put_to": "hp"},
    "answer_difficulty": lambda _: {"text": "Đã bố trí"},
    "answer_difficulties": lambda world: {"ids": [world.ids["difficulty_id"]], "text": "Đã bố trí"},
    "link_difficulty_amendment": lambda world: {"amendment": world.ids["amendment_id"]},
    "resolve_difficulty": lambda _: {},
    "reopen_difficulty": lambda _: {"text": "Chưa nhận được"},
    "create_clarification_request": lambda _: {
        "unit": "hp-vp", "title": "Chậm", "text": "Vì sao?", "due_on": "2026-05-22"
    },
    "update_clarification_request": lambda _: {"due_on": "2026-05-22"},
    "answer_clarification_request": lambda _: {"text": "Vì thiếu máy"},
    "close_clarification_request": lambda _: {},
    "reopen_clarification_request": lambda _: {"text": "Xin nói rõ", "due_on": "2026-05-22"},
    "create_reporting_regime": lambda _: {"title": "Báo cáo quý", "steps": [{"who": [{"unit": "hp-vp"}]}]},
    "update_reporting_regime": lambda _: {"title": "Báo cáo tháng"},
    "open_reporting_round": lambda world: {"regime": world.ids["regime_id"], "period": "2026-04"},
    "update_reporting_round": lambda _: {"closes_on": "2026-12-01"},
    "extend_reports": lambda _: {"under": "hp", "due_on": "2026-12-01"},
    "receive_reports": lambda world: {"ids": [world.ids["report_id"]]},
    "update_report": lambda _: {"sections": {"ket-qua": "Đã xong"}},
    "return_report": lambda _: {"lines": [{"line": "section:ket-qua", "reason": "Chưa rõ"}]},
    "draw_report_document": lambda _: {"format": "docx"},
    "correct_report": lambda _: {"reason": "Nhầm"},
    "create_data_request": lambda _: {
        "audience": "hp-dt-csgd", "title": "Rà soát", "columns": [{"label": "Số máy", "kind": "number"}],
        "due_in_hours": 4,
    },
    "update_data_request": lambda _: {"title": "Rà soát máy"},
    "chase_data_request": lambda _: {},
    "put_data_request_answer": lambda _: {"values": {"c1": 3}},
    "create_chases": lambda _: {"unit": "hp-vp", "how": "phone"},
    "issue_plan": lambda _: {
        "number": "01/KH-SGDĐT", "issued_on": "2027-01-05", "signer": {"name": "Nguyễn Văn A", "title": "Giám đốc"}
    },
    "replace_engagements": lambda _: {"items": []},
    "replace_reporting_rules": lambda _: {"items": []},
    "create_task": lambda world: {"plan": world.ids["plan_id"], "title": "Nhiệm vụ khác"},
    "update_task": lambda _: {"title": "Nhiệm vụ đổi tên"},
    "update_deliverable": lambda _: {"title": "Sản phẩm đổi tên"},
    "create_indicator": lambda _: {
        "code": "matrix-2", "name": "Chỉ số khác", "unit_of_measure": "%", "kind": "ratio", "department": "hp",
        "numerator_label": "đã làm", "denominator_label": "tất cả", "direction": "up",
        "frequency": "quarter", "time_behaviour": "point", "measured_on": ["school"], "source": "reported",
    },
    "put_indicator_value": lambda _: {
        "indicator": "matrix-1", "unit": "hp", "period": "2026-Q1", "numerator": 9, "denominator": 10
    },
    "load_indicator_values": lambda _: [{
        "indicator": "matrix-1", "unit": "hp", "period": "2026-Q1", "numerator": 9, "denominator": 10
    }],
    "load_base_counts": lambda _: [{"unit": "hp", "kind": "staff", "on": "2026-01-31", "count": 60}],
    "dispute_indicator_value": lambda _: {"numerator": 9, "denominator": 10, "reason": "Thiếu một hồ sơ"},
    "settle_dispute": lambda _: {"in_favour_of": "unit"},
    "put_indicator_code": lambda world: {
        "client": world.ids["client_id"], "indicator": world.ids["indicator_id"], "value": "MA.1"
    },
    "update_indicator": lambda _: {"name": "Chỉ số đổi tên"},
    "create_target": lambda world: {
        "plan": world.ids["plan_id"], "indicator": world.ids["indicator_id"], "text": "≥ 90 %", "value": 90
    },
    "update_target": lambda _: {"text": "≥ 91 %"},
}  # fmt: skip
_FORM = (
    b'--b\r\nContent-Disposition: form-data; name="unit"\r\n\r\nhp\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\r\n--b--\r\n'
)
# Those whose body is a file: its bytes and the headers that go with it.
FILES: dict[str, tuple[bytes, dict[str, str]]] = {
    "create_evidence": (_FORM, {"Content-Type": "multipart/form-data; boundary=b"}),
    "create_plan_import": (_FORM, {"Content-Type": "multipart/form-data; boundary=b"}),
    "create_upload": (b"", {"Upload-Length": "5", "Upload-Metadata": "filename YS5wZGY=,unit aHA="}),
    "append_upload": (b"", {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}),
}
# What else must be said.
HEADERS = {
    name: {"Tus-Resumable": "1.0.0"} for name in ("create_upload", "get_upload", "append_upload", "delete_upload")
}
# Acts on oneself: everybody may, wherever they are.
OWN = {
    "get_change_type",
    "list_notifications",
    "count_notifications",
    "read_all_notifications",
    "get_notification_preferences",
    "set_notification_preferences",
    "get_me",
    "get_upload_options",
    "change_own_password",
    "list_sessions",
    "list_identities",
    "link_own_identity",
    "list_passkeys",
    "get_second_factor",
    "begin_second_factor",
    "end_other_sessions",
    "list_jobs",
}
# Of these the accounts tried have nothing to do them with: no authenticator app, no code, no name to be found by.
OWN_NOT_NOW = {
    "ask_to_add_passkey": 409,
    "create_passkey": 409,
    "confirm_second_factor": 422,
    "show_second_factor": 409,
    "renew_recovery_codes": 409,
    "remove_second_factor": 409,
}


@pytest.fixture(scope="session")
def permissions(application: FastAPI) -> dict[str, str | None]:
    """operationId → the permission in its signature."""
    found = {}
    for context in iter_route_contexts(application.routes):
        if hasattr(context, "operation_id") and getattr(context, "dependant", None) is not None:
            named = [guard for guard in guards_of(context.dependant) if guard is not None]
            found[context.operation_id] = named[0] if named else None
    return found


async def _try(
    client: httpx.AsyncClient, connection: AsyncConnection, world: World, operation: Operation, account: str | None
) -> httpx.Response:
    """Send it, look, and take back whatever it did."""
    headers = world.headers(account)
    if operation.takes_version:
        headers["If-Match"] = "*"
    body = BODIES.get(operation.id)
    content, more = FILES.get(operation.id, (None, {}))
    headers |= more | HEADERS.get(operation.id, {})
    path = operation.path.format_map(world.places(operation.id))
    async with connection.begin_nested() as savepoint:
        answer = await client.request(
            operation.method, path, params=QUERIES.get(operation.id), json=body(world) if body else None,
            content=content, headers=headers,
        )  # fmt: skip
        await savepoint.rollback()
    return answer


def _role(account: str) -> str:
    name = account.partition(".")[0]
    return ROLE_OF.get(name, name)


def test_every_write_has_a_valid_body_here() -> None:
    with_body = {
        operation["operationId"]
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation and (method.upper(), path) not in PUBLIC
    }
    assert with_body == set(BODIES) | set(FILES)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
async def test_nobody_gets_nothing(
    client: httpx.AsyncClient, connection: AsyncConnection, world: World, operation: Operation
) -> None:
    answer = await _try(client, connection, world, operation, None)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
async def test_another_department_learns_nothing(
    client: httpx.AsyncClient, connection: AsyncConnection, world: World, operation: Operation
) -> None:
    for name in NAMES:
        answer = await _try(client, connection, world, operation, f"{name}.{ABROAD}")
        refused = {403, 404, 422} if operation.method == "POST" and not operation.places else {403, 404}
        wanted = {200} | refused if not operation.places and operation.method == "GET" else refused
        if operation.id in QUERIES:
            wanted = {403, 422}
        if operation.id in OWN:
            wanted = {200, 201, 204}
        if operation.id in OWN_NOT_NOW:
            wanted = {OWN_NOT_NOW[operation.id]}
        assert answer.status_code in wanted, f"{name}: {answer.status_code} {answer.text[:200]}"
        leaked = [
            key
            for key, value in world.ids.items()
            if value in answer.text and value not in operation_path(world, operation)
        ]
        assert leaked == [], f"{name} learns of {leaked}"


def operation_path(world: World, operation: Operation) -> str:
    """The caller knows what they asked for."""
    return operation.path.format_map(world.places(operation.id)) + json.dumps(
        BODIES[operation.id](world) if operation.id in BODIES else {}
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
async def test_in_place_the_permission_decides(
    client: httpx.AsyncClient,
    connection: AsyncConnection,
    world: World,
    permissions: dict[str, str | None],
    operation: Operation,
) -> None:
    permission, let = permissions[operation.id], 0
    for account in ["admin", *(f"{name}.{HOME}" for name in NAMES)]:
        answer = await _try(client, connection, world, operation, account)
        said = f"{account}: {answer.status_code} {answer.text[:300]}"
        if permission is not None and _role(account) not in holders_of(permission):
            assert answer.status_code in {403, 404}, said
        elif account in (FOR_THEMSELVES if permission is None else FOR_THE_DEPARTMENT):
            let += 1
            reserved = RESERVED.get((account, operation.id))
            assert answer.status_code < 300 if reserved is None else answer.status_code == reserved, said
        else:  # whose work or school it is decides
            assert answer.status_code < 500, said
    assert let, operation.id


# Who acts for the department itself, and so may do wherever the permission stands.
FOR_THE_DEPARTMENT = ("admin", *(f"{name}.{HOME}" for name in ("leader", "coordinator", "viewer")))
FOR_THEMSELVES = (f"coordinator.{HOME}",)

# The permission opens the route, a rule of the domain closes it for this caller and this thing.
RESERVED = {
    # Anybody may lend a grant of their own; giving others new ones is the administrator's.
    **{(f"{name}.{HOME}", "create_grant"): 403 for name in ("leader", "coordinator")},
    **{(f"{name}.{HOME}", "delete_grant"): 404 for name in ("leader", "coordinator")},
    # An upload is its sender's alone; the one tried is the coordinator's.
    **{(f"leader.{HOME}", f"{verb}_upload"): 404 for verb in ("get", "append", "delete")},
    # The plan tried is a draft, which is issued first.
    **{(f"{name}.{HOME}", "close_plan"): 409 for name in ("leader", "coordinator")},
    (f"leader.{HOME}", "put_data_request_answer"): 403,  # A leader does not answer for a division.
    # A leader does not raise or resolve for others; the difficulty and the request tried are answered already.
    **{
        (f"leader.{HOME}", operation): 403
        for operation in ("create_difficulty", "resolve_difficulty", "reopen_difficulty")
    },
    **{(f"{name}.{HOME}", "update_difficulty"): 409 for name in ("leader", "coordinator")},
    (f"leader.{HOME}", "update_clarification_request"): 409,
    # The value tried was entered by the department itself, the word about it confirms.
    **{
        (f"{name}.{HOME}", f"{verb}_indicator_value"): 409
        for name in ("leader", "coordinator")
        for verb in ("confirm", "dispute")
    },
    (f"coordinator.{HOME}", "settle_dispute"): 409,
    # A leader writes no division's report; the one tried was sent, and is not received yet.
    (f"leader.{HOME}", "update_report"): 403,
    **{(f"coordinator.{HOME}", f"{verb}_report"): 409 for verb in ("update", "send", "correct")},
    # The job tried waits to be done.
    (f"coordinator.{HOME}", "retry_job"): 409,
    **{(f"coordinator.{HOME}", operation): status for operation, status in OWN_NOT_NOW.items()},
    # A target of the draft stands on it.
    (f"coordinator.{HOME}", "delete_indicator"): 409,
}
