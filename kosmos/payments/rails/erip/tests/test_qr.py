"""ERIP's QR code, read back."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments import erip_qr
from kosmos.payments.erip_qr import Payee, address, checked
from kosmos.payments.rails.erip.qr import Code, fields_of, is_checked, read_code
from kosmos.payments.rails.tests.shapes import steady
from kosmos.payments.rails.wire.errors import MessageError

SAMPLES = json.loads((Path(erip_qr.__file__).parent / "tests/erip_qr_vectors.json").read_text(encoding="utf-8"))
PAYEE = Payee("4567", "Kosmos", "Minsk")


@pytest.mark.parametrize("sample", [one["expected"] for one in SAMPLES])
def test_published_samples_are_read(sample: str) -> None:
    assert is_checked(sample)
    assert is_checked(sample.lower()[-8:].rjust(len(sample), "x")) is False
    assert read_code(sample) == Code("123456", "336095750", 10_05, may_change=True, payee="IvanIvanov", city="Minsk")
    for broken in (sample[:-1] + "G", sample.replace("10.05", "10.06"), sample[:-4], sample + "0"):
        assert not is_checked(broken)
        with pytest.raises(MessageError):
            read_code(broken)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "63: unsigned"),
        ("0002", "00: unreadable"),
        ("00x1a", "unreadable"),
        ("0001a0001b", "00: repeated"),
        ("\u0661\u0661\u0661\u0661", "unreadable"),
        ("x" * 2001, "too long"),
        (checked("000201"), "32.01: missing"),
        (checked("32130104456710011"), "53: unknown value"),
        (checked("321301044567100115303933540214"), None),
        (checked("3213010445671001153039335403-14"), "54: not a sum"),
    ],
)
def test_what_is_wrong_is_named(text: str, fault: str | None) -> None:
    if fault is None:
        assert read_code(text).amount_kopecks == 14_00
        return
    with pytest.raises(MessageError) as caught:
        read_code(text)
    assert str(caught.value) == fault


@steady
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_code, fields_of):
        try:
            read(text)
        except MessageError as error:
            assert str(error)
    is_checked(text)


@steady
@given(st.text("0123456789", min_size=1, max_size=20), st.none() | st.integers(1, 500_000))
def test_what_is_made_is_read_again(account: str, amount: int | None) -> None:
    made = address(PAYEE, account=account, amount_kopecks=amount)
    assert read_code(made) == Code("4567", account, amount, may_change=True, payee="Kosmos", city="Minsk")
