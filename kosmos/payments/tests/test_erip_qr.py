"""ERIP's QR code: the published samples, and what every code must keep to."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.erip_qr import ADDRESS, Payee, address, checked, field, fields, payload

VECTORS = json.loads((Path(__file__).parent / "erip_qr_vectors.json").read_text(encoding="utf-8"))
SAMPLE = Payee("123456", "Ivan Ivanov", "Minsk")
OURS = Payee("4567", "Kosmos Telekom", "Minsk")
ACCOUNTS = st.text("0123456789", min_size=1, max_size=20)


def parsed(text: str) -> dict[str, str]:
    """The fields of a payload, as a reader takes them apart."""
    found: dict[str, str] = {}
    while text:
        name, length = text[:2], int(text[2:4])
        found[name], text = text[4 : 4 + length], text[4 + length :]
        assert len(found[name]) == length
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_the_check_of_published_samples(vector: dict[str, Any]) -> None:
    assert checked(vector["input"]["payload_without_63"]) == vector["expected"]


def test_a_published_sample_is_made_from_its_parts() -> None:
    assert payload(SAMPLE, account="336095750", amount_kopecks=10_05) == VECTORS[0]["expected"]


def test_a_published_sample_with_an_aggregator_is_made_of_fields() -> None:
    service = fields([("00", "by.raschet"), ("01", "123456"), ("10", "336095750"), ("12", "11")])
    aggregator = fields([("00", "by.epos.bepaid"), ("03", "123")])
    outer = [("00", "01"), ("01", "12"), ("32", service), ("33", aggregator), ("53", "933"), ("54", "10.05")]
    assert checked(fields([*outer, ("58", "BY"), ("59", "Ivan Ivanov"), ("60", "Minsk")])) == VECTORS[1]["expected"]


def test_without_a_sum_it_may_be_paid_again_and_again() -> None:
    read = parsed(payload(OURS, account="100482"))
    assert read["01"] == "11"
    assert "54" not in read
    assert parsed(read["32"]) == {"00": "by.raschet", "01": "4567", "10": "100482", "12": "11"}
    assert (read["59"], read["60"]) == ("KosmosTelekom", "Minsk")


def test_a_sum_that_may_not_be_changed() -> None:
    read = parsed(payload(OURS, account="100482", amount_kopecks=5_07, may_change=False))
    assert (read["54"], parsed(read["32"])["12"]) == ("5.07", "12")


def test_signs_that_no_field_may_have_are_left_out() -> None:
    assert field("59", 'a <b>"c" #%{}|\\^~[]`') == "5903abc"
    with pytest.raises(ValueError, match="100 characters"):
        field("61", "x" * 100)


@given(account=ACCOUNTS, amount=st.none() | st.integers(1, 500_000))
def test_every_code_can_be_taken_apart_and_bears_its_check(account: str, amount: int | None) -> None:
    whole = address(OURS, account=account, amount_kopecks=amount)
    text = whole.removeprefix(ADDRESS)
    assert checked(text[:-8]) == text
    read = parsed(text)
    assert list(read) == sorted(read, key=lambda name: (name == "63", name))
    assert parsed(read["32"])["10"] == account
    assert read.get("54") == (None if amount is None else f"{amount // 100}.{amount % 100:02d}")
