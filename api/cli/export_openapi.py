"""Write the OpenAPI document to standard output, as it is committed: indented, in the order it is served."""

import json
import sys

from api.cli.examples import add_examples
from api.integration.changes_api.schemas import webhooks
from api.main import create_app
from api.settings import Settings

NO_DATABASE = "postgresql://localhost/none"
"""The document is made without a database; the pool it would need opens no connection."""


def main() -> None:
    """Build the application and print its document, with examples and with what webhooks send."""
    document = create_app(Settings(database_url=NO_DATABASE)).openapi()
    add_examples(document)
    document["webhooks"] = webhooks()
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
