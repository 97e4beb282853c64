"""What the worker does for accounts between events."""

from datetime import datetime

from kosmos.charging import outlook


def remember_outlooks(now: datetime, limit: int = 100) -> int:
    """Play ahead what the home pages of accounts that were looked at lately will say; how many were played."""
    return outlook.remember_outlooks(now=now, limit=limit)
