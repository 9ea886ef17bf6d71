"""Where the font of PDFs lies."""

from pathlib import Path

_API = Path(__file__).resolve().parents[1]


def fonts_folder() -> Path | None:
    """The fonts of PDFs, which the build of the screens lays beside them: in the installed package or in a checkout.

    None before the first build.
    """
    folders = (built / "fonts" for built in (_API / "_spa", _API.parent / "frontend" / "dist"))
    return next((folder for folder in folders if folder.is_dir()), None)
