"""Refusals of the staff's pages, noted in the audit."""

from datetime import timedelta
from typing import cast

from django.http import HttpRequest

from kosmos.entering.asked import origin_of, time_of
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.services import note_act

ONCE_IN = timedelta(minutes=1)
"""Whoever knocks at the same page again and again gets one line a minute: nobody fills the audit."""
PAGE = "page"
LONGEST_PATH = 200


def note_refusal(request: HttpRequest, function: str) -> None:
    """Note that somebody was refused a page, and which function he lacks; the page tells him no more than before."""
    sign_in, now = cast("SignIn", request.user), time_of(request)
    staff: StaffMember | None = getattr(sign_in, "staff_member", None)
    page = request.resolver_match.view_name if request.resolver_match else ""
    who = {"staff": staff} if staff else {"sign_in": sign_in}
    seen = AuditRecord.objects.filter(subject=PAGE, object_id=page, at__gt=now - ONCE_IN, **who)
    if seen.filter(action=Act.PAGE_REFUSED).exists():
        return
    note_act(
        Act.PAGE_REFUSED,
        now=now,
        staff=staff,
        sign_in=None if staff else sign_in,
        origin=origin_of(request),
        subject=PAGE,
        object_id=page,
        after={"path": request.path[:LONGEST_PATH], "method": request.method, "role": staff.role if staff else ""},
        reason=function,
    )
