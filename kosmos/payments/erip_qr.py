"""ERIP's QR code of an account: fields of id, length and value, ended by a check of its own. Pure.

As one published library makes them, whose samples are among our tests. Field 32 carries the service's code (01), the
account's number (10) and whether the payer may change the sum (12). The check is not EMV's: it is the last four
hexadecimal digits of SHA-256 over all that stands before it. Nobody else confirmed it: ``docs/rails/erip-qr.md``.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

ADDRESS = "https://pay.raschet.by#"
"""What a phone's camera opens, with the payload behind it."""
ONCE, ANY_SUM = "12", "11"
MAY_CHANGE, MAY_NOT_CHANGE = "11", "12"
BYN = "933"
PAYEE_SIGNS, CITY_SIGNS = 25, 15

_UNWANTED = str.maketrans(dict.fromkeys(' <>"#%{}|\\^~[]`'))


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid: the service's code in ERIP, and his name and city as a QR code can bear them."""

    service_code: str
    name: str
    city: str


def payload(payee: Payee, *, account: str, amount_kopecks: int | None = None, may_change: bool = True) -> str:
    """What the code says: pay this account, a sum if one is given, which the payer may change unless told otherwise."""
    service = fields([("00", "by.raschet"), ("01", payee.service_code), ("10", account)])
    service += field("12", MAY_CHANGE if may_change else MAY_NOT_CHANGE)
    amount = [] if amount_kopecks is None else [("54", f"{amount_kopecks // 100}.{amount_kopecks % 100:02d}")]
    return checked(
        fields(
            [
                ("00", "01"),
                ("01", ANY_SUM if amount_kopecks is None else ONCE),
                ("32", service),
                ("53", BYN),
                *amount,
                ("58", "BY"),
                ("59", _clean(payee.name)[:PAYEE_SIGNS]),
                ("60", _clean(payee.city)[:CITY_SIGNS]),
            ]
        )
    )


def address(payee: Payee, *, account: str, amount_kopecks: int | None = None) -> str:
    """The whole address that is drawn as the code."""
    return ADDRESS + payload(payee, account=account, amount_kopecks=amount_kopecks)


def checked(text: str) -> str:
    """A payload with its check, field 63, behind it."""
    return text + field("63", hashlib.sha256(text.encode()).hexdigest()[-4:].upper())


def fields(pairs: Iterable[tuple[str, str]]) -> str:
    """Fields one after another."""
    return "".join(field(name, value) for name, value in pairs)


def field(name: str, value: str) -> str:
    """One field: two digits of its id, two of its length in characters, and the value. ValueError past 99."""
    clean = _clean(value)
    if len(clean) > 99:
        raise ValueError(f"field {name} is {len(clean)} characters long")
    return f"{name}{len(clean):02d}{clean}"


def _clean(value: str) -> str:
    """A value without what no field may have."""
    return value.translate(_UNWANTED)
