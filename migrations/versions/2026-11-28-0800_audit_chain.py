"""The audit: append-only, chained in order after the commit, anchored each day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0028"
down_revision: str | None = "0027"

# What is kept cannot be changed by anybody who asks the database, the tables' owner among them.
_REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END $$
"""
# What is old enough leaves as whole anchored segments.
_REFUSE_YOUNG = """
CREATE FUNCTION audit_refuse_young() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept_from timestamptz := now() - interval '12 months';
BEGIN
    IF OLD.at >= kept_from OR NOT EXISTS (
        SELECT FROM audit_chain JOIN audit_anchors ON audit_anchors.position >= audit_chain.position
        WHERE audit_chain.entry_id = OLD.id AND audit_anchors.at < kept_from
    ) THEN
        RAISE EXCEPTION 'the audit is kept for 12 months' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$
"""
_REFUSE_LINK = """
CREATE FUNCTION audit_refuse_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM audit_entries WHERE id = OLD.entry_id) THEN
        RAISE EXCEPTION 'the chain holds as long as its entries' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$
"""
# Which entries wait for their place: an identity is drawn before the commit, so a number says nothing of it.
_NOTE = """
CREATE FUNCTION audit_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO audit_pending (entry_id) SELECT id FROM fresh;
    RETURN NULL;
END $$
"""
_BODY = """
CREATE FUNCTION audit_body(entry audit_entries) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_array(
        entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.actor_kind, entry.actor_id,
        entry.action, entry.entity, entry.entity_id, entry.unit_id, entry.request_id, entry.address, entry.changes
    )::text
$$
"""
# The lock ends with the transaction. Each statement sees what was committed before it: what the holder before did.
_CHAIN = """
CREATE FUNCTION chain_audit_entries(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    entry audit_entries;
    place bigint;
    link bytea;
    made integer := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(x'107217A0D17'::bigint) THEN
        RETURN 0;
    END IF;
    SELECT position, hash INTO place, link FROM audit_chain ORDER BY position DESC LIMIT 1;
    IF NOT FOUND THEN
        place := 0;
        link := decode(repeat('00', 32), 'hex');
    END IF;
    FOR entry IN
        WITH taken AS (
            DELETE FROM audit_pending
            WHERE entry_id IN (SELECT entry_id FROM audit_pending ORDER BY entry_id LIMIT most)
            RETURNING entry_id
        )
        SELECT audit_entries.* FROM audit_entries JOIN taken ON taken.entry_id = audit_entries.id ORDER BY id
    LOOP
        place := place + 1;
        link := sha256(link || convert_to(audit_body(entry), 'UTF8'));
        INSERT INTO audit_chain (position, entry_id, hash) VALUES (place, entry.id, link);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$
"""
# By the clock of the database: whoever calls it cannot choose the day.
_ANCHOR = """
CREATE FUNCTION anchor_audit() RETURNS TABLE (anchored_position bigint, anchored_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    INSERT INTO audit_anchors (day, position, hash, at)
    SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, position, hash, now()
    FROM audit_chain ORDER BY position DESC LIMIT 1
    ON CONFLICT DO NOTHING
    RETURNING position, hash;
END $$
"""
_FORGET = """
CREATE FUNCTION forget_audit_entries(months integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    cut bigint;
    gone bigint;
BEGIN
    SELECT max(position) INTO cut FROM audit_anchors
    WHERE at < now() - make_interval(months => greatest(months, 12))
        AND position < (SELECT max(position) FROM audit_chain);
    DELETE FROM audit_entries USING audit_chain
    WHERE audit_chain.entry_id = audit_entries.id AND audit_chain.position <= cut;
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM audit_chain WHERE position <= cut;
    RETURN gone;
END $$
"""
_FUNCTIONS = (_REFUSE, _REFUSE_YOUNG, _REFUSE_LINK, _NOTE, _BODY, _CHAIN, _ANCHOR, _FORGET)
_TRIGGERS = (
    """CREATE TRIGGER note AFTER INSERT ON audit_entries REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION audit_note()""",
    "CREATE TRIGGER refuse BEFORE UPDATE OR TRUNCATE ON audit_entries EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER refuse_young BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_refuse_young()",
    "CREATE TRIGGER refuse BEFORE UPDATE OR TRUNCATE ON audit_chain EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER refuse_link BEFORE DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_refuse_link()",
    "CREATE TRIGGER refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchors EXECUTE FUNCTION audit_refuse()",
)


def upgrade() -> None:
    """Expand; what was recorded before is chained too, in the order it was written."""
    op.create_table(
        "audit_pending",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_pending")),
    )
    op.create_table(
        "audit_chain",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_chain")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_chain_entry_id")),
    )
    op.create_table(
        "audit_anchors",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_anchors")),
    )
    for statement in (*_FUNCTIONS, *_TRIGGERS):
        op.execute(statement)
    op.execute("INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entries")


def downgrade() -> None:
    """Contract."""
    for name in ("note", "refuse", "refuse_young"):
        op.execute(f"DROP TRIGGER {name} ON audit_entries")
    op.execute("DROP FUNCTION forget_audit_entries, anchor_audit, chain_audit_entries, audit_body, audit_note")
    for table in ("audit_anchors", "audit_chain", "audit_pending"):
        op.drop_table(table)
    op.execute("DROP FUNCTION audit_refuse, audit_refuse_young, audit_refuse_link")
