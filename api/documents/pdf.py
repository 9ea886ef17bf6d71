"""PDF: the paper typeset, every letter of it in the font that comes with the product.

As PDF/A-2b with its title, which archives ask for; where a letter is in no font of ours, as a plain PDF.
"""

from pathlib import Path

import orjson
import typst

from api.documents.paper import MOTTO, NATION, RECIPIENTS, Paper

_TEMPLATE = Path(__file__).with_name("pdf.typ")


def write(paper: Paper, fonts: Path) -> bytes:
    """The paper as a PDF file; `fonts` is the folder of the Tinos files. Raises typst.TypstError."""
    inputs = {"paper": orjson.dumps(paper).decode(), "nation": NATION, "motto": MOTTO, "recipients": RECIPIENTS}
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=own, sys_inputs=inputs)
    try:
        made = compiler.compile(format="pdf", pdf_standards="a-2b")
    except typst.TypstError:
        made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("pages were asked for as one file")
    return made
