"""Units in time: versions, edges and closure, codes, aliases, successions, clusters, audiences."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"

KINDS = (
    "kind IN ('ministry', 'provincial_committee', 'department', 'division', 'affiliate', 'district_office', "
    "'commune', 'school', 'steering_committee', 'union', 'external')"
)
LEVELS = (
    "education_levels <@ ARRAY['preschool', 'primary', 'lower_secondary', 'upper_secondary', 'continuing', "
    "'vocational_continuing']::text[]"
)


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "unit_closure",
        sa.Column("descendant_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("ancestor_id", sa.Uuid(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("readable", postgresql.DATERANGE(), nullable=False),
        sa.CheckConstraint("line IN ('professional', 'administrative')", name=op.f("ck_unit_closure_line")),
        sa.PrimaryKeyConstraint("descendant_id", "line", "ancestor_id", "valid", name=op.f("pk_unit_closure")),
    )
    op.create_index(
        "ix_unit_closure_below",
        "unit_closure",
        ["line", "ancestor_id"],
        unique=False,
        postgresql_include=["descendant_id", "depth", "valid", "readable"],
    )
    op.create_table(
        "units",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            KINDS,
            name=op.f("ck_units_kind"),
        ),
        sa.CheckConstraint("NOT isempty(valid)", name=op.f("ck_units_valid")),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_units_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    op.create_index(op.f("ix_units_department_id"), "units", ["department_id"], unique=False)
    op.create_table(
        "audiences",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("rule", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("rule IS NULL OR jsonb_typeof(rule -> 'any_of') = 'array'", name=op.f("ck_audiences_rule")),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_audiences_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audiences")),
        sa.UniqueConstraint("code", name=op.f("uq_audiences_code")),
    )
    op.create_index(op.f("ix_audiences_department_id"), "audiences", ["department_id"], unique=False)
    op.create_index(
        "ix_audiences_search",
        "audiences",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_table(
        "clusters",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_clusters_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clusters")),
        sa.UniqueConstraint("code", name=op.f("uq_clusters_code")),
    )
    op.create_index(op.f("ix_clusters_department_id"), "clusters", ["department_id"], unique=False)
    op.create_table(
        "unit_codes",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("unit_id"), "="),
            (sa.column("scheme"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="ex_unit_codes_unit",
        ),
        sa.CheckConstraint("NOT isempty(valid)", name=op.f("ck_unit_codes_valid")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_codes_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "scheme", "valid", name=op.f("pk_unit_codes")),
    )
    op.create_table(
        "unit_edges",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("child_id"), "="),
            (sa.column("line"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="ex_unit_edges_child",
        ),
        sa.CheckConstraint("line IN ('professional', 'administrative')", name=op.f("ck_unit_edges_line")),
        sa.CheckConstraint("NOT isempty(valid)", name=op.f("ck_unit_edges_valid")),
        sa.CheckConstraint("child_id <> parent_id", name=op.f("ck_unit_edges_self")),
        sa.ForeignKeyConstraint(["child_id"], ["units.id"], name=op.f("fk_unit_edges_child_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_unit_edges_parent_id")),
        sa.PrimaryKeyConstraint("child_id", "line", "valid", name=op.f("pk_unit_edges")),
    )
    op.create_index(op.f("ix_unit_edges_parent_id_line"), "unit_edges", ["parent_id", "line"], unique=False)
    op.create_table(
        "unit_successions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("predecessor_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("legal_basis", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "kind IN ('merge', 'split', 'rename', 'transfer', 'dissolve')", name=op.f("ck_unit_successions_kind")
        ),
        sa.CheckConstraint("predecessor_id <> successor_id", name=op.f("ck_unit_successions_self")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["units.id"], name=op.f("fk_unit_successions_predecessor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["units.id"], name=op.f("fk_unit_successions_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_successions")),
    )
    op.create_index(op.f("ix_unit_successions_successor_id"), "unit_successions", ["successor_id"], unique=False)
    op.create_index(
        "uq_unit_successions_predecessor_id", "unit_successions", ["predecessor_id", "successor_id"], unique=True
    )
    op.create_table(
        "unit_versions",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("education_levels", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("ownership", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("unit_id"), "="), (sa.column("valid"), "&&"), using="gist", name="ex_unit_versions_unit"
        ),
        sa.CheckConstraint("area IN ('urban', 'rural', 'disadvantaged')", name=op.f("ck_unit_versions_area")),
        sa.CheckConstraint(
            LEVELS,
            name=op.f("ck_unit_versions_education_levels"),
        ),
        sa.CheckConstraint(
            KINDS,
            name=op.f("ck_unit_versions_kind"),
        ),
        sa.CheckConstraint("ownership IN ('public', 'community', 'private')", name=op.f("ck_unit_versions_ownership")),
        sa.CheckConstraint("NOT isempty(valid)", name=op.f("ck_unit_versions_valid")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_versions_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "valid", name=op.f("pk_unit_versions")),
    )
    op.create_index(
        "ix_unit_versions_search",
        "unit_versions",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_index("ix_unit_versions_sort_key_unit_id", "unit_versions", ["sort_key", "unit_id"], unique=False)
    op.create_table(
        "audience_members",
        sa.Column("audience_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("audience_id"), "="),
            (sa.column("unit_id"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="ex_audience_members_unit",
        ),
        sa.CheckConstraint("NOT isempty(valid)", name=op.f("ck_audience_members_valid")),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name=op.f("fk_audience_members_audience_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_audience_members_unit_id")),
        sa.PrimaryKeyConstraint("audience_id", "unit_id", "valid", name=op.f("pk_audience_members")),
    )
    op.create_index(op.f("ix_audience_members_unit_id"), "audience_members", ["unit_id"], unique=False)
    op.create_table(
        "cluster_members",
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("unit_id"), "="), (sa.column("valid"), "&&"), using="gist", name="ex_cluster_members_unit"
        ),
        sa.CheckConstraint("NOT isempty(valid)", name=op.f("ck_cluster_members_valid")),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_members_cluster_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_cluster_members_unit_id")),
        sa.PrimaryKeyConstraint("cluster_id", "unit_id", "valid", name=op.f("pk_cluster_members")),
    )
    op.create_index(op.f("ix_cluster_members_unit_id"), "cluster_members", ["unit_id"], unique=False)
    op.create_table(
        "unit_aliases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("audience_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("num_nonnulls(unit_id, audience_id) = 1", name=op.f("ck_unit_aliases_one")),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name=op.f("fk_unit_aliases_audience_id")),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_unit_aliases_department_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_aliases_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_aliases")),
    )
    op.create_index(op.f("ix_unit_aliases_audience_id"), "unit_aliases", ["audience_id"], unique=False)
    op.create_index(op.f("ix_unit_aliases_unit_id"), "unit_aliases", ["unit_id"], unique=False)
    op.create_index(
        "uq_unit_aliases_department_id_folded",
        "unit_aliases",
        ["department_id", "folded"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("unit_aliases")
    op.drop_table("cluster_members")
    op.drop_table("audience_members")
    op.drop_table("unit_versions")
    op.drop_table("unit_successions")
    op.drop_table("unit_edges")
    op.drop_table("unit_codes")
    op.drop_table("clusters")
    op.drop_table("audiences")
    op.drop_table("units")
    op.drop_table("unit_closure")
