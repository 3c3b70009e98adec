"""Days as an aid writes them."""

from __future__ import annotations

from datetime import date


def day_of(text: str) -> date | None:
    """Read a day. None where the calendar has no such day.

    Example:
        >>> day_of("2026-02-30") is None
        True
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
