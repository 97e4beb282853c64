"""Check values, against the published samples and in both forms."""

import json
from pathlib import Path
from typing import Any

import pytest

from kosmos.payments.rails.assist.codec import check_value, request_text, signed_amount, state_is_signed
from kosmos.payments.rails.assist.push import success

VECTORS: dict[str, dict[str, Any]] = {
    vector["id"]: vector for vector in json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
}
SIGNED = [vector for vector in VECTORS.values() if vector["secret"]]


@pytest.mark.parametrize("vector", SIGNED, ids=[vector["id"] for vector in SIGNED])
def test_check_values_are_the_published_ones(vector: dict[str, Any]) -> None:
    assert check_value(vector["input"]["X"], vector["secret"]) == vector["expected"]


def test_requests_are_signed_with_and_without_a_delimiter() -> None:
    asked = {"merchant_id": "732614", "number": "2022.07.11-6", "amount": "100.00", "currency": "BYN"}
    assert request_text(**asked) == VECTORS["assist-req-2"]["input"]["X"]
    assert request_text(**asked, delimiter="") == VECTORS["assist-req-3"]["input"]["X"]
    without = request_text(merchant_id="111111", number="100", amount="100.0", currency=None)
    assert without == VECTORS["assist-req-1"]["input"]["X"]


@pytest.mark.parametrize(("vector", "signed"), [("assist-push-a", "amount"), ("assist-push-o", "orderamount")])
def test_a_push_may_sign_either_amount(vector: str, signed: str) -> None:
    fields = {**VECTORS["assist-push-sample-1"]["input"], "checkvalue": VECTORS[vector]["expected"].lower()}
    assert signed_amount(fields, "secret") == signed
    assert signed_amount({**fields, signed: "1.00"}, "secret") is None
    assert signed_amount(fields, "another") is None


def test_a_status_is_signed_by_the_amount_ordered() -> None:
    fields = {**VECTORS["assist-push-sample-1"]["input"], "checkvalue": VECTORS["assist-push-o"]["expected"]}
    assert state_is_signed(fields, merchant_id="732614", salt="secret")
    assert not state_is_signed({**fields, "orderstate": "Declined"}, merchant_id="732614", salt="secret")
    assert not state_is_signed({}, merchant_id="732614", salt="secret")


def test_the_answer_to_a_push_is_the_documented_one() -> None:
    vector = VECTORS["assist-ack"]
    answer = success(vector["input"]["billnumber"], vector["input"]["packetdate"])
    assert answer.replace("\n", "") == vector["expected"].replace("\n", "")
