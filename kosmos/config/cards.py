"""The providers of cards, and of ERIP, as the environment sets them up: each is there if its address is set."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from django.utils.module_loading import import_string

from kosmos.kernel.errors import SetupError

RAILS = ("assist", "bepaid", "webpay")
KNOWN = {
    "KOSMOS_CARD_RAILS": "the providers of cards in the order in which they are used (default: assist bepaid webpay)",
    "KOSMOS_ASSIST_URL": "address of Assist's server (default: the simulator, in the demo only)",
    "KOSMOS_ASSIST_MERCHANT_ID": "the operator's number at Assist",
    "KOSMOS_ASSIST_LOGIN": "login of Assist's web services",
    "KOSMOS_ASSIST_PASSWORD": "password of Assist's web services",
    "KOSMOS_ASSIST_SALT": "secret word of Assist's check values",
    "KOSMOS_ASSIST_DELIMITER": "what stands between the parts of a check value: ; or none (default: ;)",
    "KOSMOS_ASSIST_STAGES": "whether money is taken at once or held first: one or two (default: one)",
    "KOSMOS_ASSIST_HELD": "what is done with held money: charge or cancel (default: charge)",
    "KOSMOS_ASSIST_PUSH_ANSWER": "how Assist wants pushes answered: xml or plain (default: xml)",
    "KOSMOS_BEPAID_URL": "bePaid's pages: https://checkout.bepaid.by (default: the simulator, in the demo only)",
    "KOSMOS_BEPAID_GATEWAY_URL": "where bePaid is asked (default: https://gateway.bepaid.by)",
    "KOSMOS_BEPAID_SHOP_ID": "the shop's number at bePaid",
    "KOSMOS_BEPAID_SECRET": "the shop's secret key at bePaid",
    "KOSMOS_BEPAID_PUBLIC_KEY": "the shop's public key, by which bePaid's webhooks are checked",
    "KOSMOS_BEPAID_ERIP_URL": "bePaid's ERIP: https://api.bepaid.by (default: the simulator, in the demo only)",
    "KOSMOS_BEPAID_ERIP_SHOP_ID": "the number of the shop at bePaid that sells ERIP",
    "KOSMOS_BEPAID_ERIP_SECRET": "that shop's secret key",
    "KOSMOS_BEPAID_ERIP_PUBLIC_KEY": "that shop's public key, by which its webhooks are checked",
    "KOSMOS_BEPAID_ERIP_SERVICE": "the number of that shop's service in ERIP",
    "KOSMOS_BEPAID_ERIP_PAYEE": "who is paid, in the QR code: at most 25 Latin letters",
    "KOSMOS_BEPAID_ERIP_CITY": "the payee's city in the QR code, at most 15 Latin letters (default: Minsk)",
    "KOSMOS_WEBPAY_URL": "where payers go: https://payment.webpay.by (default: the simulator, in the demo only)",
    "KOSMOS_WEBPAY_API_URL": "where Webpay is asked (default: https://billing.webpay.by)",
    "KOSMOS_WEBPAY_STORE_ID": "the store's number at Webpay",
    "KOSMOS_WEBPAY_LOGIN": "login of Webpay's cabinet",
    "KOSMOS_WEBPAY_PASSWORD": "password of Webpay's cabinet",
    "KOSMOS_WEBPAY_SECRET": "the store's secret key at Webpay",
}


@dataclass(frozen=True)
class AssistSettings:
    """A merchant at Assist."""

    url: str
    merchant_id: str
    login: str
    password: str = field(repr=False)
    salt: str = field(repr=False)
    delimiter: str
    two_stages: bool
    charges: bool
    plain_answers: bool


@dataclass(frozen=True)
class BepaidSettings:
    """A shop at bePaid; without a public key its webhooks are checked by name and secret."""

    url: str
    gateway_url: str
    shop_id: str
    secret: str = field(repr=False)
    public_key: str = field(repr=False)


@dataclass(frozen=True)
class BepaidEripSettings:
    """A shop at bePaid that sells ERIP: the service's number there, and what its QR codes say of the payee."""

    url: str
    shop_id: str
    secret: str = field(repr=False)
    public_key: str = field(repr=False)
    service: str
    payee: str
    city: str


@dataclass(frozen=True)
class WebpaySettings:
    """A store at Webpay."""

    url: str
    api_url: str
    store_id: str
    login: str
    password: str = field(repr=False)
    secret: str = field(repr=False)


NOT_NEEDED = {"delimiter", "public_key"}
NEEDED = {
    "assist": ("MERCHANT_ID", "LOGIN", "PASSWORD", "SALT"),
    "bepaid": ("SHOP_ID", "SECRET"),
    "bepaid_erip": ("SHOP_ID", "SECRET", "SERVICE", "PAYEE"),
    "webpay": ("STORE_ID", "LOGIN", "PASSWORD", "SECRET"),
}
"""What a provider cannot be used without."""
BEPAID_KEY = "kosmos.payments.rails.bepaid.signature.public_key"
"""What reads bePaid's key, named by its path: config imports no feature."""


@dataclass(frozen=True)
class CardSettings:
    """The providers of cards, the order in which the operator wants them used, and the one that sells ERIP."""

    order: tuple[str, ...]
    assist: AssistSettings
    bepaid: BepaidSettings
    bepaid_erip: BepaidEripSettings
    webpay: WebpaySettings

    def url_of(self, rail: str) -> str:
        """Where a provider's payers go; nothing if it is not set up."""
        url: str = getattr(self, rail).url
        return url

    def values_of(self, rail: str) -> dict[str, object]:
        """A provider's settings by their names."""
        known = getattr(self, rail)
        return {one.name: getattr(known, one.name) for one in fields(known)}

    def missing_of(self, rail: str) -> str:
        """The name of a setting without which a provider cannot be used; nothing if all are there."""
        values = self.values_of(rail)
        lacks = (name for name, value in values.items() if value == "" and name not in NOT_NEEDED)
        return next((f"KOSMOS_{rail}_{name}".upper() for name in lacks), "")


def read_cards(said: Callable[[str, str], str], address: Callable[[str, str], str]) -> CardSettings:
    """The settings of providers; ``address`` checks one.

    SetupError for a value that none of them can have, and for a provider that is set up by half.
    """

    def url(name: str, default: str = "") -> str:
        return address(name, said(name, default))

    for rail in NEEDED:
        name = f"KOSMOS_{rail.upper()}_URL"
        _check_whole(rail, name, said, is_there=bool(url(name)))
    return CardSettings(
        order=_order(said("KOSMOS_CARD_RAILS", " ".join(RAILS))),
        assist=AssistSettings(
            url=url("KOSMOS_ASSIST_URL"),
            merchant_id=_digits("KOSMOS_ASSIST_MERCHANT_ID", said),
            login=said("KOSMOS_ASSIST_LOGIN", ""),
            password=said("KOSMOS_ASSIST_PASSWORD", ""),
            salt=said("KOSMOS_ASSIST_SALT", ""),
            delimiter={";": ";", "none": ""}[_one_of("KOSMOS_ASSIST_DELIMITER", said, ";", "none")],
            two_stages=_one_of("KOSMOS_ASSIST_STAGES", said, "one", "two") == "two",
            charges=_one_of("KOSMOS_ASSIST_HELD", said, "charge", "cancel") == "charge",
            plain_answers=_one_of("KOSMOS_ASSIST_PUSH_ANSWER", said, "xml", "plain") == "plain",
        ),
        bepaid=BepaidSettings(
            url=url("KOSMOS_BEPAID_URL"),
            gateway_url=url("KOSMOS_BEPAID_GATEWAY_URL", "https://gateway.bepaid.by"),
            shop_id=said("KOSMOS_BEPAID_SHOP_ID", ""),
            secret=said("KOSMOS_BEPAID_SECRET", ""),
            public_key=_public_key("KOSMOS_BEPAID_PUBLIC_KEY", said),
        ),
        bepaid_erip=BepaidEripSettings(
            url=url("KOSMOS_BEPAID_ERIP_URL"),
            shop_id=said("KOSMOS_BEPAID_ERIP_SHOP_ID", ""),
            secret=said("KOSMOS_BEPAID_ERIP_SECRET", ""),
            public_key=_public_key("KOSMOS_BEPAID_ERIP_PUBLIC_KEY", said),
            service=_formed("KOSMOS_BEPAID_ERIP_SERVICE", said, r"[0-9]{1,8}", "1 to 8 digits"),
            payee=_formed("KOSMOS_BEPAID_ERIP_PAYEE", said, LATIN.format(24), "at most 25 Latin letters"),
            city=_formed("KOSMOS_BEPAID_ERIP_CITY", said, LATIN.format(14), "at most 15 Latin letters", "Minsk"),
        ),
        webpay=WebpaySettings(
            url=url("KOSMOS_WEBPAY_URL"),
            api_url=url("KOSMOS_WEBPAY_API_URL", "https://billing.webpay.by"),
            store_id=said("KOSMOS_WEBPAY_STORE_ID", ""),
            login=said("KOSMOS_WEBPAY_LOGIN", ""),
            password=said("KOSMOS_WEBPAY_PASSWORD", ""),
            secret=said("KOSMOS_WEBPAY_SECRET", ""),
        ),
    )


def _check_whole(rail: str, url: str, said: Callable[[str, str], str], *, is_there: bool) -> None:
    """All of a provider's settings are there, or none; a secret that was copied with a space would sign wrongly."""
    for name in (f"KOSMOS_{rail.upper()}_{one}" for one in NEEDED[rail]):
        value = said(name, "")
        if value and not is_there:
            raise SetupError("missing_setting", f"{name} is set, but {url} is not: set both, or neither.")
        if is_there and not value:
            raise SetupError("missing_setting", f"{name} is not set: it is required with {url}.")
        if value != value.strip() or not value.isprintable():
            raise SetupError("bad_setting", f"{name} has spaces around it, or signs that cannot be seen: copy it anew.")


def _digits(name: str, said: Callable[[str, str], str]) -> str:
    text = said(name, "")
    if text and not (text.isascii() and text.isdecimal()):
        raise SetupError("bad_setting", f"{name} is {text!r}; it must be a number, as Assist gave it.")
    return text


def _public_key(name: str, said: Callable[[str, str], str]) -> str:
    text = said(name, "")
    if not text:
        return ""
    try:
        import_string(BEPAID_KEY)(text)
    except Exception as error:
        raise SetupError(
            "bad_setting",
            f"{name} is no public RSA key. Copy it whole from the shop's page in bePaid's cabinet: base64 as it stands "
            "there, or PEM with its BEGIN and END lines. Unset it to have webhooks confirmed by asking bePaid.",
        ) from error
    return text


def _order(text: str) -> tuple[str, ...]:
    names = tuple(text.split())
    if not names or len(set(names)) != len(names) or not set(names) <= set(RAILS):
        raise SetupError("bad_setting", f"KOSMOS_CARD_RAILS is {text!r}; it must name some of: {' '.join(RAILS)}.")
    return names


LATIN = "[0-9A-Za-z][0-9A-Za-z .,'&/-]{{0,{}}}"


def _formed(name: str, said: Callable[[str, str], str], form: str, wants: str, default: str = "") -> str:
    text = said(name, default)
    if text and not re.fullmatch(form, text):
        raise SetupError("bad_setting", f"{name} is {text!r}; it must be {wants}.")
    return text


def _one_of(name: str, said: Callable[[str, str], str], first: str, other: str) -> str:
    text = said(name, first)
    if text not in {first, other}:
        raise SetupError("bad_setting", f"{name} is {text!r}; it must be {first} or {other}.")
    return text
