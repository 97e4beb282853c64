"""Card numbers are masked however they are written, and ordinary numbers stay."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.kernel.cards import passes_luhn, without_cards

CARDS = ("4111111111111111", "5555555555554444", "2200770239097761", "6011000990139424", "9112000000000006")
GAPS = (
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    " \n ",
    "/",
    " / ",
    ",",
    ", ",
    "-",
    " - ",
    ".",
    "_",
    "\u00a0",
    "\u200b",
    "\u2060",
    "|",
)


def digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def full_width(digits: str) -> str:
    return "".join(chr(ord("0") + 0xFEE0 + int(digit)) for digit in digits)


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("gap", GAPS, ids=[gap.encode("unicode_escape").decode() for gap in GAPS])
def test_groups_of_four_are_masked_whatever_is_between_them(card: str, gap: str) -> None:
    assert passes_luhn(card)
    for number in (card, full_width(card)):
        written = gap.join(number[at : at + 4] for at in range(0, 16, 4))
        kept = without_cards(f"карта {written}, спасибо")
        assert len(digits_of(kept)) == 4
        assert kept.count("*") == 12


@pytest.mark.parametrize(
    "written",
    [
        "3782 822463 10005",
        "3782\t822463\n10005",
        "4111\u200b1111/1111,1111",
        "4111, 111111111111",
        "411111 1111111111",
        "41111111 11111111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        "41\u200b11111111\u200b111111",
        "4\ufe0f\u20e3111 1111 1111 1111",
        "comment=+4111+1111+1111+1111",
    ],
)
def test_other_ways_to_write_a_card(written: str) -> None:
    assert len(digits_of(without_cards(written))) == 4


ACCOUNTS = st.integers(100_000, 9_999_999_999).map(str)
PHONES = (
    st.integers(0, 9_999_999)
    .map(lambda n: f"{n:07}")
    .flatmap(
        lambda n: st.sampled_from(
            [
                f"+375 29 {n[:3]}-{n[3:5]}-{n[5:]}",
                f"+37529{n}",
                f"8029 {n[:3]}-{n[3:5]}-{n[5:]}",
                f"8 (029) {n}",
                f"8029{n}",
            ]
        )
    )
)
DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1)).flatmap(
    lambda day: st.sampled_from([f"{day:%d.%m.%Y}", day.isoformat(), f"{day:%d/%m/%y}"])
)
SUMS = st.integers(1, 9_999_999).map(lambda kopecks: f"{kopecks // 100},{kopecks % 100:02} BYN")
TIMES = st.times().map(lambda time: f"{time:%H:%M}")


@given(
    st.lists(st.one_of(ACCOUNTS, PHONES, DATES, SUMS, TIMES), max_size=8),
    st.sampled_from([", ", "; ", "\n", " / ", " и "]),
)
def test_ordinary_numbers_stay(numbers: list[str], between: str) -> None:
    text = between.join(numbers)
    assert without_cards(text) == text


@given(st.text(alphabet="0123456789 ,/\n-*x\u200b"))
def test_what_is_masked_stays_as_it_is(text: str) -> None:
    once = without_cards(text)
    assert without_cards(once) == once
    assert len(once) == len(text)
