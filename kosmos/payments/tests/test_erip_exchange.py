"""ERIP's files go to and fro over real servers; a link that breaks in the middle loses nothing and doubles nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncssh
import pytest

from kosmos.charging.services import charge_once
from kosmos.payments.models import EripDemands, EripExchange
from kosmos.payments.rails.erip.file_kinds import RECEIPT
from kosmos.payments.rails.erip.file_messages import ReceiptHeader, ReceiptRecord
from kosmos.payments.rails.erip.files import write_file
from kosmos.payments.rails.erip.servers import Place
from kosmos.payments.services.erip.demands import Payee
from kosmos.payments.services.erip.exchange import EVERY, Files, exchange, exchange_if_due
from kosmos.payments.tests import world
from kosmos.payments.tests.erip_server import CUT, served
from kosmos.payments.tests.erip_world import file_of, transfer_record
from kosmos.payments.tests.world import NOW, balance, cases, credited

PAYEE = Payee("sub", "191234567", "BANKBY2X", "BY00", "12345")


@pytest.fixture(params=["ftp", "ftps", "sftp"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """ERIP's server, over a folder."""
    with served(request.param, tmp_path / "erip") as place:
        yield place


@pytest.fixture
def erip(tmp_path: Path) -> Path:
    """What ERIP sees."""
    return tmp_path / "erip"


@pytest.fixture
def files(place: Place, tmp_path: Path) -> Files:
    """How we exchange."""
    return Files(tmp_path / "spool", place, PAYEE)


@pytest.fixture
def account_id(db: None) -> int:
    """An account that owes 18.00."""
    world.operator()
    account_id = world.account()
    charge_once(account_id=account_id, amount_kopecks=1800, now=NOW)
    return account_id


def seen(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_files_go_to_and_fro(account_id: int, files: Files, erip: Path) -> None:
    (erip / "out" / "1.210").write_bytes(file_of(210, transfer_record("T1")))
    (erip / "out" / "notes.txt").write_bytes(b"x")
    done = exchange(files, now=NOW)
    assert (done.fetched, done.sent, done.fault) == (("1.210",), (f"{done.demands}.202",), "")
    assert credited(account_id) == [("T1", 2500)]
    assert seen(erip) == sorted([f"in/{done.demands}.202", "out/bak/1.210", "out/notes.txt"])
    assert (erip / "in" / f"{done.demands}.202").read_bytes().startswith(b"5^sub^")
    again = exchange(files, now=NOW + EVERY)
    assert (again.fetched, again.sent, again.demands, again.fault) == ((), (), None, "")


def test_what_erip_did_not_take_is_a_case(account_id: int, files: Files, erip: Path) -> None:
    number = exchange(files, now=NOW).demands
    receipt = ReceiptHeader("5", "erip", "9", NOW, str(number), NOW, 3, "bad sums", 1)
    (erip / "out" / "9.204").write_bytes(b"".join(write_file(RECEIPT, receipt, [ReceiptRecord("1", "no such")])))
    exchange(files, now=NOW + EVERY)
    exchange(files, now=NOW + 2 * EVERY)
    assert EripDemands.objects.get().errors == ["bad sums", "1: no such"]
    assert cases() == ["erip_demands_refused"]


def test_a_link_that_breaks_while_fetching_loses_nothing(account_id: int, files: Files, erip: Path) -> None:
    records = [transfer_record(f"T{number}", 100) for number in range(50)]
    (erip / "out" / "1.210").write_bytes(file_of(210, *records))
    (erip / CUT).touch()
    broken = exchange(files, now=NOW)
    assert broken.fault
    assert not credited(account_id)
    assert (erip / "out" / "1.210").exists()
    (erip / CUT).unlink()
    assert exchange(files, now=NOW + EVERY).fetched == ("1.210",)
    assert len(credited(account_id)) == 50


def test_a_link_that_breaks_while_sending_leaves_no_half_file(account_id: int, files: Files, erip: Path) -> None:
    (erip / CUT).touch()
    broken = exchange(files, now=NOW)
    assert broken.fault and not broken.sent
    assert not list((erip / "in").glob("*.202"))
    (erip / CUT).unlink()
    assert exchange(files, now=NOW + EVERY).sent == (f"{broken.demands}.202",)
    assert len((erip / "in" / f"{broken.demands}.202").read_bytes().splitlines()) == 2
    assert not list((erip / "in").glob("*.part"))


def test_a_file_that_was_not_moved_away_is_known_again(account_id: int, files: Files, erip: Path) -> None:
    content = file_of(210, transfer_record("T1"))
    for at in (NOW, NOW + EVERY):
        (erip / "out" / "1.210").write_bytes(content)
        assert exchange(files, now=at).fetched == ("1.210",)
    assert credited(account_id) == [("T1", 2500)]
    assert not (erip / "out" / "1.210").exists()


def test_whoever_comes_first_exchanges_and_what_went_wrong_is_kept(account_id: int, files: Files) -> None:
    first = exchange_if_due(files, now=NOW)
    assert first and not first.fault
    assert exchange_if_due(files, now=NOW + timedelta(minutes=9)) is None
    assert files.place
    nobody = replace(files, place=replace(files.place, password="other"))
    failed = exchange_if_due(nobody, now=NOW + EVERY)
    known = EripExchange.objects.get()
    assert failed and failed.fault
    assert (known.done_at, known.tried_at, known.fault) == (NOW, NOW + EVERY, failed.fault)
    assert "other" not in known.fault


@pytest.mark.parametrize("scheme", ["ftps", "sftp"])
def test_another_server_hears_nothing(account_id: int, tmp_path: Path, scheme: str) -> None:
    with served(scheme, tmp_path / "erip") as place:
        other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
        strict = replace(place, tls=None) if scheme == "ftps" else replace(place, host_key=other)
        done = exchange(Files(tmp_path / "spool", strict, PAYEE), now=NOW)
    assert done.fault
    assert not list((tmp_path / "erip" / "in").iterdir())


def test_a_folder_alone_is_dealt_with(account_id: int, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "1.210").write_bytes(file_of(210, transfer_record("T1", 500)))
    done = exchange(Files(tmp_path, None, PAYEE), now=NOW)
    assert [one.name for one in done.dealt] == ["1.210"]
    assert (tmp_path / "in" / f"{done.demands}.202").exists()
    assert balance(account_id) == -1300
