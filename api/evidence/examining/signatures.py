"""Reads the signatures of one untrusted PDF in a process of its own: `python -m ….signatures FILE ROOTS`.

Nothing is asked of anybody: whether a certificate was revoked since is not known here.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from api.kit.child import bound

MEMORY = 1 << 30
SECONDS = 60
MOST = 20  # signatures of one file
_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


def read(file: Path, roots: list[x509.Certificate]) -> list[dict[str, Any]]:
    """What is said of each signature, the oldest first."""
    with file.open("rb") as opened:
        reader = PdfFileReader(opened, strict=False)
        return [_told(each, roots) for each in reader.embedded_regular_signatures[:MOST]]


def _told(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> dict[str, Any]:
    """Who, when by their own clock, whether nothing changed since, and whether a root vouches for them."""
    try:
        said = signature.self_reported_timestamp
        status = validate_pdf_signature(signature, _context(roots, said), key_usage_settings=_USAGE)
    except Exception:
        return {"signer": None, "issuer": None, "signed_at": None, "intact": False, "trusted": False}
    certificate, intact = status.signing_cert, _is_intact(status)
    return {
        "signer": _name(certificate.subject),
        "issuer": _name(certificate.issuer),
        "signed_at": None if said is None else said.isoformat(),
        "intact": intact,
        "trusted": intact and bool(status.trusted),
    }


def _context(roots: list[x509.Certificate], moment: datetime | None) -> ValidationContext:
    """Certificates are held against the day of signing: most have expired when somebody looks."""
    return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail")


def _is_intact(status: PdfSignatureStatus) -> bool:
    """Whether the file is as it was signed; further signatures and filled-in fields change nothing that was."""
    whole = status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    return bool(
        status.intact and status.valid and whole and status.modification_level <= ModificationLevel.FORM_FILLING
    )


def _name(name: x509.Name) -> str:
    """The person and the office, as the certificate has them."""
    known = name.native
    parts = [known.get("common_name"), known.get("organization_name")]
    return ", ".join(dict.fromkeys(str(part) for part in parts if part)) or name.human_friendly


def read_roots(path: str) -> list[x509.Certificate]:
    """The certificates of a PEM file; none where none is given."""
    if not path:
        return []
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(Path(path).read_bytes(), multiple=True)]


if __name__ == "__main__":
    bound(memory=MEMORY, seconds=SECONDS, file_bytes=0)
    json.dump(read(Path(sys.argv[1]), read_roots(sys.argv[2])), sys.stdout)
