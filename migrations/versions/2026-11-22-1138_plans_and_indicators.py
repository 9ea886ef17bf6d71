"""Plans, their groups, tasks and deliverables; indicators and targets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Expand."""
    _plans_and_indicators()
    _tasks_and_targets()


def _plans_and_indicators() -> None:
    op.create_table(
        "indicators",
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("unit_of_measure", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("numerator_label", sa.String(), nullable=True),
        sa.Column("denominator_label", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("time_behaviour", sa.String(), nullable=False),
        sa.Column("measured_on", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("provenance", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("direction IN ('up', 'down')", name=op.f("ck_indicators_direction")),
        sa.CheckConstraint(
            "frequency IN ('month', 'quarter', 'half_year', 'year', 'school_year', 'semester')",
            name=op.f("ck_indicators_frequency"),
        ),
        sa.CheckConstraint(
            "kind IN ('ratio', 'share_of_units', 'share_of_items', 'count', 'number')", name=op.f("ck_indicators_kind")
        ),
        sa.CheckConstraint("provenance IN ('printed', 'ours')", name=op.f("ck_indicators_provenance")),
        sa.CheckConstraint("source IN ('reported', 'derived', 'client')", name=op.f("ck_indicators_source")),
        sa.CheckConstraint(
            "time_behaviour IN ('point', 'cumulative', 'in_period')", name=op.f("ck_indicators_time_behaviour")
        ),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_indicators_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
    )
    op.create_index(
        "ix_indicators_search",
        "indicators",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_index(
        "uq_indicators_department_id_code",
        "indicators",
        ["department_id", "code"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "plans",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("parent_plan_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("horizon_years", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("signer", postgresql.JSON(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("legal_bases", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("recipients", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("target_groups", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("task_count", sa.Integer(), nullable=False),
        sa.Column("target_count", sa.Integer(), nullable=False),
        sa.Column("names_version", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("status = 'draft' OR effective_on IS NOT NULL", name=op.f("ck_plans_effective")),
        sa.CheckConstraint("status IN ('draft', 'issued', 'closed')", name=op.f("ck_plans_status")),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_plans_department_id")),
        sa.ForeignKeyConstraint(["parent_plan_id"], ["plans.id"], name=op.f("fk_plans_parent_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_plans_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_department_id"), "plans", ["department_id"], unique=False)
    op.create_index(op.f("ix_plans_parent_plan_id"), "plans", ["parent_plan_id"], unique=False)
    op.create_index(
        "ix_plans_search",
        "plans",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_plans_unit_id_status"), "plans", ["unit_id", "status"], unique=False)
    op.create_table(
        "plan_duties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_duties_plan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_plan_duties_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_duties")),
    )
    op.create_index(op.f("ix_plan_duties_plan_id_position"), "plan_duties", ["plan_id", "position"], unique=False)
    op.create_index(op.f("ix_plan_duties_unit_id"), "plan_duties", ["unit_id"], unique=False)
    op.create_table(
        "reporting_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("who_name", sa.String(), nullable=True),
        sa.Column("to_name", sa.String(), nullable=True),
        sa.Column("cadence", sa.String(), nullable=True),
        sa.Column("due_text", sa.String(), nullable=True),
        sa.Column("section", sa.String(), nullable=True),
        sa.CheckConstraint(
            "cadence IN ('month', 'quarter', 'half_year', 'year', 'school_year', 'semester', 'once', 'ad_hoc')",
            name=op.f("ck_reporting_rules_cadence"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_reporting_rules_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_rules")),
    )
    op.create_index(
        op.f("ix_reporting_rules_plan_id_position"), "reporting_rules", ["plan_id", "position"], unique=False
    )
    op.create_table(
        "targets",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("audience_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("comparator", sa.String(), nullable=True),
        sa.Column("value", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("value_max", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("baseline", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "comparator IN ('ge', 'gt', 'eq', 'le', 'lt', 'range', 'change')", name=op.f("ck_targets_comparator")
        ),
        sa.CheckConstraint("(comparator IS NULL) = (value IS NULL)", name=op.f("ck_targets_figure")),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name=op.f("fk_targets_audience_id")),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_targets_department_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_targets_indicator_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_targets_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_targets_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_index(op.f("ix_targets_audience_id"), "targets", ["audience_id"], unique=False)
    op.create_index(op.f("ix_targets_department_id"), "targets", ["department_id"], unique=False)
    op.create_index(op.f("ix_targets_indicator_id_year"), "targets", ["indicator_id", "year"], unique=False)
    op.create_index(op.f("ix_targets_plan_id_position_id"), "targets", ["plan_id", "position", "id"], unique=False)
    op.create_index(
        "ix_targets_search",
        "targets",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_targets_unit_id"), "targets", ["unit_id"], unique=False)
    op.create_table(
        "task_groups",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_task_groups_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_groups")),
    )
    op.create_index(op.f("ix_task_groups_plan_id_position"), "task_groups", ["plan_id", "position"], unique=False)
    op.create_index(
        "uq_task_groups_plan_id_code",
        "task_groups",
        ["plan_id", "code"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "reporting_parties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("audience_id", sa.Uuid(), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.CheckConstraint("step IN ('who', 'via', 'to')", name=op.f("ck_reporting_parties_step")),
        sa.CheckConstraint("unit_id IS NULL OR audience_id IS NULL", name=op.f("ck_reporting_parties_party")),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name=op.f("fk_reporting_parties_audience_id")),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["reporting_rules.id"], name=op.f("fk_reporting_parties_rule_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_reporting_parties_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_parties")),
    )
    op.create_index(op.f("ix_reporting_parties_audience_id"), "reporting_parties", ["audience_id"], unique=False)
    op.create_index(
        op.f("ix_reporting_parties_rule_id_position"), "reporting_parties", ["rule_id", "position"], unique=False
    )
    op.create_index(op.f("ix_reporting_parties_unit_id"), "reporting_parties", ["unit_id"], unique=False)
    op.create_table(
        "target_participations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("audience_id", sa.Uuid(), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'coordinate', 'monitor')", name=op.f("ck_target_participations_role")),
        sa.CheckConstraint("unit_id IS NULL OR audience_id IS NULL", name=op.f("ck_target_participations_party")),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name=op.f("fk_target_participations_audience_id")),
        sa.ForeignKeyConstraint(
            ["target_id"], ["targets.id"], name=op.f("fk_target_participations_target_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_target_participations_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_participations")),
    )
    op.create_index(
        op.f("ix_target_participations_audience_id_role"),
        "target_participations",
        ["audience_id", "role"],
        unique=False,
    )
    op.create_index(
        op.f("ix_target_participations_target_id_position"),
        "target_participations",
        ["target_id", "position"],
        unique=False,
    )
    op.create_index(
        op.f("ix_target_participations_unit_id_role"), "target_participations", ["unit_id", "role"], unique=False
    )


def _tasks_and_targets() -> None:
    op.create_table(
        "tasks",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("requirements", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("schedule", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("readings", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("rendered", sa.LargeBinary(), nullable=False),
        sa.Column("rendered_tag", sa.Text(), sa.Computed("md5(rendered)", persisted=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('not_started', 'in_progress', 'awaiting_confirmation', 'completed', 'cancelled')",
            name=op.f("ck_tasks_status"),
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_tasks_percent")),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_tasks_department_id")),
        sa.ForeignKeyConstraint(["group_id"], ["task_groups.id"], name=op.f("fk_tasks_group_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["tasks.id"], name=op.f("fk_tasks_parent_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_tasks_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_tasks_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_department_id"), "tasks", ["department_id"], unique=False)
    op.create_index(op.f("ix_tasks_due_on"), "tasks", ["due_on"], unique=False)
    op.create_index(op.f("ix_tasks_group_id"), "tasks", ["group_id"], unique=False)
    op.create_index(op.f("ix_tasks_parent_id"), "tasks", ["parent_id"], unique=False)
    op.create_index(op.f("ix_tasks_plan_id_position_id"), "tasks", ["plan_id", "position", "id"], unique=False)
    op.create_index(
        "ix_tasks_search",
        "tasks",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_tasks_unit_id"), "tasks", ["unit_id"], unique=False)
    op.create_index(
        "uq_tasks_plan_id_code",
        "tasks",
        ["plan_id", "code"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    # A list of tasks is their `rendered` and little else: kept in the row, it need not be fetched and unpacked.
    op.execute("ALTER TABLE tasks SET (toast_tuple_target = 8160)")
    op.create_table(
        "deliverables",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSON(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('document', 'figure', 'activity', 'thing')", name=op.f("ck_deliverables_kind")),
        sa.CheckConstraint("status IN ('open', 'done', 'cancelled')", name=op.f("ck_deliverables_status")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_deliverables_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_deliverables_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverables")),
    )
    op.create_index(op.f("ix_deliverables_task_id_position"), "deliverables", ["task_id", "position"], unique=False)
    op.create_index(op.f("ix_deliverables_unit_id"), "deliverables", ["unit_id"], unique=False)
    op.create_table(
        "engagements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("audience_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owes", sa.String(), nullable=False),
        sa.Column("education_levels", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("owes IN ('inform', 'yes_no', 'figure', 'product')", name=op.f("ck_engagements_owes")),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name=op.f("fk_engagements_audience_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_engagements_plan_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_engagements_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
    )
    op.create_index(op.f("ix_engagements_audience_id"), "engagements", ["audience_id"], unique=False)
    op.create_index(op.f("ix_engagements_indicator_id"), "engagements", ["indicator_id"], unique=False)
    op.create_index(op.f("ix_engagements_plan_id"), "engagements", ["plan_id"], unique=False)
    op.create_index(op.f("ix_engagements_task_id"), "engagements", ["task_id"], unique=False)
    op.create_table(
        "task_participations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("audience_id", sa.Uuid(), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'coordinate', 'monitor')", name=op.f("ck_task_participations_role")),
        sa.CheckConstraint("unit_id IS NULL OR audience_id IS NULL", name=op.f("ck_task_participations_party")),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name=op.f("fk_task_participations_audience_id")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_task_participations_task_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_task_participations_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_participations")),
    )
    op.create_index(
        op.f("ix_task_participations_audience_id_role"), "task_participations", ["audience_id", "role"], unique=False
    )
    op.create_index(
        op.f("ix_task_participations_task_id_position"), "task_participations", ["task_id", "position"], unique=False
    )
    op.create_index(
        op.f("ix_task_participations_unit_id_role"), "task_participations", ["unit_id", "role"], unique=False
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("task_participations")
    op.drop_table("engagements")
    op.drop_table("deliverables")
    op.drop_table("tasks")
    op.drop_table("target_participations")
    op.drop_table("reporting_parties")
    op.drop_table("task_groups")
    op.drop_table("targets")
    op.drop_table("reporting_rules")
    op.drop_table("plan_duties")
    op.drop_table("plans")
    op.drop_table("indicators")
