"""The verbs of following up, one file for each aggregate."""

from api.followup.service.answering import amended, answer, answer_many, reopen, resolve
from api.followup.service.chasing import Over, chase, record_chases
from api.followup.service.clarifying import (
    answer_clarification,
    ask,
    change_clarification,
    clarification_seen,
    close_clarification,
    reopen_clarification,
    store_clarification,
)
from api.followup.service.journal import Voice
from api.followup.service.raising import (
    change,
    difficulty_seen,
    raise_difficulty,
    recipients_for,
    store_difficulty,
)

__all__ = [
    "Over",
    "Voice",
    "amended",
    "answer",
    "answer_clarification",
    "answer_many",
    "ask",
    "change",
    "change_clarification",
    "chase",
    "clarification_seen",
    "close_clarification",
    "difficulty_seen",
    "raise_difficulty",
    "recipients_for",
    "record_chases",
    "reopen",
    "reopen_clarification",
    "resolve",
    "store_clarification",
    "store_difficulty",
]
