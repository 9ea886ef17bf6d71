"""Parts of an Office file, read with limits and without entities."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from api.plans.imports.preview import Refused
from api.plans.imports.sniff import MAX_PART, MAX_UNPACKED

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Package:
    """An Office file whose parts are read by name; what is unpacked altogether is limited."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise Refused("damaged") from error
        self._left = MAX_UNPACKED

    def xml(self, name: str) -> Element | None:
        """The root of a part, or None when the file has no such part.

        Raises Refused: zip_bomb when it unpacks to more than a plan needs, damaged when it is no plain XML.
        """
        raw = self._bytes(name)
        if raw is None:
            return None
        try:
            root: Element = fromstring(raw, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise Refused("damaged") from error
        return root

    def related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """The parts a part refers to: (id, last word of the type, name)."""
        folder, base = posixpath.split(part)
        root = self.xml(f"{folder}/_rels/{base}.rels")
        for item in root.iter(f"{RELATIONSHIPS}Relationship") if root is not None else ():
            target = item.get("Target", "")
            name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            yield item.get("Id", ""), item.get("Type", "").rpartition("/")[2], name

    def _bytes(self, name: str) -> bytes | None:
        try:
            with self._zip.open(name) as part:
                raw = part.read(MAX_PART + 1)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise Refused("damaged") from error
        self._left -= len(raw)
        if len(raw) > MAX_PART or self._left < 0:
            raise Refused("zip_bomb")
        return raw
