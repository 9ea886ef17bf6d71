"""What the migration files say, read without importing Alembic, which the API process does not need."""

import re
from pathlib import Path

_REVISION = re.compile(r"^revision(?:: str)? = \"(\w+)\"", re.MULTILINE)
_DOWN = re.compile(r"^down_revision(?:: str \| None)? = (?:\"(\w+)\"|None)", re.MULTILINE)


def head(folder: Path) -> str:
    """The last revision of a linear history. Raises ValueError when there is none or more than one."""
    sources = [path.read_text("utf-8") for path in sorted(folder.glob("*.py"))]
    revisions = {match[1] for source in sources if (match := _REVISION.search(source))}
    followed = {match[1] for source in sources if (match := _DOWN.search(source)) and match[1]}
    (last,) = revisions - followed
    return last
