"""The demo's own buttons: its date, moved by a day or to the month's end. Outside the demo there is none of this."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.jobs import pass_time
from kosmos.kernel import clock
from kosmos.kernel.days import ONE_DAY, month_end
from kosmos.kernel.models import DemoClock


def later(now: datetime, span: str) -> datetime:
    """The instant that a button moves to: the same hour tomorrow, or of the month's last day (then of the next's).

    ValueError for any other button.
    """
    local = now.astimezone(operator_zone())
    if span == "day":
        return local + ONE_DAY
    if span == "month":
        last = month_end(local.date())
        return local + timedelta(
            days=((month_end(last + ONE_DAY) if last == local.date() else last) - local.date()).days
        )
    raise ValueError(f"the clock is not moved by {span!r}")


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock and come back to the page; 404 where there is no demo."""
    if not DemoClock.objects.exists():
        raise Http404
    try:
        pass_time(later(clock.now(), request.POST.get("span", "")))
    except ValueError:
        return HttpResponse(status=400)
    return HttpResponseRedirect(_back(request), status=303)


def _back(request: HttpRequest) -> str:
    """The page that the button was on; none of another host."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("portal:site")


urlpatterns: list[URLPattern] = [path("demo/clock/", move_clock, name="demo-clock")]
