"""Telling people: taking up what happened, sending, and how each wants to be told."""

from kosmos.notifications.services.choosing import choose, mark_all_read, mark_read
from kosmos.notifications.services.finding import announce_prices, find_low
from kosmos.notifications.services.news import publish, tell_news, withdraw
from kosmos.notifications.services.sending import send_due
from kosmos.notifications.services.taking import take_up

__all__ = [
    "announce_prices",
    "choose",
    "find_low",
    "mark_all_read",
    "mark_read",
    "publish",
    "send_due",
    "take_up",
    "tell_news",
    "withdraw",
]
