"""A plan document becomes a draft: taken in, read by a job, corrected by a person, committed or thrown away."""

from api.plans.service.importing.committing import commit_import
from api.plans.service.importing.correcting import (
    add_row,
    correct_import,
    correct_row,
    remove_row,
    settle_names,
)
from api.plans.service.importing.opening import READ_IMPORT, begin_import, discard_import, import_to_change
from api.plans.service.importing.reading import give_up_reading, read_import

__all__ = [
    "READ_IMPORT",
    "add_row",
    "begin_import",
    "commit_import",
    "correct_import",
    "correct_row",
    "discard_import",
    "give_up_reading",
    "import_to_change",
    "read_import",
    "remove_row",
    "settle_names",
]
