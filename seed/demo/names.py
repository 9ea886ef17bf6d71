"""Names the sample units bear: places as they are called, flowers, and people long dead."""

import json
from importlib.resources import files

_NAMES: dict[str, list[str]] = json.loads((files("seed.demo") / "names.json").read_text(encoding="utf-8"))

WARDS = _NAMES["wards"]
RURAL_COMMUNES = _NAMES["rural_communes"]
SPECIAL_ZONES = _NAMES["special_zones"]
FLOWERS = _NAMES["flowers"]
PEOPLE = _NAMES["people"]
