"""What the role the application acts as may do: read and write every table, but the audit it only adds to."""

from sqlalchemy import URL, Connection, text

# By functions with their owner's rights alone (2026-11-28-0800).
KEPT_FROM = ("audit_entries", "audit_chain", "audit_anchors", "audit_pending")
_TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relowner = current_user::regrole
        AND relname <> ALL (:kept) AND NOT has_table_privilege(:role, oid, 'SELECT, INSERT, UPDATE, DELETE')
"""
_SEQUENCES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relowner = current_user::regrole
        AND CASE WHEN relkind = 'S' THEN NOT has_sequence_privilege(:role, oid, 'USAGE') END
"""
_OLDEST_WITH_MAINTAIN = 170_000


def let_in(connection: Connection, owner: URL, application: URL) -> None:
    """Make the application's role, if it may be made here, and grant it what it lacks. One role needs nothing."""
    role = application.username
    if role is None or role == owner.username:
        return
    quoted = connection.dialect.identifier_preparer.quote(role)
    _make(connection, role, quoted, application.password)
    for statement in _grants(connection, role, quoted):
        connection.execute(text(statement))
    connection.commit()


def _make(connection: Connection, role: str, quoted: str, password: str | None) -> None:
    if connection.scalar(text("SELECT count(*) FROM pg_roles WHERE rolname = :role"), {"role": role}):
        return
    literal = connection.scalar(text("SELECT quote_literal(CAST(:password AS text))"), {"password": password})
    connection.exec_driver_sql(f"CREATE ROLE {quoted} LOGIN PASSWORD {literal}")


def _grants(connection: Connection, role: str, quoted: str) -> list[str]:
    found = {"role": role, "kept": list(KEPT_FROM)}
    tables = [str(name) for name in connection.scalars(text(_TABLES), found)]
    sequences = [str(name) for name in connection.scalars(text(_SEQUENCES), {"role": role})]
    statements = []
    if tables:
        version = int(connection.scalar(text("SHOW server_version_num")) or 0)
        maintain = ", MAINTAIN" if version >= _OLDEST_WITH_MAINTAIN else ""  # ANALYZE after a large write
        statements.append(f"GRANT SELECT, INSERT, UPDATE, DELETE{maintain} ON {', '.join(tables)} TO {quoted}")
    if sequences:
        statements.append(f"GRANT USAGE ON SEQUENCE {', '.join(sequences)} TO {quoted}")
    if connection.scalar(text("SELECT to_regclass('audit_chain') IS NOT NULL")):
        statements.append(f"GRANT SELECT ON {', '.join(KEPT_FROM)} TO {quoted}")
        statements.append(f"GRANT INSERT ON audit_entries TO {quoted}")
    return statements
