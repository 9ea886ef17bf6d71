"""The embedded server keeps a share of the memory there is."""

from pathlib import Path

import pytest

from api.kit.memory import memory_here, shared_buffers

GIGABYTE = 2**30


@pytest.mark.parametrize(
    ("memory", "kept"), [(GIGABYTE // 4, "128MB"), (4 * GIGABYTE, "1024MB"), (64 * GIGABYTE, "4096MB")]
)
def test_a_quarter_is_kept_within_bounds(memory: int, kept: str) -> None:
    assert shared_buffers(memory) == kept


def test_a_container_leaves_what_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("104857600\n")
    assert memory_here(tmp_path / "memory.max") == 104857600


@pytest.mark.parametrize("text", ["max\n", None])
def test_without_a_limit_the_whole_machine_is_there(tmp_path: Path, text: str | None) -> None:
    limit = tmp_path / "memory.max"
    if text is not None:
        limit.write_text(text)
    assert memory_here(limit) > 104857600
