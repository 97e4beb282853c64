"""The queue: requests and call-backs together, what is one's own and what nobody has yet, and the next of them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.menu_counts import held_for, kinds_for
from kosmos.backoffice.request_acts import key_of
from kosmos.backoffice.request_words import hours_words, shown_name
from kosmos.backoffice.roles import WORK_QUEUE
from kosmos.support.models import Topic
from kosmos.workplace import queue as waiting
from kosmos.workplace.masking import masked_phone
from kosmos.workplace.queue import ALL, CALL, FREE, MINE, REQUEST, SHOWN, Task

PAGES = {REQUEST: "staff:request", CALL: "staff:application"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue: its page, who it is about as whoever asks may see him, and when he wants to be called."""

    task: Task
    address: str
    name: str
    phone: str
    hours: str
    early: bool


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(WORK_QUEUE)
def queue(request: StaffRequest) -> HttpResponse:
    """One's own, nobody's or all, the soonest promised first; a POST takes the most urgent that nobody has."""
    kinds, now = kinds_for(request.staff.role), time_of(request)
    if request.method == "POST":
        response = HttpResponseRedirect(address_of_next(request))
        response.status_code = 303
        return response
    held = held_for(request)
    whose, topic = request.GET.get("whose", MINE if held.mine.total else FREE), request.GET.get("topic", "")
    if whose not in {MINE, FREE, ALL} or (topic and topic not in Topic.values):
        raise Http404
    following = waiting.next_task(kinds, now)
    context = {
        "rows": [_row(one, now) for one in waiting.tasks(kinds, whose, request.staff.pk, now, topic=topic)],
        "following": _row(following, now) if following else None,
        "held": held,
        "whose": whose,
        "topic": topic,
        "topics": Topic.values if REQUEST in kinds else [],
        "most": SHOWN,
        "key": uuid.uuid4().hex,
    }
    return render(request, "backoffice/queue.html", context)


def address_of_next(request: StaffRequest) -> str:
    """The page of what a form takes as the next; the queue's, with a word about it, where nothing is left."""
    kinds, now = kinds_for(request.staff.role), time_of(request)
    got = waiting.take_next(request.staff, kinds, key=key_of(request, "next"), now=now)
    if got is None:
        messages.info(request, _("Свободного ничего нет: всё уже кто-то ведёт."))
        return reverse("staff:queue")
    return reverse(PAGES[got.kind], args=[got.object_id])


def _row(task: Task, now: datetime) -> Row:
    hours = hours_words(task.from_at, task.until_at, now) if task.from_at and task.until_at else ""
    return Row(
        task,
        reverse(PAGES[task.kind], args=[task.id]),
        shown_name(task.name, of_organisation=task.of_organisation),
        masked_phone(task.phone),
        hours,
        early=task.from_at is not None and task.from_at > now,
    )


urlpatterns: list[URLPattern] = [path("queue/", queue, name="queue")]
