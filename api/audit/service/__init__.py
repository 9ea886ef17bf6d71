"""What is said of the audit: who acts, `record()`, and whether the chain holds."""

from api.audit.service import altering
from api.audit.service.recording import (
    SYSTEM,
    Actor,
    record,
    record_all,
    record_export,
    record_refusal,
    record_warning,
)
from api.audit.service.verifying import breaks

__all__ = [
    "SYSTEM",
    "Actor",
    "altering",
    "breaks",
    "record",
    "record_all",
    "record_export",
    "record_refusal",
    "record_warning",
]
