"""The built single-page application: files with hashed names are kept for ever, its pages never.

Each page answer carries a fresh nonce, in the policy and in the place the build left for it, so that no script or
style but ours runs.
"""

import mimetypes
import secrets
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException

from api.kit.http.answers import takes_gzip

PLACEHOLDER = "__CSP_NONCE__"
GUIDES = ("ioc", "sector-database", "scripts")
"""How each kind of system connects: `frontend/api-docs/guides`, drawn by the page of the API reference."""

_FOREVER = "public, max-age=31536000, immutable"
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class Screen(Convertor[str]):
    """Paths that are neither the interface's nor a built file's: elsewhere a wrong method stays a 405."""

    regex = r"(?!api/|api$|assets/|\.well-known/).*"

    def convert(self, value: str) -> str:
        """The path as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The path as it is."""
        return value


def page(html: str) -> Response:
    """An HTML page with a nonce of its own."""
    nonce = secrets.token_urlsafe(16)
    headers = {"Content-Security-Policy": _POLICY.format(nonce=nonce), "Cache-Control": "no-store"}
    return Response(html.replace(PLACEHOLDER, nonce), headers=headers, media_type="text/html")


def install(app: FastAPI, folder: Path) -> None:
    """Serve the build: `/api/docs…` its API reference and guides, `/assets/…` its files, else its index outside /api.

    Everything is read once, here: requests name files only by looking them up, so no path of theirs touches the disk.
    """
    files = {f"/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*") if path.is_file()}
    index = files["/index.html"].read_text("utf-8")
    reference = files["/api-docs/index.html"].read_text("utf-8")

    async def get_reference() -> Response:
        return page(reference)

    async def get_asset(request: Request) -> Response:
        path = request.scope["path"]
        if path not in files:
            raise HTTPException(404)
        packed = files.get(f"{path}.gz") if takes_gzip(request) else None
        return _file(path, files[path]) if packed is None else _packed(path, packed)

    async def get_file_or_index(request: Request) -> Response:
        path = request.scope["path"]
        return _file(path, files[path]) if path in files and not path.endswith(".html") else page(index)

    register_url_convertor("screen", Screen())
    for path in ("/api/docs", *(f"/api/docs/{guide}" for guide in GUIDES)):
        app.add_api_route(path, get_reference, include_in_schema=False)
    app.add_api_route("/assets/{path:path}", get_asset, include_in_schema=False)
    app.add_api_route("/{path:screen}", get_file_or_index, include_in_schema=False)


def _packed(path: str, file: Path) -> Response:
    """The file as the build packed it: on a bad line a third of the bytes, and no work for this process."""
    response = _file(path, file)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _file(path: str, file: Path) -> Response:
    forever = path.startswith("/assets/")
    headers = {"Cache-Control": _FOREVER if forever else "public, max-age=3600", "Vary": "Accept-Encoding"}
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Response(file.read_bytes(), headers=headers, media_type=kind)
