"""The committed document, which is served as it is; that it is current, `tests/cli/test_commands.py` says."""

from collections.abc import Iterator
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from api.cli.examples import is_text
from api.integration.changes_api.schemas import TYPES
from tests.support.contract import DOCUMENT, validator_of


def test_the_document_is_valid_openapi_3_1() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_operation_has_an_id_a_summary_and_a_tag() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"].islower(), f"{method} {path}"
            assert operation["tags"], f"{method} {path}"
            assert operation["description"], f"{method} {path}"


def test_every_field_is_described() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, described in schema.get("properties", {}).items()
        if "description" not in described
    ]
    assert silent == []


def test_every_shape_has_a_name_of_its_own() -> None:
    """Two of one name would both be renamed after the modules they stand in, and so would the client's types."""
    assert [name for name in DOCUMENT["components"]["schemas"] if "__" in name] == []


def _bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What each operation and webhook takes, and gives where all is well: its name, the media type, the rest."""
    for path in [*DOCUMENT["paths"].values(), *DOCUMENT["webhooks"].values()]:
        for operation in path.values():
            answers = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
            for body in [operation.get("requestBody", {}), *answers]:
                for kind, media in body.get("content", {}).items():
                    yield operation["operationId"], kind, media


def test_every_operation_shows_an_example_of_what_it_takes_and_gives() -> None:
    assert [name for name, kind, media in _bodies() if is_text(kind) and not media.get("examples")] == []


def test_every_example_fits_its_schema() -> None:
    wrong = [
        f"{name} {kind}: {error.message} at {error.instance_path}"
        for name, kind, media in _bodies()
        if kind.endswith("json")
        for example in media["examples"].values()
        for error in validator_of(media["schema"], formats=True).iter_errors(example["value"])
    ]
    assert wrong == []


def test_every_type_of_change_is_a_webhook() -> None:
    assert DOCUMENT["webhooks"].keys() == TYPES.keys()
