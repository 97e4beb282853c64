"""kosmos erip: files by hand in the spool folder, what the commands say of them, and what became of the money."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kosmos.config.database import scratch_database
from tests.cli.running import kosmos, one_line, said, told

Urls = Mapping[str, str]
PAYEE = "code=45 unp=191234567 bank=BANKBY2X account=BY13NBRB3600900000002Z00AB00 service=4571"
AT = "20261103120000"
AGENT = "ag^191234567"


@pytest.fixture(scope="module")
def base() -> Iterator[Urls]:
    """A small demo that was played for three days."""
    with scratch_database() as environment:
        urls = {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
        }
        said("demo", "--no-pages", "--accounts", 20, "--days", 3, "--language", "en", urls=urls)
        yield urls


@pytest.fixture(scope="module")
def spool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spool folder; nothing of it is there at first."""
    return tmp_path_factory.mktemp("erip") / "spool"


@pytest.fixture(scope="module")
def urls(base: Urls, spool: Path) -> Urls:
    """The demo's database, and how its files are exchanged."""
    return {**base, "KOSMOS_ERIP_FILES": str(spool), "KOSMOS_ERIP_PAYEE": PAYEE}


@pytest.fixture(scope="module")
def demanded(urls: Urls, spool: Path) -> tuple[int, list[str]]:
    """The number of the file 202 that a command wrote, and its lines."""
    assert said("erip", "status", urls=urls).splitlines() == ["tried: never", "went through: never", "next: never"]
    written = Path(said("erip", "demands", urls=urls).strip())
    assert written.parent == spool / "in"
    return int(written.stem), written.read_bytes().decode("cp1251").splitlines()


def put(spool: Path, name: str, *lines: str) -> None:
    (spool / "out").mkdir(parents=True, exist_ok=True)
    (spool / "out" / name).write_bytes("\r\n".join(lines).encode("cp1251") + b"\r\n")


def paid(urls: Urls, account: str) -> list[int]:
    """What was paid to an account and taken back from it, in kopecks, as its statement has it."""
    lines = told("account", account, urls=urls)["statement"]
    return [line["amount_kopecks"] for line in lines if line["kind"] in {"payment", "reversal"}]


def payment(account: str, operation: str, amount: str, *, reversed_at: str = "") -> str:
    """A record of 206, or of 216 if it says when it was taken back."""
    times = f"{AT}^{reversed_at}" if reversed_at else AT
    return f"1^e1^{account}^Иванов И.И.^Минск^11.2026^{amount}^0.00^{times}^^^{operation}^^^^^BANKBY2X^^1^5"


def transfer(account: str, operation: str, amount: str, got: str) -> str:
    return f"1^e1^{account}^Иванов И.И.^Минск^11.2026^{amount}^0.00^{got}^{AT}^^^{operation}^^^^^^1^5"


def head(number: int, count: int, total: str) -> str:
    return f"5^45^{number}^{AT}^{count}^{AGENT}^933^{total}^0.00"


def transfer_head(number: int, count: int, total: str, got: str) -> str:
    return f"5^45^{number}^{AT}^{count}^{AGENT}^BANKBY2X^BY13^77^{AT}^933^{total}^0.00^{got}^BANKBY2X^BY14^"


def test_demands_say_what_each_account_owes(urls: Urls, demanded: tuple[int, list[str]]) -> None:
    number, (first, *lines) = demanded
    fields = first.split("^")
    assert fields[:3] + fields[4:] == [
        *("5", "45", str(number), str(len(lines)), "191234567", "BANKBY2X"),
        *("BY13NBRB3600900000002Z00AB00", "4571", "933", ""),
    ]
    assert lines
    for line in lines:
        kind, account, *rest = line.split("^")
        assert (kind, rest[:3]) == ("2", ["", "", ""])
        assert re.fullmatch(r"[0-9]+\.[0-9]{2}", rest[3])
        assert account.isdecimal()


def test_a_receipt_ends_the_waiting_for_it(urls: Urls, spool: Path, demanded: tuple[int, list[str]]) -> None:
    number = demanded[0]
    assert f"no receipt yet for {number}.202" in said("erip", "status", urls=urls)
    assert told("erip", "status", urls=urls)["demands_waiting"] == [number]
    put(spool, "1.204", f"5^erip^1^{AT}^{number}^{AT}^0^^0")
    done = told("erip", "exchange", urls=urls)
    assert done == {
        **{"fetched": [], "dealt": [{"name": "1.204", "lines": 1, "bad_lines": []}], "demands": None, "sent": []},
        "fault": "",
    }
    state = told("erip", "status", urls=urls)
    assert (state["demands_waiting"], state["fault"], state["tried_at"]) == ([], "", state["done_at"])
    assert (spool / "out" / "bak" / "1.204").exists()


def test_money_of_a_file_is_credited_once_and_taken_back(
    urls: Urls, spool: Path, demanded: tuple[int, list[str]]
) -> None:
    """A bad line between good ones, and a file that is none, are told and harm nothing."""
    account = demanded[1][1].split("^")[1]
    before = paid(urls, account)
    put(spool, "2.206", head(2, 1, "25.00"), payment(account, "T1", "25.00"))
    assert said("erip", "exchange", urls=urls) == "0 fetched, 1 dealt with, 0 sent\n"
    assert paid(urls, account) == before, "a transfer makes it final"
    lines = (transfer(account, "T1", "25.00", "24.90"), "1^e1^^half a line", transfer("999999", "T9", "5.00", "4.90"))
    put(spool, "3.210", transfer_head(3, 3, "30.00", "29.80"), *lines)
    put(spool, "4.210", transfer_head(4, 1, "25.00", "24.90"), lines[0])
    put(spool, "5.210", "not a header at all")
    shown = said("erip", "exchange", urls=urls)
    assert re.fullmatch(r"3\.210, line 3: .+\n0 fetched, 2 dealt with, 0 sent\n", shown), shown
    assert (spool / "out" / "bad" / "5.210").exists()
    assert paid(urls, account) == [*before, 2500]
    put(spool, "6.216", head(6, 1, "25.00"), payment(account, "T1", "25.00", reversed_at=AT))
    done = told("erip", "exchange", urls=urls)["dealt"]
    assert done == [{"name": "6.216", "lines": 2, "bad_lines": []}]
    assert paid(urls, account) == [*before, 2500, -2500]
    said("ledger", "check", urls=urls)


def test_without_the_setting_there_is_one_clear_line() -> None:
    with scratch_database() as environment:
        bare = {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
        }
        for command in ("exchange", "demands"):
            assert "KOSMOS_ERIP_FILES is not set" in one_line(kosmos("erip", command, urls=bare))


def test_demands_need_to_say_who_is_paid(base: Urls, spool: Path) -> None:
    line = one_line(kosmos("erip", "demands", urls={**base, "KOSMOS_ERIP_FILES": str(spool)}))
    assert "KOSMOS_ERIP_PAYEE is not set" in line


def test_a_server_that_is_away_is_a_fault_that_status_tells(base: Urls, tmp_path: Path) -> None:
    away = {
        **base,
        **{"KOSMOS_HOME": str(tmp_path), "KOSMOS_ERIP_FILES": "ftp://us@127.0.0.1:9/", "KOSMOS_ERIP_PASSWORD": "x"},
    }
    run = kosmos("erip", "exchange", urls=away)
    assert (run.returncode, run.stderr) == (1, "")
    begin, _, fault = run.stdout.strip().partition(" sent ")
    assert (begin, bool(fault)) == ("0 fetched, 0 dealt with, 0", True)
    assert told("erip", "exchange", urls=away, status=1)["fault"] == fault
    assert f"fault: {fault}" in said("erip", "status", urls=away)
