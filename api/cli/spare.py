"""Imported first by the API process: what a library would load unasked, and nobody here uses, stays on the disk.

structlog draws pretty tracebacks with rich wherever that is installed (the queue's command line brings it). Our log is
JSON; rich and what it needs are four megabytes in each process. FastAPI asks whether a model is one of pydantic's
first version, which it does not take any more; loading that version to ask it is a sixteenth of the start.

It also asks every installed distribution whether it extends pydantic; none does.

Nor does the collector look through what is being loaded, which would take a fifth of the start and find nothing to
throw away; the application lets it in when it begins to serve.
"""

import gc
import os
import sys

gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

for unused in ("rich", "pydantic.v1"):
    sys.modules[unused] = None  # type: ignore[assignment]  # to Python: not installed
