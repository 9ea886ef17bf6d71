"""The screens as files: packed for those who take it, whole for the others."""

import gzip
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from api.kit import spa

SCRIPT = b"console.log('script')"


@pytest.fixture
def client(tmp_path: Path) -> AsyncClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "api-docs").mkdir()
    (tmp_path / "index.html").write_text(f'<script nonce="{spa.PLACEHOLDER}"></script>')
    (tmp_path / "api-docs" / "index.html").write_text("reference")
    (tmp_path / "assets" / "app.js").write_bytes(SCRIPT)
    (tmp_path / "assets" / "app.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "assets" / "font.woff2").write_bytes(b"font")
    app = FastAPI(openapi_url=None)
    spa.install(app, tmp_path)
    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


@pytest.mark.parametrize(("takes", "coding"), [("gzip, br", "gzip"), ("br, gzip", "gzip"), ("br", None), ("", None)])
async def test_an_asset_is_packed_for_those_who_take_it(client: AsyncClient, takes: str, coding: str | None) -> None:
    answer = await client.get("/assets/app.js", headers={"Accept-Encoding": takes})
    assert answer.content == SCRIPT
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]


async def test_an_asset_that_does_not_pack_is_sent_whole(client: AsyncClient) -> None:
    answer = await client.get("/assets/font.woff2", headers={"Accept-Encoding": "gzip"})
    assert answer.content == b"font"
    assert "content-encoding" not in answer.headers


async def test_an_unknown_asset_is_not_found(client: AsyncClient) -> None:
    assert (await client.get("/assets/gone.js")).status_code == 404


async def test_every_page_has_a_nonce_of_its_own(client: AsyncClient) -> None:
    one, other = await client.get("/"), await client.get("/plans/anything")
    nonce = one.text.split('"')[1]
    assert f"'nonce-{nonce}'" in one.headers["content-security-policy"]
    assert one.text != other.text
    assert one.headers["cache-control"] == "no-store"
