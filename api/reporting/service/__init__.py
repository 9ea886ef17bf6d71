"""The verbs of reporting, one file for each aggregate."""

from api.followup.queries.reports import register
from api.reporting.queries.scope import unit_of_report
from api.reporting.service.asked import asked
from api.reporting.service.asking import Writer, writers
from api.reporting.service.changing import changed_below
from api.reporting.service.document import report_document
from api.reporting.service.drawing import DRAW, draw, drawn, start_drawing
from api.reporting.service.gathering import outline_of
from api.reporting.service.journal import Voice, voice_of
from api.reporting.service.keeping import compilation
from api.reporting.service.many import receive_many
from api.reporting.service.regimes import (
    change_regime,
    create_regime,
    ensure_regimes,
    regime_to_change,
    rules_of,
    steps_of,
)
from api.reporting.service.reports import (
    Seen,
    changes_since_received,
    content_of,
    correct,
    edition_of,
    receive,
    report_seen,
    return_,
    save,
    send,
)
from api.reporting.service.rounds import (
    Done,
    change_round,
    extend,
    follow,
    open_by_hand,
    open_round,
    round_to_change,
    tick,
)

register(unit_of_report)

__all__ = [
    "DRAW",
    "Done",
    "Seen",
    "Voice",
    "Writer",
    "asked",
    "change_regime",
    "change_round",
    "changed_below",
    "changes_since_received",
    "compilation",
    "content_of",
    "correct",
    "create_regime",
    "draw",
    "drawn",
    "edition_of",
    "ensure_regimes",
    "extend",
    "follow",
    "open_by_hand",
    "open_round",
    "outline_of",
    "receive",
    "receive_many",
    "regime_to_change",
    "report_document",
    "report_seen",
    "return_",
    "round_to_change",
    "rules_of",
    "save",
    "send",
    "start_drawing",
    "steps_of",
    "tick",
    "voice_of",
    "writers",
]
