"""How alike two photographs look: a hash by sight of 64 bits (dHash), which scaling and compressing hardly change."""

# Of 64 bits, so many may differ between two copies of one picture; unrelated ones differ in about half.
NEAR = 6
# A blank wall, a white page: with fewer steps than this in either direction everything looks alike.
_TELLING = 8
_BITS = 64
_SIGN = 1 << (_BITS - 1)


def telling(look: int) -> bool:
    """Whether the hash tells one picture from another."""
    return _TELLING <= look.bit_count() <= _BITS - _TELLING


def stored(look: int) -> int:
    """The same 64 bits as the database's signed integer."""
    return look - (1 << _BITS) if look & _SIGN else look
