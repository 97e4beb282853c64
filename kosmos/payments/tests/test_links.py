"""Links by which somebody else pays: made once, revoked once, and nobody's guess opens one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from kosmos.kernel.errors import DomainError
from kosmos.payments.errors import (
    AmountOutOfRange,
    LinkDays,
    LinkKeyUsed,
    LinkLabel,
    NotPayable,
    TooManyLinks,
    UnknownLink,
)
from kosmos.payments.models import Order, PayLink
from kosmos.payments.queries import link_by_token, links_of
from kosmos.payments.services import LinkWish, create_order, make_link, revoke_link
from kosmos.payments.services.links import MOST_LINKS
from kosmos.payments.tests import world
from kosmos.payments.tests.world import NOW
from kosmos.payments.tokens import read_token, token_of

WISH = LinkWish("Интернет Михаила", days=30)
REFUSED = {
    "no label": (replace(WISH, label="  "), LinkLabel),
    "a long label": (replace(WISH, label="x" * 61), LinkLabel),
    "no days": (replace(WISH, days=0), LinkDays),
    "more than a year": (replace(WISH, days=366), LinkDays),
    "nothing to pay": (replace(WISH, amount_kopecks=0), AmountOutOfRange),
    "too much to pay": (replace(WISH, amount_kopecks=500_001), AmountOutOfRange),
}


@pytest.fixture
def account(db: None) -> int:
    world.operator()
    return world.account()


def made(account: int, wish: LinkWish = WISH, key: str = "form") -> PayLink:
    return make_link(wish, account_id=account, key=key, now=NOW)


def test_its_token_opens_it_until_it_expires(account: int) -> None:
    link = made(account)
    assert link_by_token(token_of(link.id), now=NOW) == link
    assert link_by_token(token_of(link.id), now=NOW + timedelta(days=30, seconds=-1)) == link
    assert link_by_token(token_of(link.id), now=NOW + timedelta(days=30)) is None


def test_the_same_form_makes_one_link(account: int) -> None:
    assert made(account) == made(account)
    with pytest.raises(LinkKeyUsed):
        made(account, replace(WISH, label="другое"))
    assert PayLink.objects.count() == 1


def test_a_revoked_one_is_closed_and_stays_so(account: int) -> None:
    link = made(account)
    first = revoke_link(link.id, account_id=account, now=NOW + timedelta(hours=1))
    assert revoke_link(link.id, account_id=account, now=NOW + timedelta(hours=2)).revoked_at == first.revoked_at
    assert link_by_token(token_of(link.id), now=NOW + timedelta(hours=1)) is None


def test_only_its_own_account_revokes_it(account: int) -> None:
    link, other = made(account), world.account("100483")
    with pytest.raises(UnknownLink):
        revoke_link(link.id, account_id=other, now=NOW)
    assert link_by_token(token_of(link.id), now=NOW) == link


@pytest.mark.parametrize(("wish", "error"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(account: int, wish: LinkWish, error: type[DomainError]) -> None:
    with pytest.raises(error):
        made(account, wish)
    assert not PayLink.objects.exists()


def test_an_account_that_is_no_subscribers_has_none(account: int) -> None:
    with pytest.raises(NotPayable):
        made(account + 1000)


def test_so_many_are_in_force_at_once(account: int) -> None:
    links = [made(account, key=str(number)) for number in range(MOST_LINKS)]
    with pytest.raises(TooManyLinks):
        made(account, key="one more")
    revoke_link(links[0].id, account_id=account, now=NOW)
    assert made(account, key="one more").label == WISH.label


def test_a_card_number_in_a_label_is_masked(account: int) -> None:
    for key, gap in enumerate((" ", "/", "\u200b", ", ")):
        link = made(account, replace(WISH, label=gap.join(["карта 4111", "1111", "1111", "1111"])), key=str(key))
        assert "*" * 4 in link.label
        assert "4111" not in link.label


def test_what_came_through_each(account: int) -> None:
    link, other = made(account), made(account, key="other")
    for number, state in enumerate(("paid", "paid", "declined")):
        order = create_order(account_id=account, amount_kopecks=5_00, now=NOW, key=str(number), link=link.id)
        assert "100482" not in order.number
        Order.objects.filter(pk=order.pk).update(state=state, paid_kopecks=5_00, paid_at=NOW, operation=str(number))
    found = {paid.link.id: (paid.payments, paid.paid_kopecks, paid.last_at) for paid in links_of(account)}
    assert found == {link.id: (2, 10_00, NOW), other.id: (0, 0, None)}


def test_ten_thousand_guesses_open_nothing_and_ask_the_database_nothing(
    account: int, django_assert_num_queries: object
) -> None:
    true = token_of(made(account).id)
    guesses = [token_of(uuid4())[:20] + true[20:] for _ in range(5_000)]
    guesses += [true[:place] + sign + true[place + 1 :] for place in range(40) for sign in "ABCabc019-_" * 12][:5_000]
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert all(link_by_token(guess, now=NOW) is None for guess in guesses if guess != true)


@pytest.mark.parametrize("token", ["", "x", "=" * 40, "я" * 40, "A" * 40, "A" * 41, "A" * 39 + "\x00"])
def test_what_is_no_token(token: str) -> None:
    assert read_token(token) is None


def test_a_double_click_is_one_link_and_the_limit_holds_in_a_race(committed: None) -> None:
    world.operator()
    account = world.account()
    start = threading.Barrier(4)
    for number in range(MOST_LINKS - 2):
        made(account, key=str(number))

    def press(key: str) -> str:
        start.wait()
        try:
            return made(account, key=key).id.hex
        except TooManyLinks:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(press, ["same", "same", "second", "third"]))
    assert PayLink.objects.count() == MOST_LINKS
    assert found[0] == found[1]
    assert len({one for one in found if one != "refused"}) == 2
