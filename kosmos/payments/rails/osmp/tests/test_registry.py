"""The daily registry of an agent."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.osmp.registry import (
    NAME,
    RegistryForm,
    Settled,
    Total,
    read_registry,
    registry_name,
    write_registry,
)
from kosmos.payments.rails.osmp.tests.messages import PAID_AT, REGISTRY
from kosmos.payments.rails.tests.shapes import TXN_IDS, WHOLE_SECONDS, steady
from kosmos.payments.rails.wire.lines import BadLine, Line

FORM = RegistryForm()
PAYMENTS = (Settled("1234567", PAID_AT, "0957835959", 1045), Settled("1234568", PAID_AT, "0957835960", 100))


def read(body: bytes) -> list[Line[Settled | Total] | BadLine]:
    return list(read_registry(io.BytesIO(body), FORM))


def faults(body: bytes) -> list[str]:
    return [str(line.error) for line in read(body) if isinstance(line, BadLine)]


def test_a_registry_is_read_and_written() -> None:
    assert read(REGISTRY) == [Line(1, PAYMENTS[0]), Line(2, PAYMENTS[1]), Line(3, Total(2, 1145))]
    assert b"".join(write_registry(PAYMENTS, FORM)) == REGISTRY
    assert faults(REGISTRY.replace(b"\n", b"\r\n")) == []


def test_a_file_has_the_name_of_its_day() -> None:
    assert registry_name("kosmos", PAID_AT.date(), 2) == "QIWI_kosmos_200508152.csv"
    assert NAME.fullmatch("QIWI_kosmos_200508152.csv")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"10.45", b"10.455", "line 1, sum: not a sum"),
        (b"1234568", b"123x", "line 2, txn_id: not a number"),
        (b"0957835960\t", b"", "line 2: wrong columns (4 instead of 5)"),
        (b"2005-08-15\t12:01:33\t0957835960", b"2005-13-15\t12:01:33\t1", "line 2, when: not a time"),
        (b"Total:\t2", b"Total:\t3", "line 3, Total:: wrong total"),
        (b"Total:\t2\t11.45\n", b"", "line 3, Total:: missing"),
        (b"Total:\t2\t11.45\n", b"Total:\t2\t11.45\nx\n", "line 4: after the total"),
        (b"1234567", b"\xff", "line 1: unreadable (not utf-8)"),
        (b"1234567", b"1" * 9000, "line 1: too long"),
    ],
)
def test_a_bad_line_is_told_by_its_number(old: bytes, new: bytes, fault: str) -> None:
    found = faults(REGISTRY.replace(old, new, 1))
    assert len(found) == 1
    assert found[0].startswith(fault)


@steady
@given(
    st.lists(
        st.builds(
            Settled,
            txn_id=TXN_IDS,
            paid_at=WHOLE_SECONDS,
            account=st.text("0123456789", min_size=1),
            amount_kopecks=st.integers(1, 10**9),
        ),
        max_size=5,
    )
)
def test_registries_written_are_read_again(payments: list[Settled]) -> None:
    lines = read(b"".join(write_registry(payments, FORM)))
    assert [line.read for line in lines[:-1] if isinstance(line, Line)] == payments
    assert not any(isinstance(line, BadLine) for line in lines)
