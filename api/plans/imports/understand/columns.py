"""Where in a table the headings stand, which column is what, and whether it lists tasks or targets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from api.kit.text import fold
from api.plans.imports.document import GridRow, Table
from api.plans.imports.understand.cells import bullet_of, flat, starts_fresh
from api.plans.imports.understand.marks import Rank, leading_mark, mark_of
from api.plans.imports.understand.roles import TARGETS, TASKS, Role, scores_of
from api.plans.imports.understand.targets import is_figure

_MAX_HEADER_ROWS = 3
_CAPTION_ROWS = 6  # as far above a heading its appendix may be named
_NUMERIC = re.compile(r"[\d.,%()\s]+")
_YEAR = re.compile(r"20\d\d")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=.*)?")
_CAPTION = re.compile(r"(phu luc|danh muc|bang|bieu|\(|bo chi tieu|chi tieu|nhiem vu|don vi tinh)")
_PARTS = (Rank.LETTER, Rank.ROMAN)
_SURE = 5.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: a role for each, its heading, and for columns of targets the year they are for."""

    tasks: bool
    roles: tuple[Role, ...]
    headings: tuple[str, ...]
    unsure: tuple[int, ...] = ()

    def of(self, role: Role) -> list[int]:
        """The columns of a role, counted from 0."""
        return [index for index, each in enumerate(self.roles) if each is role]

    def first(self, role: Role) -> int | None:
        """The first column of a role."""
        return next(iter(self.of(role)), None)

    def year(self, column: int) -> int | None:
        """The year a heading names (“Mức đạt 2026”)."""
        years = _YEAR.findall(self.headings[column])
        return int(years[-1]) if years else None


@dataclass(slots=True)
class Section:
    """A run of rows under one heading; `pieces` are (table, first row, end) as the heading goes on over tables."""

    columns: Columns
    caption: str
    pieces: list[tuple[Table, int, int]] = field(default_factory=list)
    heading_rows: list[list[str]] = field(default_factory=list)


def sections_of(table: Table, caption: str) -> tuple[list[Section], list[str]]:
    """The sections of a table, and the lines that stand above the first heading (all of them if there is none)."""
    rows = [row.widened(table.width) for row in table.rows]
    heads = _heads(rows, caption)
    if not heads:
        return [], _lines(rows)
    starts = [_caption_start(rows, heads[i - 1][1] if i else 0, head) for i, (head, _, _) in enumerate(heads)]
    sections: list[Section] = []
    widened = Table(tuple(rows), table.number, table.name, table.sheet)
    for i, (head, body, columns) in enumerate(heads):
        end = starts[i + 1] if i + 1 < len(heads) else len(rows)
        lines = _lines(rows[starts[i] : head])
        section = Section(columns, "\n".join([caption, *lines]).strip() if not i else "\n".join(lines))
        section.pieces.append((widened, body, end))
        section.heading_rows = [_comparable(row) for row in rows[head:body]]
        sections.append(section)
    return sections, _lines(rows[: heads[0][0]])


def _lines(rows: Sequence[GridRow]) -> list[str]:
    return [text for row in rows for text in row.texts if text]


def _comparable(row: GridRow) -> list[str]:
    return [fold(text) for text in row.texts]


def is_heading_again(row: GridRow, section: Section) -> bool:
    """Whether the row repeats the heading, as at the top of each page."""
    texts = _comparable(row)
    return any(texts == heading[: len(texts)] for heading in section.heading_rows)


def is_column_numbers(row: GridRow) -> bool:
    """Whether the row only counts the columns: (1), (2), (3) or A, B, 1, 2."""
    texts = [flat(text) for text in row.texts if text]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    digits = [int(found[0]) for text in texts if (found := re.search(r"\d+", text.partition("=")[0]))]
    return len(digits) >= 2 and all(b - a == 1 for a, b in pairwise(digits))


def _heads(rows: list[GridRow], caption: str) -> list[tuple[int, int, Columns]]:
    """The headings: (first row, first row below, columns). One equal to the heading before it is a repetition."""
    heads: list[tuple[int, int, Columns]] = []
    index = 0
    while index < len(rows):
        found = _head_at(rows, index, caption)
        if found is None:
            index += 1
            continue
        body, columns = found
        again = bool(heads) and columns.headings == heads[-1][2].headings
        if not again or _appendix_above(rows, heads[-1][1], index) is not None:
            heads.append((index, body, columns))
        index = body
    return heads


def _head_at(rows: list[GridRow], index: int, caption: str) -> tuple[int, Columns] | None:
    if not _may_head(rows[index]):
        return None
    depth = _depth(rows, index)
    headings = _headings(rows[index : index + depth])
    sample = rows[index + depth : index + depth + 60]
    columns = columns_of(headings, sample, caption)
    return (index + depth, columns) if columns else None


def _may_head(row: GridRow) -> bool:
    """Whether most of the row's texts are headings: three of them, or two beside one that counts rows."""
    texts = [text for text in row.texts if text]
    named = [text for text in texts if _named(text)]
    counts = any(Role.NUMBER in scores_of(text, TASKS) for text in texts)
    return len(named) >= (2 if counts else 3) and 2 * len(named) >= len(texts) and not _NUMERIC.fullmatch(texts[0])


def _named(text: str) -> bool:
    scores = {**scores_of(text, TARGETS), **scores_of(text, TASKS)}
    return len(text) <= 80 and starts_fresh(text) and not bullet_of(text) and max(scores.values(), default=0) >= 4


def _depth(rows: list[GridRow], index: int) -> int:
    """How many rows the heading has: it goes on while merged cells reach down or sub-headings stand under one."""
    depth = 1
    while (
        depth < _MAX_HEADER_ROWS
        and index + depth < len(rows)
        and _goes_on(rows[index + depth - 1], rows[index + depth])
    ):
        depth += 1
    return depth


def _goes_on(above: GridRow, row: GridRow) -> bool:
    """Whether a row is a second line of headings, by merged cells or, unmerged, under a heading left blank."""
    if row.blank or is_column_numbers(row):
        return False
    pairs = list(zip(above.slots, row.slots, strict=True))
    if any(slot.down for slot in row.slots) and any(slot.across for slot in above.slots):
        return all(_is_under_a_wide_one(above, column) for column, text in enumerate(row.texts) if text)
    texts = [slot.text for slot in row.slots if slot.text]
    blank_above = any(slot.text and not upper.text for upper, slot in pairs)
    return blank_above and not row.slots[0].text and len(texts) < len(pairs) and all(map(_named, texts))


def _is_under_a_wide_one(above: GridRow, column: int) -> bool:
    """Whether a heading over several columns stands above the place."""
    return any(slot.across for slot in above.slots[column : column + 2])


def _headings(rows: Sequence[GridRow]) -> list[str]:
    """The heading of each column: what stands above it, from the top."""
    width = len(rows[0].slots)
    written = [""] * width
    for depth, row in enumerate(rows):
        last = ""
        for column, slot in enumerate(row.slots):
            blank_under_next = depth == 0 and len(rows) > 1 and not slot.text and bool(rows[1].slots[column].text)
            last = slot.text or (last if slot.across or blank_under_next else "")
            written[column] = flat(f"{written[column]} {last}")
    return written


def columns_of(headings: Sequence[str], sample: Sequence[GridRow], caption: str) -> Columns | None:
    """The better reading of the headings, as tasks or as targets; None when neither makes sense."""
    tasks, task_score = _assigned(headings, TASKS)
    targets, target_score = _assigned(headings, TARGETS)
    if Role.TARGET not in targets:
        _find_figures(targets, sample)
    folded = fold(caption)
    task_score += 4 * ("nhiem vu" in folded and "chi tieu" not in folded)
    target_score += 4 * ("chi tieu" in folded and "nhiem vu" not in folded) + _figures_bonus(targets, sample)
    best = max(
        (task_score if _are_tasks(tasks) else 0.0, True, tasks),
        (target_score if _are_targets(targets, folded) else 0.0, False, targets),
        key=lambda reading: reading[0],
    )
    if best[0] <= 0:
        return None
    return Columns(best[1], tuple(best[2]), tuple(headings), _unsure(headings, best[2], best[1]))


def _assigned(
    headings: Sequence[str], vocabulary: dict[Role, tuple[tuple[str, float], ...]]
) -> tuple[list[Role], float]:
    """A role for each column, the surest first; a role is given once, but targets by year and the rest may repeat."""
    roles = [Role.OTHER] * len(headings)
    fits = [
        (score, -column, role)
        for column, heading in enumerate(headings)
        for role, score in scores_of(heading, vocabulary).items()
    ]
    total = 0.0
    taken: set[Role] = set()
    placed: set[int] = set()
    for score, back, role in sorted(fits, key=lambda fit: (-fit[0], -fit[1])):
        again = role is Role.TARGET and _YEAR.search(headings[-back]) and role in taken
        if -back in placed or (role in taken and not again and role is not Role.OTHER):
            continue
        roles[-back] = role
        placed.add(-back)
        taken.add(role)
        total += score if role not in (Role.NUMBER, Role.NOTE, Role.OTHER) else 0
    _settle(roles)
    return roles, total


def _settle(roles: list[Role]) -> None:
    """A column of groups without one of titles is the one of titles; a first column without a heading may count."""
    if Role.TITLE not in roles and Role.GROUP in roles:
        roles[roles.index(Role.GROUP)] = Role.TITLE
    if Role.NUMBER not in roles and roles[:2] == [Role.OTHER, Role.TITLE]:
        roles[0] = Role.NUMBER
    if Role.START in roles and Role.DEADLINE not in roles:
        roles[roles.index(Role.START)] = Role.DEADLINE


def _share_of_figures(column: int, sample: Sequence[GridRow]) -> float:
    texts = [row.texts[column] for row in sample if column < len(row.slots) and row.texts[column]]
    return sum(map(is_figure, texts)) / len(texts) if len(texts) >= 2 else 0.0


def _find_figures(roles: list[Role], sample: Sequence[GridRow]) -> None:
    for column, role in enumerate(roles):
        if role is Role.OTHER and column and _share_of_figures(column, sample) >= 0.6:
            roles[column] = Role.TARGET
            return


def _figures_bonus(roles: list[Role], sample: Sequence[GridRow]) -> float:
    if Role.TARGET not in roles:
        return 0.0
    return 8 * _share_of_figures(roles.index(Role.TARGET), sample) - 3


def _are_tasks(roles: list[Role]) -> bool:
    return Role.TITLE in roles and bool({Role.LEAD, Role.PARTIES, Role.RESULTS, Role.DEADLINE} & set(roles))


def _are_targets(roles: list[Role], caption: str) -> bool:
    if Role.TITLE not in roles:
        return False
    named = "chi tieu" in caption and "nhiem vu" not in caption
    return Role.TARGET in roles or (named and Role.DEADLINE not in roles)


def _unsure(headings: Sequence[str], roles: list[Role], tasks: bool) -> tuple[int, ...]:
    vocabulary = TASKS if tasks else TARGETS
    return tuple(
        column
        for column, role in enumerate(roles)
        if role not in (Role.OTHER, Role.NUMBER) and scores_of(headings[column], vocabulary).get(role, 0) < _SURE
    )


def _caption_start(rows: list[GridRow], floor: int, head: int) -> int:
    """Where the caption of a further heading begins: at its appendix's name, else with lone lines right above it."""
    if not floor:
        return 0
    appendix = _appendix_above(rows, floor, head)
    if appendix is not None:
        return appendix
    start = head
    while start > floor and (rows[start - 1].blank or _is_caption(rows[start - 1])):
        start -= 1
    return start


def _appendix_above(rows: list[GridRow], floor: int, head: int) -> int | None:
    """The row that names a new appendix among the lone lines right above a heading; “(tiếp theo)” names none."""
    for index in range(head - 1, max(floor, head - _CAPTION_ROWS) - 1, -1):
        texts = [fold(text) for text in rows[index].texts if text]
        if len(texts) > 1 or any("tiep theo" in text for text in texts):
            return None
        if texts and texts[0].startswith("phu luc"):
            return index
    return None


def _is_caption(row: GridRow) -> bool:
    """Whether a row right above a heading names the table below: by its words, in capitals, or as part “B”."""
    texts = [text for text in row.texts if text]
    if len(texts) == 2:
        return mark_of(texts[0]).rank in _PARTS and texts[1].isupper()
    if len(texts) != 1:
        return False
    named = _CAPTION.match(fold(texts[0])) is not None
    return named or texts[0].isupper() or leading_mark(texts[0])[0].rank in _PARTS
