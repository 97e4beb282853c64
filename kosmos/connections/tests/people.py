"""Members of staff for tests."""

from kosmos.subscribers.models import SignIn, StaffMember, StaffRole


def staff(login: str, role: str = StaffRole.SALES) -> StaffMember:
    """A member of staff with a sign-in that no password opens."""
    sign_in = SignIn.objects.create(
        id=1_000 + SignIn.objects.count(), login=login, password="!", must_change_password=False
    )
    return StaffMember.objects.create(sign_in=sign_in, name=login.title(), role=role)
