"""Vietnamese text: one spelling to store, one to search by, one to sort by, and numbers as people type them."""

from api.kit.text.collation import sort_key
from api.kit.text.folding import fold, nfc
from api.kit.text.numbers import NumberError, parse_number

__all__ = ["NumberError", "fold", "nfc", "parse_number", "sort_key"]
