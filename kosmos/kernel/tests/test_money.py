"""Amounts as people and programs write them."""

import pytest

from kosmos.kernel.money import kopecks, plain


@pytest.mark.parametrize(("text", "amount"), [("25.90", 2590), ("-3.2", -320), ("7", 700), ("0.05", 5)])
def test_an_amount_is_read_to_the_kopeck(text: str, amount: int) -> None:
    assert kopecks(text) == amount
    assert kopecks(plain(amount)) == amount


@pytest.mark.parametrize(
    "text", ["", "1.234", "1,5", "1e3", "+1", "٧", "1.٢", "７", "1 000", "NaN", "9" * 13, "1.", "1\n"]
)
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        kopecks(text)
