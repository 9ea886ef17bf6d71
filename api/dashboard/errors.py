"""What the page refuses."""

from api.kit.problems import Message

NO_UNIT = Message("Hãy nêu đơn vị (`unit`).", "Name the `unit`.")
BAD_PERIOD = Message("Không có kỳ này, ví dụ 2026, 2026-Q2.", "There is no such period, as 2026, 2026-Q2.")
