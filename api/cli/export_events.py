"""Write the JSON Schema of every type of change into a folder, as `openapi/events` is committed."""

import json
import sys
from pathlib import Path

from api.integration.changes_api.schemas import documents


def main() -> None:
    """Write a file for each type, and remove those of types that are no more."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    written = {f"{name}.json": document for name, document in documents().items()}
    for name, document in written.items():
        (folder / name).write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for path in folder.glob("*.json"):
        if path.name not in written:
            path.unlink()


if __name__ == "__main__":
    main()
