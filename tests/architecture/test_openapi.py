"""The committed document, which is served as it is; that it is current, `tests/cli/test_commands.py` says."""

from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.contract import DOCUMENT


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
