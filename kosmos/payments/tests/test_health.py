"""A provider that does not answer is left in peace and passed over, for every process; and tried again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.models import Order
from kosmos.payments.rails import base
from kosmos.payments.rails.base import HostedPage, RailUnreachable, Wish
from kosmos.payments.services.health import by_health, talk
from kosmos.payments.services.orders import send_payer
from kosmos.payments.tests.world import NOW, fresh


def silent() -> str:
    raise RailUnreachable("silent")


def test_a_silent_provider_is_left_in_peace_passed_over_and_tried_again(db: None) -> None:
    for _ in range(3):
        with pytest.raises(RailUnreachable, match="silent"):
            talk("assist", silent, now=NOW)
    with pytest.raises(RailUnreachable, match="asked again later"):
        talk("assist", lambda: "well", now=NOW + timedelta(seconds=29))
    assert by_health(["assist", "bepaid"], now=NOW) == ["bepaid", "assist"]
    assert by_health(["assist", "bepaid"], now=NOW + timedelta(minutes=5)) == ["assist", "bepaid"]
    assert talk("assist", lambda: "well", now=NOW + timedelta(seconds=30)) == "well"
    assert by_health(["assist", "bepaid"], now=NOW + timedelta(seconds=31)) == ["assist", "bepaid"]


@dataclass
class Pages:
    """A rail that makes pages, or is away."""

    name: str
    away: bool = False
    makes_pages: bool = True
    asked: int = 0

    def hosted_page(self, wish: Wish) -> HostedPage:
        self.asked += 1
        if self.away:
            raise RailUnreachable("away")
        return HostedPage(f"https://{self.name}.example/{wish.number}", made=True)


@pytest.fixture
def rails() -> Iterator[dict[str, Pages]]:
    wired, told = list(base._found), {name: Pages(name) for name in ("assist", "bepaid", "webpay")}
    base.find_rails_with(lambda name: told[name], lambda: list(told))  # type: ignore[arg-type, return-value]
    yield told
    base._found[:] = wired


def sent(order: Order) -> HostedPage:
    return send_payer(order, return_url=lambda rail: f"https://we.example/{rail}/", now=NOW)


def test_a_payer_goes_to_the_next_provider_and_stays_with_it(order: Order, rails: dict[str, Pages]) -> None:
    rails["assist"].away = True
    assert sent(order).url == f"https://bepaid.example/{order.number}"
    assert (fresh(order).rail, fresh(order).state) == ("bepaid", "waiting")
    rails["bepaid"].away = True
    assert sent(fresh(order)).url == f"https://bepaid.example/{order.number}"
    assert rails["bepaid"].asked == 1


def test_if_nobody_answers_the_payer_is_told_at_once(order: Order, rails: dict[str, Pages]) -> None:
    for rail in rails.values():
        rail.away = True
    with pytest.raises(RailNotConfigured):
        sent(order)
    assert fresh(order).state == "new"
