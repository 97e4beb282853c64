"""The operator's people as their administrator sees them."""

from datetime import datetime

from django.db.models import Count, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery

from kosmos.subscribers.access import AccessSheet
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import (
    OpenSession,
    SecondFactor,
    SignIn,
    SignInEvent,
    SignInEventKind,
    StaffMember,
)
from kosmos.subscribers.services import UNUSABLE
from kosmos.subscribers.services.staffing import SUBJECT

LETTING_IN = (
    Act.STAFF_ADDED,
    Act.STAFF_ROLE_CHANGED,
    Act.STAFF_SWITCHED_ON,
    Act.STAFF_SHEET_PRINTED,
    Act.STAFF_FACTOR_RESET,
)


def staff_list() -> list[StaffMember]:
    """Everybody of the staff, those who work first, by name; each with what ``_seen`` adds."""
    return list(_seen(StaffMember.objects.all()).order_by("-sign_in__is_active", "name", "pk"))


def staff_names() -> list[StaffMember]:
    """Everybody of the staff by name, for a list to choose from."""
    return list(StaffMember.objects.select_related("sign_in").order_by("name", "pk"))


def member_seen(staff_id: int) -> StaffMember | None:
    """One of the staff, with what ``_seen`` adds."""
    return _seen(StaffMember.objects.filter(pk=staff_id)).first()


def sheets_of(sign_in: SignIn) -> list[AccessSheet]:
    """The sheets that were printed for a sign-in, the latest first."""
    return list(AccessSheet.objects.select_related("by").filter(sign_in=sign_in).order_by("-at")[:5])


def acts_about(member: StaffMember) -> list[AuditRecord]:
    """What administrators did about a member of staff, the latest first."""
    found = AuditRecord.objects.select_related("staff").filter(subject=SUBJECT, object_id=str(member.pk))
    return list(found.order_by("-at", "-id")[:20])


def waiting_for_sheets() -> int:
    """How many of those who work cannot sign in before a sheet is printed for them."""
    idle = StaffMember.objects.filter(sign_in__is_active=True, sign_in__password=UNUSABLE)
    return idle.count()


def one_let_the_other_in(one: StaffMember, other: StaffMember, *, since: datetime) -> bool:
    """Whether either could have signed in as the other: gave him a place, a role, a password or a new second factor."""
    by_either = AuditRecord.objects.filter(subject=SUBJECT, action__in=LETTING_IN, at__gte=since)
    let_in = Q(staff=one, object_id=str(other.pk)) | Q(staff=other, object_id=str(one.pk))
    return by_either.filter(let_in).exists()


def refused_since(since: datetime) -> int:
    """How many pages were refused since an instant."""
    return AuditRecord.objects.filter(action=Act.PAGE_REFUSED, at__gte=since).count()


def _seen(people: QuerySet[StaffMember]) -> QuerySet[StaffMember]:
    """With the number of open ``sessions``, ``has_factor``, ``has_sheet``, and ``last_in_at`` if he ever signed in."""
    entered = SignInEvent.objects.filter(sign_in=OuterRef("pk"), kind=SignInEventKind.SIGNED_IN).order_by("-at")
    open_ones = OpenSession.objects.filter(sign_in=OuterRef("pk")).order_by().values("sign_in")
    return people.select_related("sign_in").annotate(
        sessions=Subquery(open_ones.annotate(count=Count("pk")).values("count")),
        has_factor=Exists(SecondFactor.objects.filter(sign_in=OuterRef("pk"), confirmed_at__isnull=False)),
        has_sheet=Exists(AccessSheet.objects.filter(sign_in=OuterRef("pk"))),
        last_in_at=Subquery(entered.values("at")[:1], output_field=DateTimeField()),
    )
