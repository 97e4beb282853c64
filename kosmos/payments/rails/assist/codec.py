"""Check values of Assist, as its documents define them; MD5 is used nowhere else."""

import hashlib
import hmac
from collections.abc import Mapping


def check_value(text: str, salt: str) -> str:
    """UPPER(MD5(UPPER(MD5(salt) + MD5(text)))), all in hexadecimal."""
    return _md5((_md5(salt) + _md5(text)).upper()).upper()


def request_text(*, merchant_id: str, number: str, amount: str, currency: str | None, delimiter: str = ";") -> str:
    """What is signed of a request; without a delimiter where Assist has set the merchant up so."""
    return delimiter.join(part for part in (merchant_id, number, amount, currency) if part)


def news_texts(fields: Mapping[str, str]) -> dict[str, str]:
    """What may be signed of a push, by the name of the amount that it signs: ``amount`` first, then ``orderamount``.

    Nothing stands between the parts, so callers check each part's form: else a digit could change sides.
    """
    return {
        amount: "".join(
            (fields["merchant_id"], fields["ordernumber"], fields[amount], fields[currency], fields["orderstate"])
        )
        for amount, currency in (("amount", "currency"), ("orderamount", "ordercurrency"))
        if amount in fields and currency in fields
    }


def signed_amount(fields: Mapping[str, str], salt: str) -> str | None:
    """The name of the amount that a push's check value signs; None if it signs neither. In constant time."""
    given = fields.get("checkvalue", "").upper().encode()
    right = [
        name
        for name, text in news_texts(fields).items()
        if hmac.compare_digest(check_value(text, salt).encode(), given)
    ]
    return right[0] if right else None


def state_is_signed(fields: Mapping[str, str], *, merchant_id: str, salt: str) -> bool:
    """Whether an order of a status answer carries its check value."""
    parts = (
        merchant_id,
        *(fields.get(key, "") for key in ("ordernumber", "orderamount", "ordercurrency", "orderstate")),
    )
    given = fields.get("checkvalue", "").upper().encode()
    return hmac.compare_digest(check_value("".join(parts), salt).encode(), given)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
