"""With the real hashing: nobody learns from the time whether a login exists."""

from time import process_time

import pytest

from kosmos.subscribers.errors import WrongSignIn
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.services import UNUSABLE, Origin, sign_in
from kosmos.subscribers.tests.people import NOW, PASSWORD, person

pytestmark = pytest.mark.django_db
RUNS = 9
"""Of so many the quickest counts: what else a machine does only ever adds."""


def took(login: str, password: str, run: int) -> int:
    begun = process_time()
    with pytest.raises(WrongSignIn):
        sign_in(
            login=login,
            password=password,
            business=False,
            origin=Origin(f"5.188.{run}.1"),
            devices={},
            now=NOW,
        )
    return round((process_time() - begun) * 1_000_000)


def test_every_refusal_takes_as_long() -> None:
    """One hashing each: twice the time, or a tenth of it, would show."""
    person(1, "anna")
    SignIn.objects.filter(pk=person(2, "nopassword").pk).update(password=UNUSABLE)
    SignIn.objects.filter(pk=person(3, "inactive").pk).update(is_active=False)
    asked = [("anna", "wrong"), ("nobody", "wrong"), ("nopassword", "wrong"), ("inactive", PASSWORD)]
    times: dict[str, list[int]] = {login: [] for login, _ in asked}
    for run in range(RUNS):
        for login, password in asked:
            times[login].append(took(login, password, run))
    quickest = {login: min(found) for login, found in times.items()}
    assert 2 * max(quickest.values()) < 3 * min(quickest.values()), quickest
