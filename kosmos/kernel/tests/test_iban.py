"""IBANs of Belarusian banks: which are, and that one wrong sign is seen."""

import pytest

from kosmos.kernel.iban import iban_in

GOOD = "BY13NBRB3600900000002Z00AB00"
"""The example of the standard's own register."""


@pytest.mark.parametrize("text", [GOOD, "BY13 NBRB 3600 9000 0000 2Z00 AB00", GOOD.lower(), f" {GOOD}\u00a0"])
def test_it_is_read_however_it_is_grouped(text: str) -> None:
    assert iban_in(text) == GOOD


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(GOOD[:-1], id="a sign is missing"),
        pytest.param(f"{GOOD}0", id="a sign too many"),
        pytest.param("BY14NBRB3600900000002Z00AB00", id="other check digits"),
        pytest.param("BY13NBRB3600900000002Z00BA00", id="two signs changed places"),
        pytest.param("ВY13NBRB3600900000002Z00AB00", id="a Cyrillic В"),
        pytest.param("BY13N1RB3600900000002Z00AB00", id="a digit in the bank's letters"),
        pytest.param("DE89370400440532013000", id="of another country"),
        pytest.param("BY١٣NBRB3600900000002Z00AB00", id="digits of another script"),
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    assert iban_in(text) is None


@pytest.mark.parametrize("signs", ["0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"], ids=["digits", "letters"])
def test_a_wrong_digit_or_letter_is_seen(signs: str) -> None:
    for place in (place for place in range(2, len(GOOD)) if GOOD[place] in signs):
        for sign in signs:
            typed = f"{GOOD[:place]}{sign}{GOOD[place + 1 :]}"
            assert (iban_in(typed) == typed) == (typed == GOOD)
