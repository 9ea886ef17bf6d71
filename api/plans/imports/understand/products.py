"""Products printed in the cell of their task, where no column is theirs: “… Sản phẩm: Báo cáo”."""

import re

_WORD = r"(?:sản phẩm|kết quả)"
_LABEL = re.compile(
    rf"(?:^|(?<=[\n.;(]))[^\S\n]*[-+•]?[^\S\n]*{_WORD}"
    rf"(?:[ ,/]+(?:và +)?(?:{_WORD}|đầu ra|dự kiến|cần đạt|hoàn thành|thực hiện))*\s*:\s*",
    re.IGNORECASE,
)


def split_products(text: str) -> tuple[str, str]:
    """What is to be done, and the text of its products; all of it is the work where none are labelled."""
    label = _LABEL.search(text)
    if label is None or not text[: label.start()].strip(" \n("):
        return text, ""
    work, products = text[: label.start()].rstrip(), text[label.end() :].strip()
    if work.endswith("("):
        work, products = work[:-1].rstrip(), products.removesuffix(".").removesuffix(")")
    return work, products
