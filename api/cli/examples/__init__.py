"""An example for every request and answer of the document, made from its schema: none is forgotten, none grows old.

Made when the document is written (`make openapi`), so no process that serves knows of it. A field whose schema has
`examples` shows the first of them.
"""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from api.cli.examples import words

Schema = Mapping[str, Any]
_STREAM = "id: 48211\nevent: change\ndata: {}\n\n"
_ROWS = "application/x-ndjson"


class Examples:
    """Makes values that fit schemas of one document."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas
        self._within: list[str] = []

    def of(self, schema: Schema, name: str = "", *, asked: bool = False) -> Any:
        """A value that fits; of what is `asked` of somebody, only what must be there or tells something."""
        if "examples" in schema:
            return schema["examples"][0]
        if "$ref" in schema:
            return self._named(schema["$ref"].rpartition("/")[2], name, asked=asked)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return _choice(schema["enum"], name)
        if choices := schema.get("anyOf") or schema.get("oneOf"):
            return self._one_of(choices, name, asked=asked)
        return self._plain(schema, name, asked=asked)

    def _named(self, schema: str, name: str, *, asked: bool) -> Any:
        if schema == "Ref":
            return words.ref(name)
        self._within.append(schema)
        value = self.of(self._schemas[schema], name, asked=asked)
        self._within.pop()
        return value

    def _one_of(self, choices: list[Schema], name: str, *, asked: bool) -> Any:
        """The first that is something; nothing where it would never end, or where there is seldom anything."""
        nullable = any(each.get("type") == "null" for each in choices)
        seldom = name == "to" or name.startswith(_SELDOM)
        if nullable and (seldom or any(self._is_within(each) for each in choices)):
            return None
        return self.of(next(each for each in choices if each.get("type") != "null"), name, asked=asked)

    def _is_within(self, schema: Schema) -> bool:
        return schema.get("$ref", "").rpartition("/")[2] in self._within

    def _plain(self, schema: Schema, name: str, *, asked: bool) -> Any:
        match schema.get("type"):
            case "array":
                return self._array(schema, name, asked=asked)
            case "boolean":
                return name not in _NO
            case "integer" | "number":
                return _number(schema, name)
            case "string":
                return self._text(schema, name)
            case "null":
                return None
        return self._object(schema, asked=asked)

    def _object(self, schema: Schema, *, asked: bool) -> dict[str, Any]:
        fields: Mapping[str, Schema] = schema.get("properties", {})
        required = schema.get("required", ())
        shown = [name for name in fields if name in required or not asked or name in words.TELLING]
        if asked and "numerator" in shown:
            shown = [name for name in shown if name not in _BESIDE_A_RATIO]
        if "title" in schema:
            self._within.append(schema["title"])
        made = {name: self.of(fields[name], name, asked=asked) for name in shown or [*fields][:1]}
        if "title" in schema:
            self._within.pop()
        return made

    def _array(self, schema: Schema, name: str, *, asked: bool) -> list[Any]:
        items: Schema = schema.get("items", {})
        if self._is_within(items):
            return []
        one = self.of(items, name, asked=asked)
        return [one] * max(1, schema.get("minItems", 1))

    def _text(self, schema: Schema, name: str) -> str:
        if (fixed := _FORMATS.get(schema.get("format", ""))) is not None:
            return fixed
        if schema.get("format") == "uuid":
            return str(words.ref(name.removesuffix("_id"))["id"]) if name.endswith("_id") else words.ID.format(0)
        if schema.get("pattern", "").startswith("^("):
            return str(schema["pattern"]).removeprefix("^(").partition("|")[0].rstrip(")$")
        return self._words(name)[: schema.get("maxLength")].ljust(schema.get("minLength", 0), "0")

    def _words(self, name: str) -> str:
        """By the innermost shape it stands in that has words of its own for such a field, else by its name."""
        for key, text in words.TEXTS.items():
            shape, _, field = key.rpartition(".")
            if shape and field == name and any(each.startswith(shape) for each in self._within[-2:]):
                return text
        return words.code_of(name) or words.TEXTS.get(name) or name.replace("_", " ") or "…"


_NO = {"overdue", "disabled", "sample", "tentative", "dry_run", "late", "on_behalf"}
_BESIDE_A_RATIO = {"value", "yes"}
_SELDOM = (
    "deleted", "replace", "next_cursor", "withdrawn", "undone", "disabled", "previous", "closed", "settled", "refusal",
    "job", "paused", "confined",
)  # fmt: skip
_FORMATS = {
    "date": words.DAY, "date-time": words.AT, "time": "08:00:00", "uri": words.TEXTS["url"],
    "email": words.TEXTS["email"], "binary": "(…)",
}  # fmt: skip


def _choice(values: list[Any], name: str) -> Any:
    wanted = words.CHOICES.get(name)
    return wanted if wanted in values else values[0]


def _number(schema: Schema, name: str) -> float:
    value = words.NUMBERS.get(name, 1)
    value = min(max(value, schema.get("minimum", value)), schema.get("maximum", value))
    return int(value) if schema["type"] == "integer" else value


def add_examples(document: dict[str, Any]) -> None:
    """Give every body of a request and of a success that is text an example, unless it has one."""
    examples = Examples(document["components"]["schemas"])
    for operations in document["paths"].values():
        for operation in operations.values():
            _fill(examples, operation.get("requestBody", {}).get("content", {}), asked=True)
            for status, answer in operation["responses"].items():
                if status.startswith("2"):
                    _fill(examples, answer.get("content", {}), asked=False)


def _fill(examples: Examples, content: dict[str, Any], *, asked: bool) -> None:
    for kind, media in content.items():
        if "examples" not in media and is_text(kind):
            # By a name: an `example` alone would stand in every comment of the generated client.
            media["examples"] = {"usual": {"value": _example(examples, content, kind, asked=asked)}}


def is_text(kind: str) -> bool:
    """Whether a body of this type can be shown."""
    return kind.startswith(("text/", "multipart/")) or kind.endswith(("json", "form-urlencoded"))


def _example(examples: Examples, content: dict[str, Any], kind: str, *, asked: bool) -> Any:
    if kind == "text/event-stream":
        return _STREAM
    if kind in {_ROWS, "text/csv"}:
        return _rows(examples, content, kind)
    return examples.of(content[kind].get("schema", {}), asked=asked)


def _rows(examples: Examples, content: dict[str, Any], kind: str) -> str:
    """The rows of the JSON beside it, as lines or as a table."""
    shape = next((media["schema"] for other, media in content.items() if other == "application/json"), None)
    if shape is None:
        return "\ufeff#,…\r\n3,…\r\n"
    rows = examples.of(shape, asked=True)
    if kind == _ROWS:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    table = io.StringIO()
    writer = csv.DictWriter(table, [*rows[0]])
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()
