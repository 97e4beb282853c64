"""ERIP's files: what online never told is credited by the transfer, once, however often a file is met."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kosmos.charging.audit import check_ledger
from kosmos.charging.services import charge_once
from kosmos.ledger.models import AccountKind, AccountNumber
from kosmos.payments.erip_rules import Terms
from kosmos.payments.models import EripDemands, EripFile, Unidentified
from kosmos.payments.rails.erip.file_kinds import RECEIPT
from kosmos.payments.rails.erip.file_messages import ReceiptHeader
from kosmos.payments.rails.erip.files import write_file
from kosmos.payments.rails.erip.messages import Refused
from kosmos.payments.services.erip import deal_with_spool, spool, write_demands
from kosmos.payments.services.erip.demands import Payee
from kosmos.payments.services.erip.records import Lines, take_lines
from kosmos.payments.tests import world
from kosmos.payments.tests.erip_world import (
    begun,
    file_of,
    paid_record,
    result,
    reversal_record,
    say,
    state_of,
    transfer_record,
)
from kosmos.payments.tests.world import NOW, balance, cases, credited

Left = Callable[[str, bytes], Path]
PAYEE = Payee("sub", "191234567", "BANKBY2X", "BY00", "12345")


@pytest.fixture
def account_id(db: None) -> int:
    """An account with nothing on it."""
    world.operator()
    return world.account()


@pytest.fixture
def left(tmp_path: Path) -> Left:
    """ERIP leaves a file."""
    (tmp_path / "out").mkdir()

    def leave(name: str, content: bytes) -> Path:
        path = tmp_path / "out" / name
        path.write_bytes(content)
        return path

    return leave


def suspense() -> int:
    """The account of money that is nobody's."""
    return AccountNumber.objects.get(account__kind=AccountKind.SUSPENSE).account_id


def test_a_transfer_credits_what_online_never_told_and_matches_the_rest(
    account_id: int, left: Left, tmp_path: Path
) -> None:
    begun("T1")
    say(result("T1"))
    begun("T2")
    records = [transfer_record("T1"), transfer_record("T2", 700), transfer_record("T3", 300)]
    path = left("1.210", file_of(210, *records))
    assert [dealt.lines for dealt in deal_with_spool(tmp_path, now=NOW)] == [4]
    assert sorted(credited(account_id)) == [("T1", 2500), ("T2", 700), ("T3", 300)]
    assert cases() == ["erip_file_other_amount"], "T2 began with another amount"
    assert not path.exists()
    assert (path.parent / "bak" / "1.210").exists()
    say(result("T2"))
    assert balance(account_id) == 3500
    assert not check_ledger().findings


def test_nobodys_money_waits_on_suspense_once(account_id: int, left: Left, tmp_path: Path) -> None:
    for name in ("1.210", "2.210"):
        left(name, file_of(210, transfer_record("T1", account="999999")))
    deal_with_spool(tmp_path, now=NOW)
    assert credited(suspense()) == [("T1", 2500)]
    assert Unidentified.objects.get().order_number == "999999"
    left("3.216", file_of(216, reversal_record("T1", account="999999")))
    deal_with_spool(tmp_path, now=NOW)
    assert balance(suspense()) == 0
    assert not check_ledger().findings


def test_operational_payments_are_credited_only_if_so_agreed(account_id: int, left: Left, tmp_path: Path) -> None:
    left("1.206", file_of(206, paid_record("T1")))
    deal_with_spool(tmp_path, now=NOW)
    assert balance(account_id) == 0
    left("2.206", file_of(206, paid_record("T1")))
    deal_with_spool(tmp_path, now=NOW, terms=Terms(credits_operational=True))
    left("3.210", file_of(210, transfer_record("T1")))
    deal_with_spool(tmp_path, now=NOW)
    assert credited(account_id) == [("T1", 2500)]


def test_a_reversal_takes_back_once_and_contradictions_are_cases(account_id: int, left: Left, tmp_path: Path) -> None:
    begun("T1")
    say(result("T1"))
    for name in ("1.216", "2.216"):
        left(name, file_of(216, reversal_record("T1"), reversal_record("T9")))
    deal_with_spool(tmp_path, now=NOW)
    assert (balance(account_id), state_of("T1")) == (0, "storn_committed")
    assert cases() == ["erip_storn_of_nothing"]


def test_money_for_another_account_than_online_is_nobodys_until_decided(
    account_id: int, left: Left, tmp_path: Path
) -> None:
    other = world.account("100483")
    begun("T1")
    left("1.210", file_of(210, transfer_record("T1", account="100483")))
    deal_with_spool(tmp_path, now=NOW)
    assert (balance(account_id), balance(other), balance(suspense())) == (0, 0, 2500)
    assert isinstance(say(result("T1")), Refused)
    assert balance(account_id) == 0
    assert "erip_file_other_account" in cases()


def test_bad_lines_are_told_and_the_good_ones_done(account_id: int, left: Left, tmp_path: Path) -> None:
    content = file_of(210, transfer_record("T1"), transfer_record("T2"), count=2)
    lines = content.split(b"\r\n")
    lines[1] = lines[1].replace(b"25.00", b"25,x", 1)
    left("1.210", b"\r\n".join(lines))
    dealt = deal_with_spool(tmp_path, now=NOW)
    assert credited(account_id) == [("T2", 2500)]
    assert dealt[0].bad_lines[0].startswith("2: ")
    assert cases() == ["erip_bad_lines"]


def test_other_money_and_other_files_of_a_name_are_put_aside(account_id: int, left: Left, tmp_path: Path) -> None:
    left("1.210", file_of(210, transfer_record("T1")))
    left("2.210", file_of(210, transfer_record("T2"), currency="840"))
    left("3.210", b"nonsense\r\n")
    deal_with_spool(tmp_path, now=NOW)
    left("1.210", file_of(210, transfer_record("T3")))
    left("readme.txt", b"")
    assert deal_with_spool(tmp_path, now=NOW) == []
    assert credited(account_id) == [("T1", 2500)]
    assert cases() == ["erip_bad_header", "erip_bad_header", "erip_other_file"]
    assert sorted(path.name for path in (tmp_path / "out" / "bad").iterdir()) == ["1.210", "2.210", "3.210"]


class Killed(BaseException):
    """As good as kill -9: nothing that was not committed is there."""


@pytest.mark.parametrize("death", ["before the second chunk", "before the move"])
def test_a_file_is_done_once_though_its_worker_died(
    committed: None, left: Left, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, death: str
) -> None:
    world.operator()
    account_id = world.account()
    monkeypatch.setattr(spool, "CHUNK", 2)
    left("1.210", file_of(210, *[transfer_record(f"T{number}", 100) for number in range(5)]))
    with monkeypatch.context() as dying:
        _die(dying, death)
        with pytest.raises(Killed):
            deal_with_spool(tmp_path, now=NOW)
    done = EripFile.objects.get().lines_done
    assert done == (2 if death == "before the second chunk" else 6)
    assert balance(account_id) == (100 if done == 2 else 500)
    deal_with_spool(tmp_path, now=NOW)
    assert balance(account_id) == 500
    assert not (tmp_path / "out" / "1.210").exists()
    assert not check_ledger().findings


def _die(dying: pytest.MonkeyPatch, death: str) -> None:
    chunks = iter([True])

    def once(*args: object, **named: object) -> None:
        if not next(chunks, False):
            raise Killed
        take_lines(*args, **named)  # type: ignore[arg-type]

    def never(*_: object) -> None:
        raise Killed

    dying.setattr(spool, *(("take_lines", once) if death == "before the second chunk" else ("_move", never)))


def test_demands_go_out_and_their_receipt_is_kept(account_id: int, left: Left, tmp_path: Path) -> None:
    assert write_demands(tmp_path, PAYEE, now=NOW) is None
    charge_once(account_id=account_id, amount_kopecks=1800, now=NOW)
    number = write_demands(tmp_path, PAYEE, now=NOW)
    lines = (tmp_path / "in" / f"{number}.202").read_bytes().decode("cp1251").splitlines()
    assert lines[1].startswith("2^100482^^^^18.00^")
    receipt = ReceiptHeader("5", "erip", "9", NOW, str(number), NOW, 0)
    left("9.204", b"".join(write_file(RECEIPT, receipt, [])))
    deal_with_spool(tmp_path, now=NOW)
    assert (EripDemands.objects.get().result, EripDemands.objects.get().answered_at) == (0, NOW)


def test_a_record_of_nothing_is_a_bad_line_and_the_others_are_credited(
    account_id: int, left: Left, tmp_path: Path
) -> None:
    nothing = replace(transfer_record("T1"), amount_kopecks=0, transfer_kopecks=0)
    left("1.210", file_of(210, nothing, transfer_record("T2", 700)))
    assert [len(dealt.bad_lines) for dealt in deal_with_spool(tmp_path, now=NOW)] == [1]
    assert credited(account_id) == [("T2", 700)]


def test_a_file_that_breaks_keeps_back_no_other_and_is_told(
    account_id: int, left: Left, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays = left("1.210", file_of(210, transfer_record("T1", 300)))
    left("2.210", file_of(210, transfer_record("T2", 700)))

    def broken(lines: Lines, *, now: datetime, terms: Terms) -> None:
        if lines.file == "1.210":
            raise ValueError("no such thing")
        take_lines(lines, now=now, terms=terms)

    monkeypatch.setattr(spool, "take_lines", broken)
    faults: list[str] = []
    deal_with_spool(tmp_path, now=NOW, faults=faults)
    assert (faults, stays.exists()) == (["1.210: no such thing"], True)
    monkeypatch.setattr(spool, "take_lines", take_lines)
    deal_with_spool(tmp_path, now=NOW, faults=faults)
    assert sorted(credited(account_id)) == [("T1", 300), ("T2", 700)]


def test_an_account_typed_with_a_space_is_the_same_online_and_in_files(
    account_id: int, left: Left, tmp_path: Path
) -> None:
    left("1.210", file_of(210, transfer_record("T1", 700, account="100 482")))
    deal_with_spool(tmp_path, now=NOW)
    assert credited(account_id) == [("T1", 700)]
    left("2.216", file_of(216, reversal_record("T1", 700, account=" 100 482")))
    deal_with_spool(tmp_path, now=NOW)
    assert (balance(account_id), cases()) == (0, [])
