"""Every answer of the test suite is held against the OpenAPI document it was promised by."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
from jsonschema_rs import Draft202012Validator, Registry

DOCUMENT = json.loads((Path(__file__).resolve().parents[2] / "openapi" / "openapi.json").read_text("utf-8"))
_NAME = "urn:lotrinh:openapi"
_COMPONENTS = Registry([(_NAME, {"components": DOCUMENT["components"]})])


class Contract:
    """Validates answers against the committed document."""

    def __init__(self) -> None:
        self._document = DOCUMENT
        self._templates = [(_pattern(path), path) for path in sorted(self._document["paths"], key=_specificity)]
        self._compiled: dict[str, Draft202012Validator] = {}

    def check(self, response: httpx.Response) -> None:
        """Fail when the status is undocumented or the body does not fit."""
        path, method = response.request.url.path, response.request.method.lower().replace("head", "get")
        operation = self._operation(path, method)
        if operation is None:
            assert response.status_code in {404, 405} or not path.startswith("/api/"), (
                f"{method} {path} is undocumented"
            )
            return
        described = operation["responses"].get(str(response.status_code))
        assert described is not None, (
            f"{method.upper()} {path} answered {response.status_code}, undocumented: {response.text[:300]}"
        )
        if response.request.method != "HEAD":
            self._check_body(response, described)

    def _operation(self, path: str, method: str) -> Any:
        for pattern, template in self._templates:
            if pattern.fullmatch(path):
                return self._document["paths"][template].get(method)
        return None

    def _check_body(self, response: httpx.Response, described: dict[str, Any]) -> None:
        kind = response.headers.get("content-type", "").partition(";")[0]
        content = described.get("content")
        if content is None:
            assert not response.content, f"{response.request.url.path}: a body where none is documented"
            return
        assert kind in content, f"{response.request.url.path}: {kind} is not among {list(content)}"
        if kind.endswith("json"):
            self._validator(content[kind]).validate(response.json())

    def _validator(self, media: dict[str, Any]) -> Draft202012Validator:
        schema = media.get("schema", {})
        key = repr(schema)
        if key not in self._compiled:
            self._compiled[key] = validator_of(schema, formats=True)
        return self._compiled[key]


def validator_of(schema: Any, *, formats: bool) -> Draft202012Validator:
    """What fits a schema of the document; `formats` says whether a text must also be the date or address it is said."""
    return Draft202012Validator(_absolute(schema), validate_formats=formats, registry=_COMPONENTS)


def _absolute(schema: Any) -> Any:
    """The schema with its references into the document made addresses, as the registry knows them."""
    if isinstance(schema, dict):
        return {key: _NAME + value if key == "$ref" else _absolute(value) for key, value in schema.items()}
    return [_absolute(each) for each in schema] if isinstance(schema, list) else schema


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(path)))


def _specificity(path: str) -> tuple[int, str]:
    return path.count("{"), path
