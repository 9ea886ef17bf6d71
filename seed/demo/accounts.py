"""The demonstration's accounts and clients: one of each role for each plan, and the ministry's administrator."""

from dataclasses import dataclass

from seed.demo.shapes import SampleAccount, SampleClient


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the accounts of one plan act."""

    slug: str
    place: str
    department: str
    division: str
    commune: str
    school: str


STAGES = (
    Stage("quang-ngai", "Quảng Ngãi", "qng", "qng-qlclcntt", "qng-000001", "qng-001001"),
    Stage("quang-binh", "Quảng Trị", "qt", "qt-vp", "qt-000001", "qb-001001"),
    Stage("quang-ninh", "Quảng Ninh", "qni", "qni-khtc", "qni-000001", "qni-001001"),
    Stage("hai-phong", "Hải Phòng", "hp", "hp-gdtrh", "hp-000008", "hp-001054"),
    Stage("long-an", "Tây Ninh", "tn", "tn-vp", "tn-000001", "la-001001"),
)


def _of(stage: Stage) -> tuple[SampleAccount, ...]:
    parts = (
        ("leader", "leader", stage.department, "Lãnh đạo Sở"),
        ("coordinator", "coordinator", stage.department, "Đầu mối Sở"),
        ("officer", "officer", stage.division, "Chuyên viên Sở"),
        ("commune", "commune_officer", stage.commune, "Công chức xã"),
        ("head", "school_head", stage.school, "Hiệu trưởng"),
        ("school", "school_officer", stage.school, "Cán bộ chuyển đổi số"),
        ("viewer", "viewer", stage.department, "Người tra cứu"),
    )
    return tuple(
        SampleAccount(f"{name}.{stage.slug}", f"{title} {stage.place} (tài khoản mẫu)", role, unit)
        for name, role, unit, title in parts
    )


def accounts() -> tuple[SampleAccount, ...]:
    """`admin` for the ministry, then seven of each plan."""
    admin = SampleAccount("admin", "Quản trị hệ thống (tài khoản mẫu)", "admin", "bgddt")
    return (admin, *(account for stage in STAGES for account in _of(stage)))


def clients() -> tuple[SampleClient, ...]:
    """One `ioc.<slug>` for each plan's department."""
    return tuple(
        SampleClient(f"ioc.{stage.slug}", f"IOC {stage.place} (hệ thống mẫu)", stage.department) for stage in STAGES
    )
