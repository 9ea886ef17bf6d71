"""Imported first by the API process: what a library would load unasked, and nobody here uses, stays on the disk.

structlog draws pretty tracebacks with rich wherever that is installed (the queue's command line brings it). Our log is
JSON; rich and what it needs are four megabytes in each process.
"""

import sys

sys.modules["rich"] = None  # type: ignore[assignment]  # to Python: not installed
