"""The simulator's pushes go out by HTTP, from a thread of the web process, and are repeated as Assist repeats them."""

import logging
import re
import threading
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.db.models import F

from kosmos.gateway.models import SimulatedPush
from kosmos.kernel import clock

PAUSES = (5, 15, 60, 300, 900, 1800, 3600)
"""Seconds until each repeat; after the eighth try Assist gives up."""
LOOK_EVERY_SECONDS = 1
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FAILURES = 60
"""So many looks in a row find no database before the deliveries end."""
log = logging.getLogger(__name__)
_running = threading.Lock()


def push_address() -> str:
    """Where pushes go: our own door."""
    return f"{settings.ENVIRONMENT.public_url}/rails/assist/push/"


def deliver_due(now: datetime, *, address: str) -> int:
    """Deliver the pushes that are due; how many were tried. Several may do this at once."""
    due = list(SimulatedPush.objects.filter(due_at__lte=now).order_by("due_at")[:20])
    return sum(_deliver(push, now, address) for push in due)


def _deliver(push: SimulatedPush, now: datetime, address: str) -> bool:
    again = now + timedelta(seconds=PAUSES[push.tries]) if push.tries < len(PAUSES) else None
    mine = SimulatedPush.objects.filter(pk=push.pk, tries=push.tries, due_at=push.due_at)
    if not mine.update(tries=F("tries") + 1, due_at=again):
        return False
    answered = _post(address, push)
    if answered:
        SimulatedPush.objects.filter(pk=push.pk).update(due_at=None, answered=answered)
    return True


def _post(address: str, push: SimulatedPush) -> str:
    """Post a push; what of the answer ends the repeating, nothing without one."""
    to = address.replace("/assist/", f"/{push.rail}/")
    try:
        with httpx.Client(timeout=10, trust_env=False) as client:
            answer = client.post(to, content=push.body.encode(), headers=push.headers or FORM)
    except httpx.HTTPError:
        return ""
    found = re.search(r'firstcode="(\d+)" secondcode="(\d+)"', answer.text)
    if push.rail == "assist":
        return f"{found[1]}/{found[2]}" if answer.status_code == 200 and found else ""
    return str(answer.status_code) if answer.status_code < 500 else ""


def deliver_soon() -> None:
    """See to it that a thread of this process delivers what there is to deliver; it ends when nothing is left."""
    if _running.acquire(blocking=False):
        threading.Thread(target=_keep_delivering, name="simulator", daemon=True).start()


def _keep_delivering() -> None:
    """Deliver until nothing is left; a database that is away is waited for, but not for ever."""
    pause, failures = threading.Event(), 0
    try:
        while failures < FAILURES:
            try:
                if not _deliver_round():
                    return
                failures = 0
            except DatabaseError:
                failures += 1
                connections.close_all()
            pause.wait(LOOK_EVERY_SECONDS)
        log.warning("the simulator's deliveries stop until it is used again")
    finally:
        _running.release()
        connections.close_all()


def _deliver_round() -> bool:
    """Deliver what is due; whether anything was left to deliver."""
    close_old_connections()
    if not SimulatedPush.objects.filter(due_at__isnull=False).exists():
        return False
    deliver_due(clock.now(), address=push_address())
    return True
