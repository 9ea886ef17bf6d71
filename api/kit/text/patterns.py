"""Regular expressions that are compiled when first used.

For those only some requests need: compiling all of them is a fiftieth of the API's start.
"""

import re
from functools import cached_property
from typing import Any, cast


class _Later:
    def __init__(self, expression: str, flags: re.RegexFlag) -> None:
        self._expression, self._flags = expression, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._expression, self._flags)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled, name)


def later(expression: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """What `re.compile` gives, made at its first use."""
    return cast(re.Pattern[str], _Later(expression, flags))
