"""All ways to pay: what everybody sees, what the owner sees besides, and places found by words."""

import re

import pytest
from django.http import HttpResponseBase
from django.test import Client

from kosmos.catalogue.models import Erip, PaymentPoint, PlaceKind
from kosmos.charging.services import NewPayment, post_payments
from kosmos.kernel import clock
from kosmos.payments.erip_qr import Payee, address
from kosmos.portal import qr
from kosmos.portal.places import KINDS, found
from kosmos.portal.tests.paying import NUMBER

pytestmark = pytest.mark.django_db
PAYEE = Payee("4567891", "Cosmos TV", "Minsk")


@pytest.fixture(autouse=True)
def _operators(account_id: int) -> None:
    Erip.objects.create(
        service_code="4567891", path=[{"ru": "Минск"}, {"ru": "КОСМОС"}], payee="Cosmos TV", city="Minsk"
    )
    for kind, name, place in (
        (PlaceKind.OFFICE, "Офис", "Минск, ул. Королёва, 6"),
        (PlaceKind.BANK, "Банк", "Гомель, Советская, 1"),
        (PlaceKind.PHONE, "С телефона", ""),
    ):
        texts = {"ru": place, "be": place.replace("Королёва", "Каралёва")} if place else None
        PaymentPoint.objects.create(kind=kind, name={"ru": name}, address=texts, hours={"ru": "пн–пт 9–18"})


def text(response: HttpResponseBase) -> str:
    return response.content.decode().replace("\u00a0", " ")  # type: ignore[attr-defined, no-any-return]


def test_the_public_page_knows_no_account(client: Client) -> None:
    page = client.get("/pay/ways/")
    assert page.status_code == 200
    assert "КОСМОС" in text(page)
    assert "Королёва" in text(page)
    assert 'class="qr"' not in text(page)


def test_the_public_page_is_the_same_for_its_owner(owner: Client, account_id: int) -> None:
    page = text(owner.get("/pay/ways/"))
    assert NUMBER not in page
    assert "Сейчас нужно" not in page


def test_the_owner_sees_the_number_what_is_needed_and_two_codes(owner: Client) -> None:
    page = text(owner.get("/cabinet/ways/"))
    assert f'value="{NUMBER}" readonly' in page
    assert 'Сейчас нужно <span class="money">5,90 BYN</span>' in page
    assert page.count('class="qr"') == 2
    assert str(qr.drawn(address(PAYEE, account=NUMBER, amount_kopecks=5_90), says="")).split("<path", 1)[1] in page
    assert str(qr.drawn(address(PAYEE, account=NUMBER), says="")).split("<path", 1)[1] in page


def test_where_nothing_is_due_there_is_one_code(owner: Client, account_id: int) -> None:
    post_payments([NewPayment(account_id, 100_00, "plenty")], now=clock.now())
    page = text(owner.get("/cabinet/ways/"))
    assert "Сейчас платить ничего не нужно" in page
    assert page.count('class="qr"') == 1


def test_without_eripes_data_nothing_is_promised(owner: Client) -> None:
    Erip.objects.all().delete()
    page = text(owner.get("/cabinet/ways/"))
    assert 'class="qr"' not in page
    assert "Пройдите по дереву" not in page


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert "/sign-in/" in client.get("/cabinet/ways/").headers["Location"]


@pytest.mark.parametrize(
    ("kind", "place", "names"),
    [
        ("", "", ["Офис", "Банк", "С телефона"]),
        ("bank", "", ["Банк"]),
        ("", "КОРОЛЕВА", ["Офис", "С телефона"]),
        ("", "ул. каралева", ["Офис", "С телефона"]),
        ("", "минск, корол", ["Офис", "С телефона"]),
        ("office", "гомель", []),
        ("nonsense", "гомель", ["Банк", "С телефона"]),
        ("", "ул", ["Офис", "Банк", "С телефона"]),
        ("", "гмель", ["Банк", "С телефона"]),
        ("", "ujvtkm", ["Банк", "С телефона"]),
        ("", "minsk karaleva", ["Офис", "С телефона"]),
        ("", "витебск", ["С телефона"]),
    ],
)
def test_places_by_kind_and_words(kind: str, place: str, names: list[str]) -> None:
    sections = found(list(PaymentPoint.objects.all()), kind=kind, place=place)
    assert [point.name["ru"] for section in sections for point in section.points] == names


def test_every_kind_of_place_can_be_chosen() -> None:
    assert {kind for kind, _name, _icon in KINDS.values()} == set(PlaceKind)


def test_the_form_is_shown_with_what_was_asked(client: Client) -> None:
    page = text(client.get("/pay/ways/", {"kind": "bank", "place": 'Гродно "<b>'}))
    assert "Ничего не нашли" in page
    assert 'value="Гродно &quot;&lt;b&gt;"' in page
    assert re.search(r'value="bank" selected', page)
