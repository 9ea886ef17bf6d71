"""A plan as a document: its headings, what it lays on whom, and its appendices of targets and of tasks.

Laid out so that `plans.imports` reads the same plan back out of the DOCX and the XLSX (ADR 0009).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.documents.form import (
    Letterhead,
    closed,
    date_line,
    in_figures,
    number_line,
    printable,
    printable_lines,
)
from api.documents.paper import Annex, Block, Paper, Signature, Style
from api.documents.tables import Group, PlanTarget, PlanTask, targets_table, tasks_table


@dataclass(frozen=True, slots=True)
class PlanSigner:
    """Who signed, their office, and for whom (“KT. GIÁM ĐỐC”)."""

    name: str
    title: str
    on_behalf: str | None = None


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """Who reports what to whom by when, as printed."""

    subject: str
    who: str | None = None
    to: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan says, as printed; tasks and targets in printed order, `bases` as `form.basis_line` makes them."""

    letterhead: Letterhead
    year: int
    title: str
    number: str | None = None
    issued_on: date | None = None
    signer: PlanSigner | None = None
    bases: Sequence[str] = ()
    recipients: Sequence[str] = ()
    duties: Sequence[tuple[str, str]] = ()  # the unit's printed name, what it must do
    rules: Sequence[ReportingRule] = ()
    task_groups: Sequence[Group] = ()
    tasks: Sequence[PlanTask] = ()
    target_groups: Sequence[Group] = ()
    targets: Sequence[PlanTarget] = field(default_factory=tuple)


def plan_paper(plan: PlanFacts) -> Paper:
    """The document of a plan."""
    head = plan.letterhead
    annexes = tuple(_annexes(plan))
    return Paper(
        parent=head.parent,
        issuer=head.issuer,
        number=number_line(plan.number, "KH", head.sign),
        day=plan.issued_on or date(plan.year, 1, 1),
        dated=date_line(head.place, plan.issued_on),
        kind="KẾ HOẠCH",
        title=printable(plan.title),
        bases=closed(list(plan.bases)),
        opening=f"{head.name} ban hành Kế hoạch như sau:",
        body=tuple(_body(plan, annexes)),
        recipients=closed([f"- {printable(name)}" for name in plan.recipients]),
        signature=_signature(plan.signer),
        annexes=annexes,
    )


def _signature(signer: PlanSigner | None) -> Signature:
    if signer is None:
        return Signature()
    lines = [signer.on_behalf, signer.title]
    return Signature(tuple(printable(line).upper() for line in lines if line), printable(signer.name))


def _annexes(plan: PlanFacts) -> Iterator[Annex]:
    """The targets, then the tasks; a lone appendix has no number."""
    both = bool(plan.tasks and plan.targets)
    if plan.targets:
        columns, lines = targets_table(plan.target_groups, plan.targets)
        label = "PHỤ LỤC I" if both else "PHỤ LỤC"
        yield Annex(label, f"CHỈ TIÊU NĂM {plan.year}", _attached(plan), "Chỉ tiêu", columns, lines)
    if plan.tasks or plan.task_groups:
        columns, lines = tasks_table(plan.task_groups, plan.tasks)
        label = "PHỤ LỤC II" if both else "PHỤ LỤC"
        yield Annex(label, f"DANH MỤC NHIỆM VỤ NĂM {plan.year}", _attached(plan), "Nhiệm vụ", columns, lines)


def _attached(plan: PlanFacts) -> str:
    number = f" số {plan.number}" if plan.number else ""
    day = f" ngày {in_figures(plan.issued_on)}" if plan.issued_on else ""
    return f"(Kèm theo Kế hoạch{number}{day} của {plan.letterhead.name})"


def _body(plan: PlanFacts, annexes: Sequence[Annex]) -> Iterator[Block]:
    """The sections there is something to say in, numbered I, II, III."""
    sections = [section for section in (_contents(annexes), _duties(plan), _reports(plan)) if len(section) > 1]
    for number, section in zip(("I", "II", "III"), sections, strict=False):
        yield Block(Style.HEADING, f"{number}. {section[0].text}")
        yield from section[1:]


def _contents(annexes: Sequence[Annex]) -> list[Block]:
    named = {"Chỉ tiêu": "Các chỉ tiêu", "Nhiệm vụ": "Các nhiệm vụ, sản phẩm, đơn vị thực hiện và thời gian hoàn thành"}
    where = [(named[annex.sheet], _as_named(annex.label)) for annex in annexes]
    texts = [f"{what} tại {label} kèm theo Kế hoạch này." for what, label in where]
    return [Block(Style.HEADING, "CHỈ TIÊU VÀ NHIỆM VỤ"), *(Block(Style.TEXT, text) for text in texts)]


def _as_named(label: str) -> str:
    return label.replace("PHỤ LỤC", "Phụ lục")


def _duties(plan: PlanFacts) -> list[Block]:
    blocks = [Block(Style.HEADING, "TỔ CHỨC THỰC HIỆN")]
    for place, (unit, text) in enumerate(plan.duties, start=1):
        blocks.append(Block(Style.SUBHEADING, f"{place}. {printable(unit)}"))
        blocks += [Block(Style.TEXT, line) for line in printable_lines(text)]
    return blocks


def _reports(plan: PlanFacts) -> list[Block]:
    return [Block(Style.HEADING, "CHẾ ĐỘ BÁO CÁO"), *(Block(Style.TEXT, _report(rule)) for rule in plan.rules)]


def _report(rule: ReportingRule) -> str:
    """“- Văn phòng Sở báo cáo UBND tỉnh: Kết quả thực hiện kế hoạch (hằng quý).”"""
    who = f"{rule.who} báo cáo" if rule.who else "Báo cáo"
    to = f" {rule.to}" if rule.to else ""
    due = f" ({rule.due})" if rule.due else ""
    return printable(f"- {who}{to}: {rule.subject}{due}.")
