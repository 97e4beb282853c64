"""The settings of providers of cards: what is whole, and what stops the start by its name."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kosmos.config.environment import read_environment
from kosmos.kernel.errors import SetupError

WHOLE = {
    "KOSMOS_ASSIST_URL": "https://pay112.paysec.by",
    "KOSMOS_ASSIST_MERCHANT_ID": "732614",
    "KOSMOS_ASSIST_LOGIN": "merchant",
    "KOSMOS_ASSIST_PASSWORD": "secret word",
    "KOSMOS_ASSIST_SALT": "соль",
    "KOSMOS_BEPAID_URL": "https://checkout.bepaid.by",
    "KOSMOS_BEPAID_SHOP_ID": "700",
    "KOSMOS_BEPAID_SECRET": "key",
    "KOSMOS_WEBPAY_URL": "https://payment.webpay.by",
    "KOSMOS_WEBPAY_STORE_ID": "700100200",
    "KOSMOS_WEBPAY_LOGIN": "us",
    "KOSMOS_WEBPAY_PASSWORD": "word",
    "KOSMOS_WEBPAY_SECRET": "secret",
}
NEEDED = sorted(WHOLE.keys() - {"KOSMOS_ASSIST_URL", "KOSMOS_BEPAID_URL", "KOSMOS_WEBPAY_URL"})
KEY = "KOSMOS_BEPAID_PUBLIC_KEY"


def _der(key: PublicKeyTypes) -> str:
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


RSA = rsa.generate_private_key(65_537, 2048)
PEM = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def refused(said: dict[str, str]) -> str:
    with pytest.raises(SetupError) as error:
        read_environment(said)
    return str(error.value)


@pytest.mark.parametrize("key", ["", _der(RSA.public_key()), PEM], ids=["none", "as the cabinet shows it", "PEM"])
def test_what_is_whole_is_read(key: str) -> None:
    cards = read_environment({**WHOLE, KEY: key}).cards
    assert [cards.url_of(rail) for rail in cards.order if not cards.missing_of(rail)] == [
        WHOLE[f"KOSMOS_{rail.upper()}_URL"] for rail in ("assist", "bepaid", "webpay")
    ]


@pytest.mark.parametrize("name", NEEDED)
def test_a_provider_is_set_up_whole_or_not_at_all(name: str) -> None:
    rail = name.split("_")[1]
    url = f"KOSMOS_{rail}_URL"
    assert refused({**WHOLE, name: ""}) == f"{name} is not set: it is required with {url}."
    assert refused({name: WHOLE[name]}) == f"{name} is set, but {url} is not: set both, or neither."


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("about", ["{} ", "\n{}", "{}\u200b", "{}\t"])
def test_a_secret_that_was_copied_with_something_unseen_is_refused_and_not_told(name: str, about: str) -> None:
    said = refused({**WHOLE, name: about.format(WHOLE[name])})
    assert said.startswith(f"{name} has spaces around it, or signs that cannot be seen")
    assert WHOLE[name] not in said.removeprefix(name)


@pytest.mark.parametrize("number", ["merchant", "73 2614", "-1", "٣"])
def test_a_merchants_number_is_a_number(number: str) -> None:
    assert "KOSMOS_ASSIST_MERCHANT_ID is " in refused({**WHOLE, "KOSMOS_ASSIST_MERCHANT_ID": number})


@pytest.mark.parametrize(
    "key",
    [
        "nonsense",
        "TUlJQklqQU5CZ2txaGtpRzl3MEJBUUVGQUFPQ0FROEE=",
        _der(RSA.public_key())[:-8],
        PEM.replace("\n", "")[:200],
        _der(ec.generate_private_key(ec.SECP256R1()).public_key()),
    ],
    ids=["a word", "base64 of something", "cut off", "PEM without lines", "not RSA"],
)
def test_what_is_no_key_is_refused_with_what_to_do(key: str) -> None:
    said = refused({**WHOLE, KEY: key})
    assert said.startswith(f"{KEY} is no public RSA key. Copy it whole")
    assert "bePaid's cabinet" in said
    assert key not in said


@pytest.mark.parametrize("name", ["KOSMOS_ASSIST_STAGES", "KOSMOS_ASSIST_HELD", "KOSMOS_ASSIST_PUSH_ANSWER"])
def test_a_choice_is_one_of_two(name: str) -> None:
    assert f"{name} is 'maybe'; it must be " in refused({**WHOLE, name: "maybe"})


@pytest.mark.parametrize("order", ["assist assist", "paypal", " ", "assist, webpay"])
def test_the_order_names_providers_once(order: str) -> None:
    assert "KOSMOS_CARD_RAILS" in refused({**WHOLE, "KOSMOS_CARD_RAILS": order})


@pytest.mark.parametrize("url", ["pay.by", "ftp://pay.by", "https://u:p@pay.by", "https://pay.by/?a=1", "https://:0"])
@pytest.mark.parametrize("name", ["KOSMOS_ASSIST_URL", "KOSMOS_BEPAID_GATEWAY_URL", "KOSMOS_WEBPAY_API_URL"])
def test_an_address_is_an_address(name: str, url: str) -> None:
    assert name in refused({**WHOLE, name: url})
