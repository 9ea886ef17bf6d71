"""The committed document is the one that is served."""

import json
from pathlib import Path

from fastapi import FastAPI
from openapi_spec_validator import OpenAPIV31SpecValidator

DOCUMENT = Path(__file__).resolve().parents[2] / "openapi" / "openapi.json"


def test_the_committed_document_is_current(application: FastAPI) -> None:
    assert json.loads(DOCUMENT.read_text("utf-8")) == application.openapi(), "run `make openapi`"


def test_the_document_is_valid_openapi_3_1(application: FastAPI) -> None:
    OpenAPIV31SpecValidator(application.openapi()).validate()


def test_every_operation_has_an_id_a_summary_and_a_tag(application: FastAPI) -> None:
    for path, operations in application.openapi()["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"].islower(), f"{method} {path}"
            assert operation["tags"], f"{method} {path}"
            assert operation["description"], f"{method} {path}"


def test_every_field_is_described(application: FastAPI) -> None:
    schemas = application.openapi()["components"]["schemas"]
    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, described in schema.get("properties", {}).items()
        if "description" not in described
    ]
    assert silent == []
