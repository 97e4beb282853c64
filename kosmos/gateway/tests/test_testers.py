"""The tester's page, the agents' terminal and ERIP's payer: what they show and leave, in the demo alone."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from kosmos.charging.models import Payment
from kosmos.gateway.simulator import payer, terminal
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.payments.rails.osmp.messages import Result
from kosmos.payments.services.erip import deal_with_spool
from kosmos.payments.services.orders import rails_by_health
from kosmos.payments.tests import world

PAGES = ("/rails/simulator/", "/rails/simulator/terminal/", "/rails/simulator/erip/")


@pytest.fixture
def spool(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo whose folder is of this test alone."""
    world.operator()
    DemoClock.objects.create(ahead=clock.now() - clock.now())
    monkeypatch.setitem(settings.ENVIRONMENT.__dict__, "home", tmp_path)
    return tmp_path / "erip"


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_there_in_the_demo_alone(db: None, client: Client, page: str) -> None:
    world.operator()
    assert client.get(page).status_code == 404
    assert client.post(page).status_code in {404, 405}
    DemoClock.objects.create(ahead=clock.now() - clock.now())
    assert client.get(page).status_code == 200


def test_each_simulator_is_linked(spool: Path, client: Client) -> None:
    page = client.get("/rails/simulator/").content.decode()
    for there in ("/pay/", *PAGES[1:], "/demo/mail/", "/demo/sms/"):
        assert f'href="{there}"' in page


def test_a_tester_says_which_provider_is_next(spool: Path, client: Client) -> None:
    client.post("/rails/simulator/away/", {"of": "bepaid", "to": "first"})
    assert next(iter(rails_by_health(clock.now()))) == "bepaid"
    assert "bePaid</b>: работает; следующий плательщик" in client.get("/rails/simulator/").content.decode()


@pytest.mark.parametrize("wrong", ["", "copies"])
def test_a_file_that_the_payer_leaves_is_dealt_with_once(spool: Path, client: Client, wrong: str) -> None:
    account_id = world.account()
    sent: dict[str, Any] = {
        "step": "210",
        "account": "100482",
        "amount": "12,30",
        "operation": "77",
        "wrong": wrong,
    }
    assert "лежит в папке обмена" in client.post(PAGES[2], sent).content.decode()
    assert len(list((spool / "out").glob("*.210"))) == (2 if wrong else 1)
    deal_with_spool(spool, now=clock.now())
    assert list(Payment.objects.filter(account_id=account_id).values_list("amount_kopecks", flat=True)) == [12_30]
    for step in ("206", "216"):
        assert "лежит в папке" in client.post(PAGES[2], sent | {"step": step}).content.decode()
    assert [one.bad_lines for one in deal_with_spool(spool, now=clock.now()) if one.bad_lines] == []
    assert world.balance(account_id) == 0


def test_a_gateway_that_is_away_is_said(spool: Path, client: Client) -> None:
    for page, step in ((PAGES[1], {"action": "pay"}), (PAGES[2], {"step": "info"})):
        assert "Шлюз недоступен" in client.post(page, step | {"amount": "1"}).content.decode()
    for page in PAGES[1:]:
        assert (
            "Так этого не сказать"
            in client.post(page, {"amount": "x", "action": "pay", "step": "start"}).content.decode()
        )


def test_every_choice_has_its_words() -> None:
    assert set(terminal.WRONGS) < set(payer.WRONG)
    assert set(terminal.MEANINGS) == set(Result)
