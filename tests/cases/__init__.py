"""Cases with their right answer, each in a file of its own and run by one test: `case(4)` reads 04_*.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def case(number: int) -> dict[str, Any]:
    """The case of a number."""
    (file,) = Path(__file__).parent.glob(f"{number:02}_*.json")
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read
