"""Entries become preview rows: names split, deadlines and targets read, doubts named."""

from dataclasses import replace
from typing import Any

from api.kit.text import fold
from api.plans.imports.preview import Problem, Row, RowKind, Source, Unread
from api.plans.imports.roman import is_roman
from api.plans.imports.understand.cells import bullet_of, flat, items_of, unbulleted
from api.plans.imports.understand.columns import Section
from api.plans.imports.understand.deadlines import Deadlines
from api.plans.imports.understand.entries import Entry, entries_of, settle_dittos
from api.plans.imports.understand.fields import number_of, units_of
from api.plans.imports.understand.marks import Rank, leading_mark
from api.plans.imports.understand.names import Match, Names, no_match, read_names
from api.plans.imports.understand.parties import says_both, split_parties
from api.plans.imports.understand.products import split_products
from api.plans.imports.understand.roles import Role
from api.plans.imports.understand.targets import figure_in_name, read_target

_PERIODS = {"thang", "quy"}


def rows_of(section: Section, deadlines: Deadlines, match: Match = no_match) -> tuple[list[Row], list[Unread]]:
    """The preview rows of a section, and what was left out of them."""
    entries, unread = entries_of(section)
    columns = section.columns
    settle_dittos(entries, {columns.first(Role.NUMBER), columns.first(Role.TITLE)})
    _settle_stored_numbers(entries)
    reader = _RowReader(section, deadlines, match)
    rows = [row for entry in entries for row in reader.rows(entry)]
    _mark_repeated(rows)
    _mark_assumed(rows, section)
    return rows, unread


def _settle_stored_numbers(entries: list[Entry]) -> None:
    """A sheet stores 1.10 as 1.1: after 1.9 it is read as 1.10."""
    before = ""
    for entry in entries:
        text = entry.mark.text
        if text.endswith(".1") and before == f"{entry.mark.parent}.9":
            entry.mark = replace(entry.mark, text=f"{text}0")
            entry.problems.append(Problem.of("number_inferred", "number", printed=text, number=entry.mark.text))
        before = entry.mark.text or before


def _mark_repeated(rows: list[Row]) -> None:
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        number = row.understood.get("number")
        key = (
            row.kind,
            row.understood.get("group"),
            row.understood.get("group_title"),
            number,
            row.understood.get("year"),
            row.understood.get("parent_number"),
        )
        if number and key in seen:
            row.problems.append(Problem.of("number_repeated", "number", number=number))
        seen.add(key)


def _mark_assumed(rows: list[Row], section: Section) -> None:
    """The first row of each further table that has no heading of its own."""
    for table, start, _ in section.pieces[1:]:
        first = next((row for row in rows if row.source.table == table.number), None)
        if first is not None and start == 0:
            first.problems.append(Problem.of("header_assumed"))


class _RowReader:
    def __init__(self, section: Section, deadlines: Deadlines, match: Match) -> None:
        self._columns = section.columns
        self._deadlines = deadlines
        self._match = match
        self._numbers = self._columns.first(Role.NUMBER) is not None

    def rows(self, entry: Entry) -> list[Row]:
        """The row of an entry; a target with figures for several years is a row for each."""
        if entry.is_group:
            return [self._group(entry)]
        if self._columns.tasks:
            return [self._task(entry)]
        years: list[int | None] = [column for column in self._columns.of(Role.TARGET) if entry.values.get(column)]
        return [self._target(entry, column) for column in years or [self._columns.first(Role.TARGET)]]

    def _row(self, entry: Entry, kind: RowKind, understood: dict[str, Any], problems: list[Problem]) -> Row:
        source: Source = replace(entry.line.source, cells=entry.cells(self._columns.headings))
        return Row(kind, source, understood, [*entry.problems, *problems])

    def _text(self, entry: Entry, role: Role) -> str:
        return "\n".join(text for c in self._columns.of(role) if (text := entry.values.get(c, "")))

    def _group(self, entry: Entry) -> Row:
        kind = RowKind.TASK_GROUP if self._columns.tasks else RowKind.TARGET_GROUP
        parent = entry.group.mark.text or None if entry.group else None
        understood = {"code": entry.mark.text or None, "title": entry.title, "parent": parent}
        return self._row(entry, kind, understood, [])

    # Tasks

    def _task(self, entry: Entry) -> Row:
        problems: list[Problem] = []
        printed = self._results_text(entry)
        results = items_of(printed)
        lead, coordinating = self._parties(entry)
        deadline = self._deadline_text(entry)
        schedule, doubts = self._deadlines.read(deadline)
        understood = {
            **self._common(entry, problems),
            "title": self._title(entry, results, problems),
            "results": results,
            "results_text": printed,
            **units_of(lead, coordinating),
            "lead_text": self._text(entry, Role.LEAD),
            "coordinating_text": self._text(entry, Role.COORDINATING),
            "deadline_text": deadline,
            "schedule": schedule,
            "note": self._text(entry, Role.NOTE),
            "other": self._other(entry),
        }
        if not entry.is_parent:
            problems += self._wants(lead, deadline, doubts)
        problems += [*lead.problems, *coordinating.problems]
        return self._row(entry, RowKind.TASK, understood, problems)

    def _results_text(self, entry: Entry) -> str:
        """The products as printed; those that stand in the task's cell are taken out of its title."""
        if self._columns.first(Role.RESULTS) is not None:
            return self._text(entry, Role.RESULTS)
        entry.title, printed = split_products(entry.title)
        return printed

    def _wants(self, lead: Names, deadline: str, doubts: list[Problem]) -> list[Problem]:
        has_lead = self._columns.first(Role.LEAD) is not None or self._columns.first(Role.PARTIES) is not None
        has_deadline = bool(deadline) or self._columns.first(Role.DEADLINE) is not None
        missing = [Problem.of("lead_missing", "lead")] if has_lead and not lead.names else []
        return missing + (doubts if has_deadline else [])

    def _common(self, entry: Entry, problems: list[Problem]) -> dict[str, Any]:
        number = entry.mark.text or None
        if number is None and entry.parent is None and self._numbers:
            problems.append(Problem.of("number_missing", "number"))
        parent = entry.parent.mark.text or None if entry.parent else None
        group = entry.group.mark.text or None if entry.group else None
        group_title = entry.group.title if entry.group else None
        return {"group": group, "group_title": group_title, "number": number, "parent_number": parent}

    def _title(self, entry: Entry, results: list[str], problems: list[Problem]) -> str:
        title = flat(entry.title)
        if not self._numbers and entry.mark.rank is not Rank.NONE:
            title = leading_mark(title)[1]
        if bullet_of(title):
            title = unbulleted(title)
        if title:
            return title
        if results and entry.parent is not None:
            problems.append(Problem.of("title_from_results", "title"))
            return "; ".join(flat(result).rstrip(".;") for result in results)
        problems.append(Problem.of("title_missing", "title"))
        return ""

    def _parties(self, entry: Entry) -> tuple[Names, Names]:
        lead, coordinating = self._text(entry, Role.LEAD), self._text(entry, Role.COORDINATING)
        together = self._text(entry, Role.PARTIES)
        if together:
            lead, coordinating = split_parties(together)
        elif says_both(lead):
            lead, named = split_parties(lead)
            coordinating = "\n".join(filter(None, (named, coordinating)))
        return read_names(lead, "lead", self._match), read_names(coordinating, "coordinating", self._match)

    def _deadline_text(self, entry: Entry) -> str:
        """The deadline as printed; of a beginning and an end in two columns one phrase is made."""
        end = self._period(flat(self._text(entry, Role.DEADLINE)))
        start = flat(self._text(entry, Role.START))
        if start and end:
            return f"Từ {start} đến {end}"
        return end or (f"Từ {start}" if start else "")

    def _period(self, text: str) -> str:
        """“3” under the heading “Tháng” is “Tháng 3”, “IV” under “Quý” is “Quý IV”."""
        column = self._columns.first(Role.DEADLINE)
        heading = self._columns.headings[column] if column is not None else ""
        bare = text.isdigit() or is_roman(text)
        return f"{heading.capitalize()} {text}" if bare and fold(heading) in _PERIODS else text

    def _other(self, entry: Entry) -> list[dict[str, str]]:
        columns = self._columns
        found = [(c, entry.values[c]) for c in columns.of(Role.OTHER) if entry.values.get(c)]
        return [{"column": columns.headings[column], "text": text} for column, text in found]

    # Targets

    def _own_year(self) -> int | None:
        frame = self._deadlines.frame
        return None if frame is None else frame.year

    def _target(self, entry: Entry, column: int | None) -> Row:
        problems: list[Problem] = []
        name = flat(unbulleted(entry.title))
        unit = flat(self._text(entry, Role.UNIT))
        text = flat(entry.values.get(column, "")) if column is not None else ""
        if column is None:
            text = figure_in_name(name) or ""
            problems += [Problem.of("figure_from_name", "target_text", text=text)] if text else []
        reading = read_target(text, unit)
        lead, coordinating = self._parties(entry)
        understood = {
            **self._common(entry, problems),
            "name": name,
            "unit_of_measure": unit or reading.unit,
            "target_text": text,
            "comparator": reading.comparator,
            "value": number_of(reading.value),
            "value_max": number_of(reading.value_max),
            "year": (self._columns.year(column) if column is not None else None) or self._own_year(),
            "baseline": flat(self._text(entry, Role.BASELINE)) or None,
            **units_of(lead, coordinating),
            "lead_text": self._text(entry, Role.LEAD),
            "coordinating_text": self._text(entry, Role.COORDINATING),
            "matched_indicator": None,
            "note": self._text(entry, Role.NOTE),
            "other": self._other(entry),
        }
        problems += [] if name else [Problem.of("title_missing", "name")]
        problems += [*reading.problems, *lead.problems, *coordinating.problems]
        return self._row(entry, RowKind.TARGET, understood, problems)
