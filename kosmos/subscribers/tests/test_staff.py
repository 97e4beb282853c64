import pytest

from kosmos.subscribers import services
from kosmos.subscribers.errors import BadStaffMember, LoginTaken, WrongSignIn
from kosmos.subscribers.models import SignIn, SignInEvent, StaffMember
from kosmos.subscribers.services import Origin, add_staff_member
from kosmos.subscribers.tests.people import NOW, PASSWORD, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_hashing")]


def enter(login: str, password: str) -> SignIn:
    return services.sign_in_staff(login=login, password=password, origin=Origin("93.84.1.7"), devices={}, now=NOW)


def test_a_staff_member_gets_a_password_once_and_signs_in() -> None:
    member, password = add_staff_member(login=" Vera ", name=" Вера  Ким ", role="agent", now=NOW)
    assert (member.sign_in.login, member.name, member.role) == ("Vera", "Вера Ким", "agent")
    assert enter("vera", password) == member.sign_in
    assert member.sign_in.must_change_password and password not in SignIn.objects.get().password


def test_each_by_his_own_door() -> None:
    person(77, "anna")
    _, password = add_staff_member(login="vera", name="Вера", role="agent", now=NOW)
    with pytest.raises(WrongSignIn):
        enter("anna", PASSWORD)
    for business in (False, True):
        with pytest.raises(WrongSignIn):
            services.sign_in(
                login="vera", password=password, business=business, origin=Origin("93.84.1.7"), devices={}, now=NOW
            )
    assert set(SignInEvent.objects.exclude(reason="").values_list("reason", flat=True)) == {"tab"}


def test_who_is_switched_off_stays_out() -> None:
    member, password = add_staff_member(login="vera", name="Вера", role="agent", now=NOW)
    SignIn.objects.update(is_active=False)
    with pytest.raises(WrongSignIn):
        enter("vera", password)
    assert StaffMember.objects.get() == member


def test_a_login_is_one_persons() -> None:
    person(77, "anna")
    with pytest.raises(LoginTaken):
        add_staff_member(login="ANNA", name="Анна", role="agent", now=NOW)
    assert not StaffMember.objects.exists()


@pytest.mark.parametrize(
    ("login", "name", "role", "field"),
    [
        ("", "Вера", "agent", "login"),
        ("ve ra", "Вера", "agent", "login"),
        ("ve\0ra", "Вера", "agent", "login"),
        ("v" * 151, "Вера", "agent", "login"),
        ("vera", "  ", "agent", "name"),
        ("vera", "Ве\0ра", "agent", "name"),
        ("vera", "Вера", "king", "role"),
    ],
)
def test_what_cannot_be_is_named(login: str, name: str, role: str, field: str) -> None:
    with pytest.raises(BadStaffMember) as refused:
        add_staff_member(login=login, name=name, role=role, now=NOW)
    assert refused.value.parameters == {"field": field}
    assert not SignIn.objects.exists()
