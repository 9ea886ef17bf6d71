"""Looking at a file before it is kept: what it is, and whether it may be kept."""

from pathlib import Path

from api.evidence.errors import EmptyFile, FileNotAllowed, UnsafeArchive
from api.evidence.rules import archives, kinds


class Inspection:
    """Looks at the beginning of a file, then at the whole; `media_type` is what it was found to be."""

    def __init__(self) -> None:
        self.media_type = ""

    def admit(self, head: bytes) -> None:
        """Raises EmptyFile, FileNotAllowed: a file of a wrong kind need not be sent to its end."""
        if not head:
            raise EmptyFile
        self.media_type = _known(kinds.sniff(head))

    def inspect(self, path: Path) -> None:
        """Raises UnsafeArchive, FileNotAllowed. Runs in a thread."""
        with path.open("rb") as file:
            self.admit(file.read(kinds.ENOUGH))
            if self.media_type == kinds.ZIP:
                try:
                    names = archives.members(file)
                except archives.Unsafe as error:
                    raise UnsafeArchive(error.reason) from error
                self.media_type = _known(kinds.of_members(names))


def _known(media_type: str | None) -> str:
    if media_type is None:
        raise FileNotAllowed(expected=kinds.NAMES)
    return media_type
