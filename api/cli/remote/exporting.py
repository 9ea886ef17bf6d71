"""Figures from a server as a CSV file that `push` takes back."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from api.cli.remote.connection import Refusal

COLUMNS = (
    "indicator",
    "unit",
    "period",
    "answer",
    "numerator",
    "denominator",
    "value",
    "yes",
    "source",
    "note",
    "version",
)
_PAGE = 200


def export(
    client: httpx.Client, query: dict[str, str], file: Path, told: Callable[[int], None], *, decimal_comma: bool = False
) -> int:
    """Write the figures asked for; how many. The file is there whole or not at all. Raises Refusal.

    With a decimal comma there are semicolons between cells, as a Vietnamese Excel opens them.
    """
    draft, count = file.with_name(f"{file.name}.part"), 0
    with draft.open("w", encoding="utf-8-sig", newline="") as written:
        writer = csv.writer(written, delimiter=";" if decimal_comma else ",")
        writer.writerow(COLUMNS)
        for item in _items(client, query):
            cells = [_cell(item, column) for column in COLUMNS]
            writer.writerow([_with_comma(cell) for cell in cells] if decimal_comma else cells)
            count += 1
            told(count)
    draft.replace(file)
    return count


def _items(client: httpx.Client, query: dict[str, str]) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        asked = {**query, "limit": str(_PAGE)} | ({"cursor": cursor} if cursor else {})
        try:
            answer = client.get("/indicator-values", params=asked)
            body: dict[str, Any] = answer.json()
        except (httpx.TransportError, ValueError) as error:
            raise Refusal(f"đứt kết nối / cut off: {error}") from error
        if not answer.is_success:
            faults = [error["message"] for error in body.get("errors") or ()]
            raise Refusal(" ".join([str(body.get("detail", answer.reason_phrase)), *faults]))
        yield from body["items"]
        if (cursor := body["next_cursor"]) is None:
            return


def _cell(item: dict[str, Any], column: str) -> Any:
    value = item.get(column)
    if column == "value" and item.get("numerator") is not None:
        return None  # it follows from the two counts, and is not taken beside them
    if isinstance(value, dict):
        return value["code"] or value["id"]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value).lower() if isinstance(value, bool) else value


def _with_comma(cell: Any) -> Any:
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell
