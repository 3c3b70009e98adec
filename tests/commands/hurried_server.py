"""`decisionaid serve` with one process, four threads and time-outs that a test can wait for, or never meets."""

from __future__ import annotations

import os
import sys

from decisionaid.cli import main
from decisionaid.commands import _worker

_worker.HEAD_SECONDS, _worker.BODY_SECONDS = 1, 2  # type: ignore[misc]
_worker.STALLED_SECONDS = 120  # type: ignore[misc]
_worker.ANSWER_SECONDS = int(os.environ.get("HURRIED_ANSWER", "120"))  # type: ignore[misc]
_worker.MOST_WAITING = int(os.environ.get("HURRIED_WAITING", "600"))
_worker.Worker.OF_A_CLIENT = 30

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
