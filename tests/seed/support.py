"""Reading of the seed's files for the tests that look at them without a database."""

import json
from functools import cache
from pathlib import Path
from typing import Any

SEED = Path(__file__).parents[2] / "seed"
SLUGS = ("quang-ngai", "quang-binh", "quang-ninh", "hai-phong", "long-an")


@cache
def plan(slug: str) -> dict[str, Any]:
    """One of the five plans."""
    found: dict[str, Any] = json.loads((SEED / "plans" / f"{slug}.json").read_text(encoding="utf-8"))
    return found


@cache
def reference(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of a reference file, which stand under the file's own name or `units`."""
    found = json.loads((SEED / "reference" / f"{name}.json").read_text(encoding="utf-8"))
    return tuple(found["units" if name == "provinces" else name])


@cache
def units() -> dict[str, dict[str, Any]]:
    """Every reference unit by code."""
    return {row["code"]: row for row in (*reference("provinces"), *reference("units"))}


def by_code(name: str) -> dict[str, dict[str, Any]]:
    """The rows of a reference file by code."""
    return {row["code"]: row for row in reference(name)}


def task(slug: str, code: str) -> dict[str, Any]:
    """One task of a plan."""
    found: dict[str, Any] = next(row for row in plan(slug)["tasks"] if row["code"] == code)
    return found


def named(row: dict[str, Any], role: str) -> list[str]:
    """The printed names of a role, each once, in the printed order."""
    return list(dict.fromkeys(p["printed_name"] for p in row["participations"] if p["role"] == role))


def resolved(row: dict[str, Any], role: str) -> list[str]:
    """The unit or audience codes behind a role."""
    return [p["unit"] or p["audience"] for p in row["participations"] if p["role"] == role]
