from datetime import date

import pytest

from kosmos.catalogue.models import Policy
from kosmos.catalogue.policies import ALWAYS, Policies, policies_on

pytestmark = pytest.mark.django_db


def test_defaults_are_the_rulebooks() -> None:
    assert policies_on(date(2016, 11, 1)) == Policies(
        promise_days=3,
        promise_when="negative_balance",
        promise_fee_kopecks=0,
        suspension_max_days=60,
        plan_change_needs="full_fee",
    )


def test_a_day_has_the_newest_policy_that_is_not_after_it() -> None:
    for from_on, days in ((ALWAYS, "5"), (date(2016, 11, 10), "7"), (date(2016, 12, 1), "1")):
        Policy.objects.create(code="promise_days", from_on=from_on, value=days)
    Policy.objects.create(code="promise_when", from_on=date(2016, 11, 10), value="blocked")
    assert policies_on(date(2016, 11, 9)) == Policies(promise_days=5)
    assert policies_on(date(2016, 11, 10)) == Policies(promise_days=7, promise_when="blocked")
    assert policies_on(date(2016, 11, 30)).promise_days == 7
    assert policies_on(date(2016, 12, 1)).promise_days == 1
