"""The language of a request's messages: Vietnamese unless English is preferred."""

from starlette.requests import HTTPConnection

from api.kit.problems import Language


def language_of(connection: HTTPConnection) -> Language:
    """`en` when Accept-Language ranks English above Vietnamese (RFC 9110, 12.5.4), else `vi`."""
    header = connection.headers.get("accept-language")
    if not header:
        return "vi"
    weights = {"vi": 0.0, "en": 0.0, "*": 0.0}
    for part in header.lower().split(","):
        tag, _, weight = part.replace(" ", "").partition(";q=")
        primary = tag.partition("-")[0]
        if primary in weights:
            weights[primary] = max(weights[primary], _number(weight))
    return "en" if weights["en"] > max(weights["vi"], weights["*"]) else "vi"


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0
