"""Real files: photographs that say where they were taken, PDFs, and PDFs signed by authorities of our own."""

import io
import random
from datetime import UTC, datetime, timedelta

import pypdfium2
from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PIL import Image
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

HANOI = {1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 15.0)}
CAMERA = "Mountain Phone 5"


def scene(seed=1, size=(1200, 900)):
    """A picture with something in it, the same for the same seed."""
    chance, small = random.Random(seed), Image.new("RGB", (12, 9))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(12 * 9)])
    return small.resize(size, Image.Resampling.BICUBIC)


def photograph(seed=1, kind="JPEG", quality=90, size=(1200, 900), orientation=1):
    """A file of it, with place and camera."""
    told, held = Image.Exif(), io.BytesIO()
    told[0x010F], told[0x0112] = CAMERA, orientation
    told.get_ifd(0x8825).update(HANOI)
    scene(seed, size).save(held, kind, quality=quality, exif=told)
    return held.getvalue()


def pdf(pages=1):
    """A PDF of so many pages."""
    document, held = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(held)
    document.close()
    return held.getvalue()


class Authority:
    """Who says that somebody is who they say."""

    def __init__(self, name):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = _certificate(name, self._key.public_key(), name, self._key, is_authority=True)
        self.pem = self._certificate.public_bytes(serialization.Encoding.PEM)

    def signer(self, name):
        """Somebody with a certificate of this authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self._certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        made = _certificate(name, key.public_key(), issuer, self._key, is_authority=False, above=self._certificate)
        registry = SimpleCertificateStore()
        registry.register(_loaded(self._certificate))
        packed = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return SimpleSigner(
            signing_cert=_loaded(made), signing_key=keys.PrivateKeyInfo.load(packed), cert_registry=registry
        )


def _loaded(certificate):
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _certificate(name, public_key, issuer, signing_key, *, is_authority, above=None):
    now = datetime.now(UTC)
    built = (
        certificates.CertificateBuilder()
        .subject_name(certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public_key)
        .serial_number(certificates.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3))
        .add_extension(certificates.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(certificates.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            certificates.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False
        )
        .add_extension(
            certificates.KeyUsage(
                digital_signature=not is_authority, content_commitment=not is_authority, key_cert_sign=is_authority,
                crl_sign=is_authority, key_encipherment=False, data_encipherment=False, key_agreement=False,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
    )  # fmt: skip
    return built.sign(signing_key, hashes.SHA256())


async def signed(content, signer, field="Chu_ky"):
    """The PDF with a signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    held = await signers.async_sign_pdf(writer, PdfSignatureMetadata(field_name=field), signer=signer)
    return held.getvalue()


def appended_to(content):
    """The PDF with a page taken out after it was signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root["/Pages"]["/Kids"].clear()
    writer.root["/Pages"]["/Count"] = NumberObject(0)
    writer.update_container(writer.root["/Pages"])
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()
