"""{% load summer %}: the pause that a student is offered for the summer."""

from django import template

from kosmos.catalogue.policies import policies_on
from kosmos.charging.home import Home
from kosmos.portal.summer import MONTHS, SummerPause, summer_pause
from kosmos.subscribers.models import Subscriber, SubscriberKind

register = template.Library()


@register.simple_tag
def pause_for_summer(view: Home, subscriber: Subscriber) -> SummerPause | None:
    """What a page offers its reader; the database is asked nothing for others than students, and not in winter."""
    if subscriber.kind != SubscriberKind.STUDENT or view.today.month not in MONTHS:
        return None
    return summer_pause(view, subscriber.kind, longest=policies_on(view.today).suspension_max_days)
