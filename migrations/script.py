"""Helpers of migrations."""

from alembic import op


def execute_script(sql: str) -> None:
    """Run several statements at once, which a prepared statement cannot."""
    connection = op.get_bind().connection.dbapi_connection
    connection.run_async(lambda driver: driver.execute(sql))
