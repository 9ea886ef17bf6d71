"""Figures of a page: each target with where it stands and how it got there; who has told what of each period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from api.dashboard.rules import Rhythm, Told, columns, due, lateness, rhythm, rhythm_of
from api.indicators.rules import rollup
from api.indicators.rules.rollup import SUMMED, Sums
from api.indicators.service.judging import Asked, Judge, Measure, apart_of, course_of, figures_of
from api.kit.calendar import Period, PeriodKind
from api.plans.queries.parties import raw

# An indicator, and the audience it is told apart for; None is over all.
Over = tuple[UUID, str | None]
# By the label of a period.
Periods = Mapping[str, Sums]
Kept = Mapping[Over, Periods]
Row = Mapping[str, Any]


class Goal(NamedTuple):
    """A target as a judge reads it."""

    id: UUID
    plan_id: UUID
    year: int
    comparator: str | None
    value: Decimal | None
    value_max: Decimal | None
    baseline: Decimal | None
    text: str


@dataclass(frozen=True)
class Figures:
    """The figures of one year as far as a period, on one day.

    On a page `below` who set the targets, those of audiences nobody there belongs to are left out.
    """

    targets: Sequence[Row]
    until: Period
    today: date
    below: bool = False

    @property
    def indicators(self) -> list[UUID]:
        """What is measured."""
        return list({row["indicator_id"]: None for row in self.targets})

    @property
    def periods(self) -> list[str]:
        """The labels of all periods that are wanted, those of the year before among them."""
        every = {self._year(row) for row in self.targets}
        return sorted({str(part) for each in every for part in (*each.begun, *each.before)})

    @cached_property
    def apart(self) -> list[UUID]:
        """The indicators that are told apart for some audience."""
        return list({row["indicator_id"]: None for row in self.targets if _over(row)[1] is not None})

    @property
    def columns(self) -> list[Period]:
        """The periods of the grid."""
        return columns(self._rhythms())

    def shown(self, kept: Kept, before: Kept | None = None) -> list[dict[str, Any]]:
        """The targets, in the plan's order; of several of an indicator each by itself.

        Beside each where it stood by what was kept `before`, which is None where nothing was.
        """
        made = []
        for row in self.targets:
            over = _over(row)
            now = kept.get(over, {})
            if self.below and over[1] is not None and not now:
                continue
            shown = self._target(row, now)
            # Of an audience nothing is kept until a target is set for it.
            nothing: Periods | None = {} if over[1] is None else None
            then = None if before is None or self._is_past(row) else before.get(over, nothing)
            made.append(shown | {"before": None if then is None else self._then(row, now, then, shown)})
        return made

    def _then(self, row: Row, now: Periods, then: Periods, shown: dict[str, Any]) -> dict[str, Any]:
        """Where a target stood; most of them have not moved."""
        found = shown if then == now else self._target(row, then)
        return {name: found[name] for name in ("value", "status", "units_reported")}

    def _year(self, row: Row) -> Rhythm:
        return rhythm_of(PeriodKind(row["frequency"]), row["year"], self.until, self.today)

    def _is_past(self, row: Row) -> bool:
        """Whether a target was for a year before the one looked at, whose figures move no more."""
        return self._year(row).year.end < self.until.start

    def _rhythms(self) -> list[Rhythm]:
        return [rhythm(PeriodKind(kind), self.until, self.today) for kind in {row["frequency"] for row in self.targets}]

    def _target(self, row: Row, kept: Periods) -> dict[str, Any]:
        year = self._year(row)
        measure = Measure(
            row["indicator_id"], row["code"], row["name"], row["unit_of_measure"], row["kind"], row["direction"],
            row["time_behaviour"],
        )  # fmt: skip
        asked = Asked(measure, year.year, year.whole, year.begun)
        before = course_of(
            Asked(measure, year.year.previous(), year.before, year.before),
            [kept.get(str(part), Sums()) for part in year.before],
        )
        sums = [kept.get(str(part), Sums()) for part in year.begun]
        last = rollup.last_told(sums)
        figures, judged = self._judged(row, asked, sums, before)
        then = before[last] if len(before) == len(year.whole) else None
        return {
            "id": row["id"],
            "number": row["number"],
            "group": row["group"],
            "name": row["printed_name"],
            "leads": raw(row["leads"]),
            "audience": None if _over(row)[1] is None else raw(row["audience"]),
            "indicator": {"id": row["indicator_id"], "code": row["code"], "name": row["name"]},
            "unit_of_measure": row["unit_of_measure"],
            "direction": row["direction"],
            "target": {name: row[name] for name in ("year", "comparator", "value", "value_max", "baseline", "text")},
            "value": figures[last],
            "same_period_last_year": then,
            "cutoff": year.begun[last].end,
            "units_reported": sums[last].units_reported,
            "units_expected": sums[last].units_expected,
            "trend": [
                {"period": str(part), "value": figure, "last_year": before[place] if before else None}
                for place, (part, figure) in enumerate(zip(year.begun, figures, strict=True))
            ],
            **judged,
        }

    def _judged(
        self, row: Row, asked: Asked, sums: Sequence[Sums], before: tuple[Decimal | None, ...]
    ) -> tuple[tuple[Decimal | None, ...], dict[str, Any]]:
        """How the year goes, and what that is called; nothing of a target without a figure."""
        if row["comparator"] is None:
            return figures_of(asked, sums), {"status": None, "forecast": None}
        judge = Judge(asked, Goal(*(row[name] for name in Goal._fields)), self.today, before)
        course = judge.course(sums, of_whole=True)
        said = judge.of(course)
        return course.figures, {"status": said["status"], "forecast": said["forecast"]}


def _over(row: Row) -> Over:
    """What a target's figures are of."""
    if row["audience_id"] is None:
        return row["indicator_id"], None
    rule = None if row["rule"] is None else orjson.loads(row["rule"])
    return row["indicator_id"], apart_of(row["audience_id"], rule, row["measured_on"].split())


def gathered(rows: Iterable[Any], *, apart: bool = False) -> Kept:
    """Sums by indicator and period, added over whatever they are apart by, unless that is audiences."""
    found: dict[Over, dict[str, Sums]] = defaultdict(dict)
    for row in rows:
        of_indicator = found[row["indicator_id"], str(row["audience_id"]) if apart else None]
        sums = Sums(*(row[name] for name in SUMMED))
        there = of_indicator.get(row["period"])
        of_indicator[row["period"]] = sums if there is None else there + sums
    return found


Cells = dict[str, Told]


def grid(unit: Row, periods: Sequence[Period], rows: Iterable[Row], whole: Kept, today: date) -> dict[str, Any]:
    """Who has told what of which period: a row for each unit right below, and one for what is in none of those."""
    labels = [str(period) for period in periods]
    named: dict[UUID, Row] = {}
    cells: dict[UUID, Cells] = defaultdict(dict)
    for row in rows:
        named[row["id"]] = row
        cells[row["id"]][row["period"]] = Told(int(row["units_reported"]), int(row["units_expected"]))
    made = [(row, [cells[id_].get(label, Told()) for label in labels]) for id_, row in named.items()]
    place_due = due(periods, today)
    made.sort(key=lambda each: (lateness(each[1], place_due), each[0]["sort_key"]))
    over_all = [of_period for (_, apart), of_period in whole.items() if apart is None]
    all_ = [sum((_told(of_period.get(label)) for of_period in over_all), Told()) for label in labels]
    rest = [total - sum((each[1][place] for each in made), Told()) for place, total in enumerate(all_)]
    if made and any(cell.expected > 0 for cell in rest):
        made.append((unit, rest))
    return {
        "periods": [{"period": str(period), "ends_on": period.end} for period in periods],
        "rows": [
            {"unit": _ref(row), "cells": [{"reported": cell.reported, "expected": cell.expected} for cell in told]}
            for row, told in made
        ],
    }


def told_by_unit(units: Iterable[Row], looked: Iterable[Row]) -> list[dict[str, Any]]:
    """What was counted of single units, as the rows a grid is made of: by unit and period, over all indicators."""
    found: dict[str, Cells] = defaultdict(dict)
    for row in looked:
        of_unit, told = found[str(row["unit_id"])], Told(row["units_reported"], row["units_expected"])
        of_unit[row["period"]] = of_unit.get(row["period"], Told()) + told
    return [
        {**unit, "period": period, "units_reported": told.reported, "units_expected": told.expected}
        for unit in units
        for period, told in found[str(unit["id"])].items()
    ]


def _told(sums: Sums | None) -> Told:
    return Told() if sums is None else Told(int(sums.units_reported), int(sums.units_expected))


def _ref(row: Row) -> dict[str, Any]:
    return {"id": row["id"], "code": row["code"], "name": row["name"]}
