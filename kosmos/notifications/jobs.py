"""What the worker does to tell people."""

from datetime import datetime

from kosmos.notifications.channels.base import gateways
from kosmos.notifications.services import announce_prices, find_low, send_due, take_up, tell_news
from kosmos.notifications.services.taking import tidy_outbox


def take_up_events(now: datetime) -> int:
    """Make messages of what happened, and of news; how many events and holders were taken up."""
    channels = list(gateways())
    return take_up(now=now, channels=channels) + tell_news(now=now, channels=channels)


def send_messages(now: datetime) -> int:
    """Send what is due; how many messages were dealt with."""
    return send_due(now=now, gateways=gateways())


def look_ahead(now: datetime) -> int:
    """Find the next accounts whose money ends soon, and announce prices; how many accounts were looked at."""
    found = find_low(now=now)
    announce_prices(now=now)
    return found


def tidy_events(now: datetime) -> int:
    """Forget events that were taken up long ago; how many."""
    return tidy_outbox(now=now)
