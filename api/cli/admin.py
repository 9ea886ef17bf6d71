"""The first administrator of a deployment, who lets everybody else in; and how to let an administrator in again."""

import asyncio
import getpass
import os
import sys
from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.service.admins import NameTaken, NoAdmin, NoTopmostUnit, create_admin, recover_admin
from api.kit.clock import system_clock
from api.kit.db import Database
from api.kit.problems import Problem
from api.settings import Settings, get_settings

PASSWORD = "LOTRINH_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable, not its value


class Refusal(Exception):
    """Nothing was created; the text says why and what to do."""


def main(username: str, name: str) -> int:
    """Create the administrator and say so; the exit code."""
    try:
        password = _password()
        asyncio.run(_in_database(get_settings(), lambda session: create_admin(session, username, name, password)))
    except (Refusal, Problem, NameTaken, NoTopmostUnit) as why:
        print(f"lotrinh create-admin: {_explain(why)}", file=sys.stderr)
        return 1
    print(f"Đã tạo quản trị viên / created administrator: {username}")
    return 0


def recover(username: str) -> int:
    """Let an administrator in again and say so; the exit code."""
    try:
        asyncio.run(_in_database(get_settings(), lambda session: recover_admin(session, username)))
    except (Refusal, NoAdmin) as why:
        print(f"lotrinh recover-admin: {_explain(why)}", file=sys.stderr)
        return 1
    print(
        f"Đã mở lại {username}: đăng nhập bằng mật khẩu rồi bật lại xác thực hai bước.\n"
        f"{username} is let in again: sign in with the password, then set up two-step sign-in anew."
    )
    return 0


def _password() -> str:
    """The password of the environment, or one typed twice."""
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    typed = getpass.getpass("Mật khẩu / password: ")
    if getpass.getpass("Nhập lại / again: ") != typed:
        raise Refusal("hai lần nhập khác nhau / the two passwords differ")
    return typed


async def _in_database(settings: Settings, act: Callable[[AsyncSession], Awaitable[object]]) -> None:
    if settings.database_url is None:
        raise Refusal("chưa có cơ sở dữ liệu / no database: set LOTRINH_DATABASE_URL, or run `lotrinh up`")
    database = Database.connect(settings.database_url, pool=1)
    try:
        async with database.session(system_clock()) as session:
            await act(session)
            await session.commit()
    finally:
        await database.close()


def _explain(why: Exception) -> str:
    if isinstance(why, NameTaken):
        return "tên đăng nhập đã có / the username is taken"
    if isinstance(why, NoAdmin):
        return "không có quản trị viên này / there is no such administrator"
    if isinstance(why, NoTopmostUnit):
        return "chưa có bộ, hãy chạy `lotrinh seed` trước / there is no ministry yet, run `lotrinh seed` first"
    if isinstance(why, Problem):
        faults = [(fault.message, dict(fault.parameters)) for fault in why.faults] or [(why.detail, why.parameters)]
        return " ".join(f"{said.vi} / {said.en}".format_map(parameters) for said, parameters in faults)
    return str(why)


if __name__ == "__main__":
    sys.exit(recover(sys.argv[2]) if sys.argv[1] == "recover" else main(*sys.argv[2:4]))
