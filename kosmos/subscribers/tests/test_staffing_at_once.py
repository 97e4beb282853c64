from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kosmos.subscribers.errors import NoLongerAdministrator
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.services import Administrator, add_staff_member, mark_of_member, switch_member
from kosmos.subscribers.tests.people import NOW

pytestmark = pytest.mark.usefixtures("committed", "cheap_hashing")


def test_of_two_administrators_who_remove_each_other_one_stays() -> None:
    two = [add_staff_member(login=one, name=one, role="administrator", now=NOW)[0] for one in ("pavel", "rita")]
    gate = Barrier(2)

    def removes(pair: tuple[StaffMember, StaffMember]) -> bool:
        acting, other = Administrator(pair[0], NOW), pair[1]
        seen = mark_of_member(other)
        gate.wait()
        try:
            return switch_member(acting, other.pk, active=False, reason="", seen=seen)
        except NoLongerAdministrator:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(removes, [(two[0], two[1]), (two[1], two[0])])) == [False, True]
    assert SignIn.objects.filter(is_active=True).count() == 1
