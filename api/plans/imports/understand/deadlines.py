"""Printed deadlines through the schedule rules, their warnings as problems."""

from dataclasses import dataclass
from typing import Any

from api.plans.imports.preview import Problem
from api.plans.imports.understand.cells import flat
from api.plans.rules.schedule import PlanFrame, ScheduleWarning, parse_schedule, to_json


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How the deadlines of one plan are read: by its frame, None where its year is unknown, and the office's rule."""

    frame: PlanFrame | None
    before_includes_day: bool = False

    def read(self, text: str) -> tuple[dict[str, Any] | None, list[Problem]]:
        """The schedule of a deadline as the contract shows it, and what is doubtful about it.

        Without a frame nothing is computed and the row says so.
        """
        text = flat(text)
        if not text:
            return None, [Problem.of("deadline_missing", "deadline_text")]
        if self.frame is None:
            return None, [Problem.of("year_unknown", "schedule")]
        schedule = parse_schedule(text, self.frame, before_includes_day=self.before_includes_day)
        if ScheduleWarning.NOT_UNDERSTOOD in schedule.warnings:
            return to_json(schedule), [Problem.of("deadline_not_understood", "deadline_text", text=text)]
        if schedule.warnings:
            return to_json(schedule), [Problem.of("deadline_doubtful", "deadline_text", text=text)]
        return to_json(schedule), []
