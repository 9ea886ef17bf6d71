"""Reading the seed's files."""

import json
from importlib.resources import files
from typing import Any

SLUGS = ("quang-ngai", "quang-binh", "quang-ninh", "hai-phong", "long-an")


def _read(folder: str, name: str) -> dict[str, Any]:
    path = files("seed").joinpath(folder, f"{name}.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def reference(name: str, key: str | None = None) -> list[dict[str, Any]]:
    """The rows of a file of `reference/`, which stand under the file's own name or under `key`."""
    rows: list[dict[str, Any]] = _read("reference", name)[key or name]
    return rows


def plan(slug: str) -> dict[str, Any]:
    """One of the five plans."""
    return _read("plans", slug)
