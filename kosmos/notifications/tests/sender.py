"""A sender in a process of its own, to be killed: sends all that is due by the gateways of its arguments."""

import sys
from datetime import datetime

import django

from kosmos.notifications.channels.base import Delivery
from kosmos.notifications.channels.mail import Smtp
from kosmos.notifications.channels.sms import HttpSms


def send(mail: str, sms: str, now: datetime) -> None:
    """Send until nothing is due."""
    from kosmos.notifications.services import send_due  # noqa: PLC0415 - needs Django set up

    gateways: dict[str, Delivery] = {
        "email": Smtp(url=mail, sender="noreply@example.by"),
        "sms": HttpSms(url=sms, key="k"),
    }
    while send_due(now=now, gateways=gateways):
        pass


if __name__ == "__main__":
    django.setup()
    send(sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3]))
