"""Members of staff and applications for tests."""

from typing import Any
from uuid import uuid4

from kosmos.catalogue.models import Operator
from kosmos.connections.models import Application, ApplicationKind
from kosmos.subscribers.models import SignIn, StaffMember, StaffRole
from kosmos.subscribers.tests.people import NOW

PHONE = "+375291234567"


def staff(login: str, role: str = StaffRole.SALES) -> StaffMember:
    """A member of staff with a sign-in that no password opens."""
    sign_in = SignIn.objects.create(
        id=1_000 + SignIn.objects.count(), login=login, password="!", must_change_password=False
    )
    return StaffMember.objects.create(sign_in=sign_in, name=login.title(), role=role)


def operator() -> None:
    """An operator in Minsk, if there is none yet."""
    if not Operator.objects.exists():
        Operator.objects.create(code="x", name={"ru": "Х"}, timezone="Europe/Minsk", currency="BYN")


def application(**changes: Any) -> Application:
    """An application of NOW's, from home unless told otherwise; refused ones have changed their minds."""
    operator()
    name = uuid4().hex
    told = {"number": name[:12], "token": name, "key": name, "kind": ApplicationKind.HOME, "name": "Ольга"}
    refusal = "changed_mind" if changes.get("stage") == "refused" else ""
    times = {"stage_since_at": NOW, "created_at": NOW}
    return Application.objects.create(id=uuid4(), **{**told, **times, "phone": PHONE, "refusal": refusal, **changes})
