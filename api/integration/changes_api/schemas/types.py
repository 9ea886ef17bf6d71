"""The types of change, and each in words."""

from collections.abc import Mapping
from typing import NamedTuple

from api.integration.changes_api.schemas import shapes
from api.integration.changes_api.schemas.shapes import Data
from api.kit.problems import Message


class EventType(NamedTuple):
    """A type of change: what kind of record it happens to, what it says, and what it means."""

    name: str
    entity: str
    data: type[Data]
    words: Message


def _of(
    prefix: str, data: type[Data], acts: Mapping[str, tuple[str, str]], entity: str | None = None
) -> list[EventType]:
    return [EventType(f"{prefix}.{act}", entity or prefix, data, Message(*words)) for act, words in acts.items()]


def _kept(vi: str, en: str, *, deleted: bool = True) -> dict[str, tuple[str, str]]:
    """What happens to a record that is made, changed and, mostly, deleted."""
    acts = {"created": (f"Thêm {vi}", f"{en} was made"), "updated": (f"Sửa {vi}", f"{en} changed")}
    return acts | ({"deleted": (f"Xóa {vi}", f"{en} was deleted")} if deleted else {})


_EVENTS = (
    *_of("unit", shapes.NamedData, _kept("đơn vị", "A unit")),
    *_of("cluster", shapes.NamedData, _kept("cụm chuyên môn", "A cluster")),
    *_of("audience", shapes.NamedData, _kept("đối tượng thực hiện", "An audience")),
    *_of("user", shapes.AccountData, _kept("tài khoản", "An account")),
    *_of("client", shapes.AccountData, _kept("hệ thống kết nối", "A client")),
    *_of("grant", shapes.GrantData, _kept("quyền được giao", "A grant")),
    *_of("plan", shapes.PlanData, _kept("kế hoạch", "A plan")),
    *_of("plan", shapes.PlanData, {"issued": ("Ban hành kế hoạch", "A plan was issued")}),
    *_of("plan", shapes.AmendedPlanData, {"amended": ("Điều chỉnh kế hoạch", "A plan was amended")}),
    *_of(
        "plan",
        shapes.CalledData,
        {"child_plans_called": ("Đề nghị các đơn vị ban hành kế hoạch", "Units were asked for plans of their own")},
    ),
    *_of("plan", shapes.Nothing, {"reminders_set": ("Đặt lịch nhắc hạn của kế hoạch", "A plan's reminders were set")}),
    *_of(
        "plan",
        shapes.HandedOutData,
        {"work_resolved": ("Giao nhiệm vụ của kế hoạch cho các đơn vị", "A plan's work was handed out to units")},
    ),
    *_of("plan_import", shapes.PlanImportData, _kept("tài liệu kế hoạch", "A plan document", deleted=False)),
    *_of("task_group", shapes.TaskGroupData, _kept("nhóm nhiệm vụ", "A group of tasks")),
    *_of("task", shapes.TaskData, _kept("nhiệm vụ", "A task")),
    *_of("deliverable", shapes.DeliverableData, _kept("sản phẩm của nhiệm vụ", "A product of a task")),
    *_of("indicator", shapes.IndicatorData, _kept("chỉ tiêu", "An indicator")),
    *_of("indicator_code", shapes.IndicatorCodeData, _kept("mã chỉ tiêu của hệ thống kết nối", "A system's code")),
    *_of("target", shapes.TargetData, _kept("chỉ tiêu giao", "A target")),
    *_of("indicator_value", shapes.ValueData, _kept("số liệu", "A value", deleted=False)),
    *_of(
        "confirmation",
        shapes.ConfirmationData,
        {
            "confirmed": ("Xác nhận số liệu đúng", "A unit confirmed a figure"),
            "disputed": ("Báo sai số liệu", "A unit contested a figure"),
            "withdrawn": ("Rút báo sai số liệu", "A unit withdrew what it said of a figure"),
            "settled": ("Kết luận về số liệu báo sai", "A contested figure was settled"),
        },
    ),
    *_of("batch", shapes.BatchData, {"updated": ("Hoàn tác một lần nạp dữ liệu", "A load was taken back")}),
    *_of("base_count", shapes.BaseCountData, _kept("số liệu nền", "A base count", deleted=False)),
    *_of(
        "assignment",
        shapes.AssignmentData,
        {"updated": ("Cập nhật tiến độ nhiệm vụ được giao", "A unit told how its work stands")},
    ),
    *_of(
        "evidence",
        shapes.EvidenceData,
        _kept("minh chứng", "Evidence")
        | {
            "verified": ("Xác minh minh chứng", "Evidence was verified"),
            "rejected": ("Không chấp nhận minh chứng", "Evidence was rejected"),
            "expiring": ("Minh chứng sắp hết hiệu lực", "Evidence is about to end"),
        },
    ),
    *_of("reporting_regime", shapes.RegimeData, _kept("chế độ báo cáo", "A reporting regime", deleted=False)),
    *_of(
        "reporting_round",
        shapes.RoundData,
        {
            "opened": ("Mở kỳ báo cáo", "A reporting round opened"),
            "updated": ("Sửa kỳ báo cáo", "A reporting round changed"),
            "closed": ("Kết thúc kỳ báo cáo", "A reporting round closed"),
        },
    ),
    *_of(
        "report",
        shapes.ReportData,
        {
            "updated": ("Soạn báo cáo", "A report was written on"),
            "sent": ("Gửi báo cáo", "A report was sent"),
            "received": ("Tiếp nhận báo cáo", "A report was received"),
            "returned": ("Trả lại báo cáo để bổ sung", "A report was returned"),
            "corrected": ("Đính chính báo cáo", "A report was corrected"),
            "extended": ("Gia hạn báo cáo", "A report was given more time"),
            "passed_on": ("Chuyển báo cáo cho đơn vị kế thừa", "A report passed to the successor"),
        },
    ),
    *_of(
        "data_request",
        shapes.DataRequestData,
        {
            "asked": ("Tạo yêu cầu báo cáo đột xuất", "Units were asked out of turn"),
            "changed": ("Sửa yêu cầu báo cáo đột xuất", "Such a request changed"),
            "chased": ("Đôn đốc đơn vị chưa trả lời", "The silent were reminded of such a request"),
            "closed": ("Kết thúc yêu cầu báo cáo đột xuất", "Such a request closed"),
        },
    ),
    *_of(
        "data_request",
        shapes.DataAnswerData,
        {"answered": ("Trả lời yêu cầu báo cáo đột xuất", "A unit answered such a request")},
        entity="data_request_answer",
    ),
    *_of(
        "difficulty",
        shapes.DifficultyData,
        {
            "raised": ("Nêu khó khăn, vướng mắc", "A difficulty was raised"),
            "changed": ("Sửa khó khăn, vướng mắc", "A difficulty changed"),
            "passed_on": ("Chuyển khó khăn, vướng mắc lên trên", "A difficulty was passed on"),
            "answered": ("Trả lời khó khăn, vướng mắc", "A difficulty was answered"),
            "amended": ("Điều chỉnh kế hoạch theo vướng mắc", "A plan was amended because of a difficulty"),
            "resolved": ("Khó khăn, vướng mắc đã giải quyết", "A difficulty was resolved"),
            "reopened": ("Mở lại khó khăn, vướng mắc", "A difficulty was opened again"),
        },
    ),
    *_of(
        "clarification",
        shapes.ClarificationData,
        {
            "asked": ("Yêu cầu báo cáo làm rõ", "A unit was asked to clarify"),
            "changed": ("Sửa yêu cầu báo cáo làm rõ", "Such a request changed"),
            "answered": ("Trả lời yêu cầu làm rõ", "A unit clarified"),
            "closed": ("Kết thúc yêu cầu làm rõ", "Such a request closed"),
            "reopened": ("Mở lại yêu cầu làm rõ", "Such a request was opened again"),
        },
        entity="clarification_request",
    ),
    *_of("chase", shapes.ChaseData, {"created": ("Ghi nhận đôn đốc", "A unit was chased")}),
)  # fmt: skip

TYPES: Mapping[str, EventType] = {event.name: event for event in _EVENTS}
