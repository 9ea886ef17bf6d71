"""The numbers and bullets that Word makes itself and does not store in the text."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from api.plans.imports.readers.package import Package
from api.plans.imports.roman import to_roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BULLET = "-"
_SILENT = ("none", "bullet")


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counting as their paragraphs are met in order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by list
    shared: dict[str, str] = field(default_factory=dict)  # list → the definition it counts with
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package, part: str) -> "Numbering":
        """The numbering of the document part."""
        names = {kind: name for _, kind, name in package.related(part)}
        numbering = cls()
        numbering._read_lists(package.xml(names.get("numbering", "")) if "numbering" in names else None)
        numbering._read_styles(package.xml(names.get("styles", "")) if "styles" in names else None)
        return numbering

    def label(self, paragraph: Element) -> str:
        """The number or bullet before the paragraph, empty for an ordinary one. Each call counts on."""
        place = self._place(paragraph)
        if place is None or place[0] not in self.levels:
            return ""
        number, depth = place
        level = self.levels[number].get(depth)
        if level is None:
            return ""
        counts = self._count(number, depth, level)
        if level.kind in _SILENT:
            return _BULLET if level.kind == "bullet" else ""
        return self._written(number, level.text, counts)

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        inherited = self.styles.get(style.get(f"{W}val", "")) if style is not None else None
        if own is None:
            return inherited
        number = own.find(f"{W}numId")
        depth = own.find(f"{W}ilvl")
        if number is None:
            return inherited
        return number.get(f"{W}val", "0"), int((depth.get(f"{W}val") if depth is not None else None) or 0)

    def _count(self, number: str, depth: int, level: _Level) -> dict[int, int]:
        counts = self._counts.setdefault(self.shared.get(number, number), {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return counts

    def _written(self, number: str, text: str, counts: dict[int, int]) -> str:
        for depth, level in self.levels[number].items():
            shown = _shown(counts.get(depth, level.start), level.kind)
            text = text.replace(f"%{depth + 1}", shown)
        return text

    def _read_lists(self, root: Element | None) -> None:
        if root is None:
            return
        definitions = {a.get(f"{W}abstractNumId", ""): _levels(a) for a in root.iter(f"{W}abstractNum")}
        for item in root.iter(f"{W}num"):
            number = item.get(f"{W}numId", "")
            link = item.find(f"{W}abstractNumId")
            definition = link.get(f"{W}val", "") if link is not None else ""
            self.levels[number] = definitions.get(definition, {})
            restarts = item.find(f"{W}lvlOverride/{W}startOverride") is not None
            self.shared[number] = number if restarts else f"definition {definition}"

    def _read_styles(self, root: Element | None) -> None:
        for style in root.iter(f"{W}style") if root is not None else ():
            number = style.find(f"{W}pPr/{W}numPr/{W}numId")
            depth = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
            if number is not None:
                place = int((depth.get(f"{W}val") if depth is not None else None) or 0)
                self.styles[style.get(f"{W}styleId", "")] = (number.get(f"{W}val", "0"), place)


def _levels(definition: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in definition.iter(f"{W}lvl"):
        values = {tag: level.find(f"{W}{tag}") for tag in ("numFmt", "lvlText", "start")}
        found = {tag: element.get(f"{W}val", "") if element is not None else "" for tag, element in values.items()}
        start = int(found["start"]) if found["start"].isdigit() else 1
        levels[int(level.get(f"{W}ilvl", "0"))] = _Level(found["numFmt"] or "decimal", found["lvlText"], start)
    return levels


def _shown(count: int, kind: str) -> str:
    if kind == "upperRoman":
        return to_roman(count)
    if kind == "lowerRoman":
        return to_roman(count).lower()
    if kind in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("A") + (count - 1) % 26)
        return letter if kind == "upperLetter" else letter.lower()
    return f"{count:02d}" if kind == "decimalZero" else str(count)
