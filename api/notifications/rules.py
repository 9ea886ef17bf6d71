"""The words of notifications and mails, and when a mail is tried again."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from api.indicators.rules.reconciliation import period_in_words
from api.kit.calendar import VIETNAM, Period
from api.kit.problems import Language

ATTEMPTS = 10
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
# Lines of a digest; the rest is a number.
LINES = 20


class Words(NamedTuple):
    """A notification in one language."""

    title: str
    text: str


def wait_after(attempts: int) -> timedelta | None:
    """How long after so many failed attempts the next is made: 1, 2, 4 … minutes, 6 hours at most; None: no more."""
    if attempts >= ATTEMPTS:
        return None
    return min(_FIRST_WAIT * (1 << attempts - 1), _LONGEST_WAIT)


def words(kind: str, data: Mapping[str, Any], language: Language) -> Words:
    """What a notification of a kind says."""
    return _KINDS[kind](data, language)


def mail_text(text: str, address: str, language: Language) -> str:
    """A notification as the body of a mail: where to go on, and how to be rid of such mails."""
    if language == "en":
        return f"{text}\n\nOpen: {address}\n\n--\nLộ Trình sent this by itself; see “Notifications” to stop e-mails.\n"
    return f"{text}\n\nXem tại: {address}\n\n--\nThư do Lộ Trình tự động gửi; có thể tắt thư ở mục “Thông báo”.\n"


def reset_words(links: list[tuple[str, str]], minutes: int, language: Language) -> Words:
    """The mail to somebody who forgot a password; `links` are (username, link), one for each account."""
    lines = "\n".join(f"- {username}: {link}" for username, link in links)
    if language == "en":
        return Words(
            "Setting a new password",
            f"Somebody asked for a new password for this address. Each link works once, for {minutes} minutes:\n\n"
            f"{lines}\n\nIf it was not you, nothing needs to be done: the password stays as it is.\n",
        )
    return Words(
        "Đặt lại mật khẩu",
        f"Có yêu cầu đặt lại mật khẩu cho địa chỉ thư này. Mỗi liên kết dùng được một lần, trong {minutes} phút:\n\n"
        f"{lines}\n\nNếu không phải bạn yêu cầu, bạn không cần làm gì: mật khẩu vẫn giữ nguyên.\n",
    )


def _digest(data: Mapping[str, Any], language: Language) -> Words:
    """`data` has `items [{unit, task, due_on, own}]`, latest due first, and `count`."""
    lines = [_line(item, date.fromisoformat(data["on"]), language) for item in data["items"][:LINES]]
    more = data["count"] - len(lines)
    if language == "en":
        lines += [f"… and {more} more" if more else ""]
        title = f"{data['count']} {'task needs' if data['count'] == 1 else 'tasks need'} attention"
        return Words(title, "\n".join(filter(None, lines)))
    lines += [f"… và {more} việc khác" if more else ""]
    return Words(f"{data['count']} việc cần chú ý về thời hạn", "\n".join(filter(None, lines)))


def _line(item: Mapping[str, Any], today: date, language: Language) -> str:
    due = date.fromisoformat(item["due_on"])
    whose = "" if item["own"] else f"{item['unit']}: "
    return f"- {whose}{item['task']} ({_when(due, today, language)})"


def _when(due: date, today: date, language: Language) -> str:
    days, day = (due - today).days, f"{due:%d/%m/%Y}"
    if language == "en":
        return f"due {day}" + (", today" if days == 0 else f", {-days} days late" if days < 0 else "")
    if days == 0:
        return f"hạn hôm nay, {day}"
    return f"hạn {day}, còn {days} ngày" if days > 0 else f"hạn {day}, quá hạn {-days} ngày"


def _period(data: Mapping[str, Any], language: Language) -> str | None:
    """“quý II năm 2026”, 2026-Q2."""
    label: str | None = data.get("period")
    return label if label is None or language == "en" else period_in_words(Period.parse(label))


def _said(vi: tuple[str, str], en: tuple[str, str]) -> Callable[[Mapping[str, Any], Language], Words]:
    """Words with places for `unit`, `title`, `period`, `due`, `ends`, `day`, `since`, `moment` and `reason`."""

    def words_of(data: Mapping[str, Any], language: Language) -> Words:
        title, text = en if language == "en" else vi
        due = date.fromisoformat(data["due_on"]) if "due_on" in data else None
        places = {"unit": data.get("unit"), "title": data.get("title"), "due": due and f"{due:%d/%m/%Y}"}
        ends = data.get("expires_on") and date.fromisoformat(data["expires_on"])
        day = data.get("on") and date.fromisoformat(data["on"])
        since = data.get("since") and date.fromisoformat(data["since"])
        places |= {"since": since and f"{since:%d/%m/%Y}"}
        places |= {"ends": ends and f"{ends:%d/%m/%Y}", "day": day and f"{day:%d/%m/%Y}"}
        places |= {"reason": data.get("verdict_reason"), "period": _period(data, language)}
        places |= {"moment": "due_at" in data and _moment(data["due_at"], language)}
        return Words(title.format_map(places), text.format_map(places))

    return words_of


def _moment(instant: str, language: Language) -> str:
    """To the minute, in Việt Nam."""
    at = datetime.fromisoformat(instant).astimezone(VIETNAM)
    return f"{at:%H:%M} on {at:%d/%m/%Y}" if language == "en" else f"{at:%H} giờ {at:%M} ngày {at:%d/%m/%Y}"


_REQUESTED = _said(
    ("{unit} đề nghị làm rõ: {title}", "{unit} đề nghị đơn vị làm rõ nội dung “{title}” trước hết ngày {due}."),
    ("{unit} asks to clarify: {title}", "{unit} asks your unit to clarify “{title}” by the end of {due}."),
)
_REQUIRED = _said(
    (
        "{unit} yêu cầu báo cáo làm rõ: {title}",
        "{unit} yêu cầu đơn vị báo cáo làm rõ nội dung “{title}” trước hết ngày {due}.",
    ),
    ("{unit} wants a report on: {title}", "{unit} wants your unit to report on “{title}” by the end of {due}."),
)


def _asked(data: Mapping[str, Any], language: Language) -> Words:
    return (_REQUESTED if data["wording"] == "request" else _REQUIRED)(data, language)


_RAISED = _said(
    ("{unit} nêu khó khăn, vướng mắc: {title}", "{unit} nêu khó khăn, vướng mắc “{title}” và mong được trả lời."),
    ("{unit} raises a difficulty: {title}", "{unit} raises the difficulty “{title}” and waits for an answer."),
)
_ANSWERED = _said(
    (
        "{unit} đã trả lời khó khăn, vướng mắc: {title}",
        "{unit} đã trả lời nội dung “{title}”. Nếu đã giải quyết xong, xin xác nhận; nếu chưa, xin nêu lại.",
    ),
    (
        "{unit} answers your difficulty: {title}",
        "{unit} answered “{title}”. If that does it, please say so; if not, please raise it again.",
    ),
)
_COMPLETED = _said(
    (
        "Đề nghị bổ sung báo cáo {period}: {title}",
        "{unit} đề nghị đơn vị bổ sung, hoàn thiện báo cáo “{title}” {period}; nội dung cụ thể nêu ở từng dòng.",
    ),
    (
        "Please complete the report of {period}: {title}",
        "{unit} asks your unit to complete its report “{title}” of {period}; each line says what is missing.",
    ),
)
_SENT_BACK = _said(
    (
        "Báo cáo {period} được trả lại để bổ sung: {title}",
        "{unit} trả lại báo cáo “{title}” {period} để đơn vị bổ sung; lý do nêu ở từng dòng.",
    ),
    (
        "Your report of {period} is returned: {title}",
        "{unit} returned your report “{title}” of {period} to be completed; each line says why.",
    ),
)


def _returned(data: Mapping[str, Any], language: Language) -> Words:
    return (_COMPLETED if data["wording"] == "request" else _SENT_BACK)(data, language)


_KINDS: dict[str, Callable[[Mapping[str, Any], Language], Words]] = {
    "account.reactivated": _said(
        (
            "Tài khoản của bạn được dùng lại",
            "Có người đăng nhập sau khi tài khoản không dùng từ {since}. Nếu không phải bạn, hãy đổi mật khẩu ngay.",
        ),
        (
            "Your account is in use again",
            "Somebody signed in to it, unused since {since}. If it was not you, change your password at once.",
        ),
    ),
    "account.closing": _said(
        (
            "Tài khoản quản trị sắp bị khóa",
            "Tài khoản lâu không dùng, sẽ bị khóa từ ngày {day}. Hãy đăng nhập một lần trước ngày đó để giữ lại.",
        ),
        (
            "Your administrator's account is about to be closed",
            "It was not used for a while and will be closed on {day}. Sign in once before that day to keep it.",
        ),
    ),
    "account.password_reset": _said(
        (
            "Có người cấp liên kết đặt lại mật khẩu của bạn",
            "{title} đã cấp liên kết đặt lại mật khẩu của bạn. Nếu bạn không yêu cầu, hãy báo ngay cho người đó.",
        ),
        (
            "A link to reset your password was made",
            "{title} made a link by which your password can be set anew. If you did not ask for it, tell them at once.",
        ),
    ),
    "account.second_factor_reset": _said(
        (
            "Xác thực hai bước đã được đặt lại",
            "{title} đã gỡ ứng dụng xác thực khỏi tài khoản của bạn. Nếu bạn không yêu cầu, hãy báo ngay cho người đó.",
        ),
        (
            "Your second factor was reset",
            "{title} removed the authenticator app from your account. If you did not ask for it, tell them at once.",
        ),
    ),
    "account.way_removed": _said(
        (
            "Một cách đăng nhập đã được gỡ",
            "{title} đã gỡ “{unit}” khỏi tài khoản của bạn. Nếu bạn không yêu cầu, hãy báo ngay cho người đó.",
        ),
        (
            "A way to sign in was removed",
            "{title} removed “{unit}” from your account. If you did not ask for it, tell them at once.",
        ),
    ),
    "digest": _digest,
    "difficulty.raised": _RAISED,
    "difficulty.passed_on": _RAISED,
    "difficulty.reopened": _said(
        (
            "{unit} nêu lại khó khăn, vướng mắc: {title}",
            "{unit} cho biết trả lời về “{title}” chưa giải quyết được vướng mắc.",
        ),
        ("{unit} raises again: {title}", "{unit} says that the answer to “{title}” does not do."),
    ),
    "difficulty.answered": _ANSWERED,
    "difficulty.amended": _ANSWERED,
    "clarification.asked": _asked,
    "clarification.reopened": _asked,
    "clarification.answered": _said(
        ("{unit} đã làm rõ: {title}", "{unit} đã trả lời nội dung “{title}”."),
        ("{unit} clarifies: {title}", "{unit} answered “{title}”."),
    ),
    "evidence.rejected": _said(
        (
            "Đề nghị bổ sung minh chứng: {title}",
            "Minh chứng “{title}” cần được bổ sung: {reason}. Việc đã báo kèm minh chứng này (nếu có) được mở lại.",
        ),
        (
            "Better evidence is asked for: {title}",
            "“{title}” was not accepted: {reason}. Work handed in with it, if any, is open again.",
        ),
    ),
    "report.opened": _said(
        (
            "Đã mở báo cáo {period}: {title}",
            "Báo cáo “{title}” {period} của {unit} đã mở, hạn hết ngày {due}. Mở liên kết để trả lời.",
        ),
        (
            "The report of {period} is open: {title}",
            "“{title}” of {period} of {unit} is open, due by the end of {due}. Follow the link to answer.",
        ),
    ),
    "evidence.expiring": _said(
        (
            "Sắp hết hạn: {title}",
            "“{title}” có hiệu lực đến hết ngày {ends}. Khi có bản mới, đề nghị đơn vị gửi thay bản này.",
        ),
        ("Ends soon: {title}", "“{title}” holds until the end of {ends}. Please replace it when there is a newer one."),
    ),
    "report.sent": _said(
        (
            "Có đơn vị đã gửi báo cáo {period}: {title}",
            "Ngày {day} có đơn vị đã gửi “{title}” {period}. Mở kỳ báo cáo để xem ai đã gửi và tiếp nhận.",
        ),
        (
            "Reports of {period} are coming in: {title}",
            "On {day} units sent “{title}” of {period}. Open the round to see whose, and to receive them.",
        ),
    ),
    "report.returned": _returned,
    "report.received": _said(
        ("Đã tiếp nhận báo cáo {period}: {title}", "{unit} đã tiếp nhận báo cáo “{title}” {period} của đơn vị."),
        ("Report of {period} received: {title}", "{unit} received your report “{title}” of {period}."),
    ),
    "report.corrected": _said(
        (
            "{unit} đính chính báo cáo {period}: {title}",
            "{unit} đang đính chính báo cáo “{title}” {period} đã được tiếp nhận.",
        ),
        (
            "{unit} corrects its report of {period}: {title}",
            "{unit} is correcting its report “{title}” of {period}, which had been received.",
        ),
    ),
    "data_request.asked": _said(
        (
            "{unit} đề nghị cung cấp số liệu: {title}",
            "{unit} đề nghị đơn vị trả lời “{title}” trước {moment}; mở liên kết để điền, chỉ mất vài phút.",
        ),
        (
            "{unit} asks for a few figures: {title}",
            "{unit} asks your unit to answer “{title}” by {moment}; open the link to fill it in, it takes minutes.",
        ),
    ),
    "data_request.chased": _said(
        (
            "{unit} đôn đốc trả lời: {title}",
            "Đơn vị chưa trả lời “{title}” của {unit}; đề nghị trả lời trước {moment}.",
        ),
        (
            "{unit} is waiting for your answer: {title}",
            "Your unit has not answered “{title}” of {unit}; please answer by {moment}.",
        ),
    ),
    "data_request.all_answered": _said(
        ("Mọi đơn vị đã trả lời: {title}", "Các đơn vị được hỏi đã trả lời đủ “{title}”; có thể tải bảng tổng hợp."),
        ("All have answered: {title}", "Every unit asked has answered “{title}”; the sheet is complete."),
    ),
    "figure.disputed": _said(
        (
            "{unit} báo sai số liệu: {title}",
            "{unit} cho rằng số liệu “{title}” kỳ {period} lấy từ hệ thống khác chưa đúng; đề nghị kiểm tra, kết luận.",
        ),
        (
            "{unit} disputes a figure: {title}",
            "{unit} says that “{title}” of {period}, told by another system, is wrong; please settle it.",
        ),
    ),
    "clarification.closed": _said(
        ("Đã ghi nhận nội dung làm rõ: {title}", "{unit} đã ghi nhận nội dung làm rõ “{title}”."),
        ("Clarified: {title}", "{unit} is content with the answer to “{title}”."),
    ),
}
