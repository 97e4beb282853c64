"""What the subscriber was told, and how he wants to be told."""

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages as notices
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.kernel.errors import DomainError
from kosmos.notifications.queries import Listed, Settings, messages_of, settings_of, unread_of
from kosmos.notifications.services import choose, mark_all_read, mark_read
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.words import refusal
from kosmos.portal.words.messages import CHANNELS, TOPICS, lead_of, uuid_of


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def messages(request: CabinetRequest) -> HttpResponse:
    """The list, of all his accounts; a POST marks one message as read, or all that the page has shown."""
    if request.method == "POST":
        return _mark(request)
    unread, page = request.GET.get("show") == "unread", _page(request.GET.get("page", ""))
    now, accounts = time_of(request), _accounts(request)
    found, more = messages_of(accounts, language=get_language() or "ru", now=now, page=page, unread=unread)
    context = {
        "shown": [_shown(message, accounts) for message in found],
        "unread": unread_of(accounts),
        "only_unread": unread,
        "older": page + 1 if more else None,
        "newer": page - 1 if page > 1 else None,
        "through": now.isoformat(),
    }
    return render(request, "portal/messages.html", context)


def _mark(request: CabinetRequest) -> HttpResponse:
    accounts, now = _accounts(request), time_of(request)
    if "message" in request.POST:
        if not mark_read(accounts, uuid_of(request.POST["message"]), now=now):
            raise Http404
    else:
        count = mark_all_read(accounts, now=now, through=_instant(request.POST.get("through", ""), now))
        said = ngettext("Прочитано: %(count)d уведомление", "Прочитано: %(count)d уведомлений", count)
        notices.success(request, said % {"count": count} if count else _("Все уведомления уже прочитаны"))
    return HttpResponseRedirect(reverse("portal:messages"), status=HTTPStatus.SEE_OTHER)


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def settings(request: CabinetRequest) -> HttpResponse:
    """By which channel each topic is told, and how many days before money ends."""
    subscriber = request.cabinet.subscriber
    held = settings_of(subscriber)
    if request.method != "POST":
        return _settings_page(request, held, str(held.low_days))
    asked = request.POST.get("low_days", "").strip()
    ticked = set(request.POST.getlist("wanted"))
    boxes = [choice for _topic, choices in held.rows for choice in choices]
    wanted = {(box.topic, box.channel): f"{box.topic}:{box.channel}" in ticked for box in boxes}
    try:
        low_days = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
        choose(subscriber, wanted=wanted, low_days=low_days)
    except DomainError as error:
        return _settings_page(request, held, asked, ticked=ticked, error=refusal(error))
    notices.success(request, _("Настройки сохранены"))
    return HttpResponseRedirect(reverse("portal:message-settings"), status=HTTPStatus.SEE_OTHER)


def _settings_page(
    request: CabinetRequest, held: Settings, low_days: str, *, ticked: set[str] | None = None, error: str = ""
) -> HttpResponse:
    subscriber = request.cabinet.subscriber
    rows = [
        {
            "name": TOPICS[topic][0],
            "about": TOPICS[topic][1],
            "boxes": [
                {
                    "value": f"{topic}:{box.channel}",
                    "channel": CHANNELS[box.channel],
                    "ticked": box.fixed or (box.wanted if ticked is None else f"{topic}:{box.channel}" in ticked),
                    "fixed": box.fixed,
                }
                for box in choices
            ],
        }
        for topic, choices in held.rows
    ]
    lacking = [CHANNELS[one] for one in held.channels if not {"email": subscriber.email, "sms": subscriber.phone}[one]]
    context = {"rows": rows, "channels": held.channels, "low_days": low_days, "error": error, "lacking": lacking}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "portal/messages_settings.html", context, status=status)


def _accounts(request: CabinetRequest) -> dict[int, str]:
    """The ids of the subscriber's accounts, with their numbers where he has several."""
    held = request.cabinet.accounts
    return {account.account_id: account.number if len(held) > 1 else "" for account in held}


def _shown(message: Listed, accounts: dict[int, str]) -> dict[str, object]:
    return {"message": message, "account": accounts[message.account_id], "lead": lead_of(message)}


def _instant(text: str, otherwise: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return found if found.tzinfo else otherwise


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


urlpatterns: list[URLPattern] = [
    path("cabinet/messages/", messages, name="messages"),
    path("cabinet/messages/settings/", settings, name="message-settings"),
]
