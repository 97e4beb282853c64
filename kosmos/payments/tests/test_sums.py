"""Sums and numbers as people type them."""

import pytest

from kosmos.payments.rules import MOST_KOPECKS
from kosmos.payments.sums import BadNumber, BadSum, read_number, read_sum, spellings


@pytest.mark.parametrize(
    ("typed", "kopecks"),
    [
        pytest.param("25,90", 25_90, id="a comma"),
        pytest.param("25.9", 25_90, id="a point, one decimal"),
        pytest.param(" 1 000,50 ", 1000_50, id="spaces"),
        pytest.param("1\u00a0000\u202f,5", 1000_50, id="hard and thin spaces"),
        pytest.param("25", 25_00, id="roubles alone"),
        pytest.param("25,", 25_00, id="a comma too many"),
        pytest.param("25,90 BYN", 25_90, id="with the currency"),
        pytest.param("25 руб.", 25_00, id="with the currency in words"),
        pytest.param("007,00", 7_00, id="zeros before"),
    ],
)
def test_sums_are_read_kindly(typed: str, kopecks: int) -> None:
    assert read_sum(typed) == kopecks


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty_sum"),
        ("   ", "empty_sum"),
        ("0", "sum_too_small"),
        ("0,99", "sum_too_small"),
        ("-5", "not_a_sum"),
        ("−5", "not_a_sum"),
        ("+5", "not_a_sum"),
        ("1e3", "not_a_sum"),
        ("nan", "not_a_sum"),
        ("inf", "not_a_sum"),
        ("0x10", "not_a_sum"),
        ("25,901", "too_many_decimals"),
        ("1,000", "too_many_decimals"),
        ("1.000,50", "not_a_sum"),
        ("٢٥", "not_a_sum"),
        ("25;90", "not_a_sum"),
        ("1000000", "sum_too_large"),
        ("9" * 400, "sum_too_large"),
        ("<b>", "not_a_sum"),
        ("25\x00", "not_a_sum"),
    ],
)
def test_hostile_sums_are_refused_with_their_reason(typed: str, code: str) -> None:
    with pytest.raises(BadSum) as refused:
        read_sum(typed)
    assert refused.value.code == code


def test_the_limits_themselves_can_be_paid() -> None:
    assert read_sum("1") == 100
    assert read_sum(f"{MOST_KOPECKS // 100}") == MOST_KOPECKS
    assert read_sum("0,07", least=7) == 7


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("100482", "100482"),
        (" 100 482 ", "100482"),
        ("№ 100482", "100482"),
        ("100\u00a0482", "100482"),
        ("100–482", "100-482"),
        ("１００４８２", "100482"),
        ("AB-12/3", "AB-12/3"),
    ],
)
def test_numbers_are_read_kindly(typed: str, number: str) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize("typed", ["", " ", "№", "1" * 21, "<script>", "100482'--", "сто", "-1", "1\x002", "٢٥"])
def test_what_can_be_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadNumber):
        read_number(typed)


def test_dashes_may_only_group_the_digits() -> None:
    assert spellings("100-482") == ("100-482", "100482")
    assert spellings("AB-12") == ("AB-12",)
