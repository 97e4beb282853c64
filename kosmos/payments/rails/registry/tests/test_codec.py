"""Statements of banks and the post, by profiles."""

import io
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.registry.codec import read_statement, write_statement
from kosmos.payments.rails.registry.messages import Credit, Totals
from kosmos.payments.rails.registry.profile import Profile, profile_of
from kosmos.payments.rails.registry.reading import account_finder
from kosmos.payments.rails.registry.tables import StatementLine
from kosmos.payments.rails.registry.tests.statements import (
    CSV,
    CSV_TEXT,
    DAY,
    FIXED,
    FIXED_TEXT,
    ONE_C,
    ONE_C_TEXT,
    STATEMENTS,
)
from kosmos.payments.rails.tests.shapes import steady, texts
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.lines import BadLine, Line


def read(profile: Profile, text: str) -> list[StatementLine]:
    return list(read_statement(profile, io.BytesIO(text.encode(profile.encoding))))


def credits_of(lines: list[StatementLine]) -> list[Credit]:
    return [line.read for line in lines if isinstance(line, Line) and isinstance(line.read, Credit)]


def faults(data: dict[str, Any], text: str) -> list[str]:
    return [str(line.error) for line in read(profile_of(data), text) if isinstance(line, BadLine)]


@pytest.mark.parametrize(("profile", "text", "entries"), STATEMENTS, ids=["csv", "fixed", "1c"])
def test_statements_are_read(profile: Profile, text: str, entries: tuple[Credit, ...]) -> None:
    lines = read(profile, text)
    assert tuple(credits_of(lines)) == entries
    assert not [line for line in lines if isinstance(line, BadLine)]


def test_blank_lines_and_the_end_of_old_files_say_nothing() -> None:
    for profile, text, entries in STATEMENTS:
        lines = read(profile, text.replace("\r\n", "\n") + " \n\x1a")
        assert tuple(credits_of(lines)) == entries
        assert not [line for line in lines if isinstance(line, BadLine)]


def test_lines_keep_their_numbers() -> None:
    assert [line.number for line in read(profile_of(CSV), CSV_TEXT)] == [2, 3, 4]
    assert read(profile_of(CSV), CSV_TEXT)[2] == Line(4, Totals(2, 103_090))
    assert [line.number for line in read(profile_of(ONE_C), ONE_C_TEXT)] == [9]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (";5;0;", ";5.001;0;", "line 3, amount: not a sum"),
        (";5;0;", ";0;0;", "line 3, amount: sum too small"),
        (";5;0;", ";;0;", "line 3, amount: missing"),
        ("18;23.11.2026", "18;31.11.2026", "line 3, date: not a time"),
        ("18;23.11.2026;;5;0;Петров;Перевод без указания", "18", "line 3, reference: missing"),
        ("18;23.11.2026", ";23.11.2026", "line 3, reference: missing"),
        ("18;23", '"18;23', "line 3: unreadable (quotes)"),
        ("Петров", "Пет\x00ров", "line 3: control signs"),
        ("ИТОГО;2;", "ИТОГО;3;", "line 4: wrong total"),
        ("ИТОГО;2;;1030.90\r\n", "", "line 4, total: missing"),
        ("1030.90\r\n", "1030.90\r\n17;23.11.2026;;5;0;;\r\n", "line 5: after the total"),
        ("Петров", "я" * 9_000, "line 3: too long"),
    ],
)
def test_a_bad_line_is_told_by_its_number(old: str, new: str, fault: str) -> None:
    assert old in CSV_TEXT
    found = faults(CSV, CSV_TEXT.replace(old, new, 1))
    assert found == [found[0]]
    assert found[0].startswith(fault)


def test_a_bad_sum_of_fixed_width_is_told() -> None:
    assert faults(FIXED, FIXED_TEXT.replace("0000002590", "00000025.9", 1)) == ["line 1, amount: not a sum"]
    assert faults(FIXED, FIXED_TEXT.replace("0000002690", "0000002691")) == ["line 4: wrong total"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("КонецФайла\r\n", "", "line 26, КонецФайла: missing"),
        ("Сумма=25.90", "Сумма=25.9x", "line 9, amount: not a sum"),
        ("Сумма=25.90", "Сумма=25.90\r\nСумма=1", "line 14, Сумма: repeated"),
        ("КонецДокумента\r\nСекция", "Секция", "line 9, КонецДокумента: missing"),
        ("1CClientBankExchange", "1CClientBank", "line 1, 1CClientBankExchange: unknown value (another file)"),
    ],
)
def test_faults_of_a_client_bank_are_told(old: str, new: str, fault: str) -> None:
    assert old in ONE_C_TEXT
    assert faults(ONE_C, ONE_C_TEXT.replace(old, new, 1)) == [fault]


def test_documents_of_other_accounts_are_not_ours() -> None:
    by_statement = {**ONE_C, "own_accounts": []}
    assert credits_of(read(profile_of(by_statement), ONE_C_TEXT)) == list(STATEMENTS[2][2])
    other = {**ONE_C, "own_accounts": ["BY13NBRB3600900000002Z00AB00"]}
    text = ONE_C_TEXT.replace("РасчСчет=BY75AKBB30120000000000000000\r\nКонец", "Конец", 1)
    assert credits_of(read(profile_of(other), text)) == []
    assert len(credits_of(read(profile_of(by_statement), text))) == 1


@pytest.mark.parametrize(
    ("purpose", "account"),
    [
        ("л/с 100482", "100482"),
        ("Оплата,Л/С:100482,за ноябрь", "100482"),
        ("лицевой  счет № 100482", "100482"),
        ("л/с 100482, л/с 100482", "100482"),
        ("л/с 100482, л/с 100483", ""),
        ("л/с 1004821", ""),
        ("л/с 10048", ""),
        ("тел/с 100482", ""),
        ("100482", ""),
        ("л/с \u0661\u0661\u0661\u0661\u0661\u0661", ""),
    ],
)
def test_the_purpose_names_an_account_once_or_not_at_all(purpose: str, account: str) -> None:
    found = account_finder(("Л/с", "лицевой счет"), 6, 6)(purpose)
    assert (found.pop() if len(found) == 1 else "") == account


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"layout": "xml"}, "layout"),
        ({"encoding": "utf-7"}, "encoding"),
        ({"colour": 1}, "colour"),
        ({"columns": {"date": 1}}, "columns.reference"),
        ({"columns": {**CSV["columns"], "sum": 1}}, "columns.sum"),
        ({"columns": {**CSV["columns"], "amount": 0}}, "columns.amount"),
        ({"columns": {**CSV["columns"], "amount": True}}, "columns.amount"),
        ({"columns": 7}, "columns"),
        ({"account_after": []}, "account_after"),
        ({"account_digits": [6, 5]}, "account_digits"),
        ({"date_form": "DD.MM"}, "date_form"),
        ({"date_form": "DD.MM.YYYY DD"}, "date_form"),
        ({"date_form": "DD.MM.YYYY hh"}, "date_form"),
        ({"date_form": "DD.MM.YYYY hh:mm"}, "date_form"),
        ({"time_form": "hh"}, "time_form"),
        ({"delimiter": '"'}, "delimiter"),
        ({"zone": "Minsk"}, "zone"),
        ({"skip": -1}, "skip"),
        ({"own_accounts": ["BY57AKBB30120000000000000000"]}, "own_accounts"),
        ({"direction": "C"}, "columns.direction"),
        ({"total": {"mark": "T"}}, "total.amount"),
        ({"total": {"mark": " ", "amount": 1}}, "total.mark"),
    ],
)
def test_a_profile_is_checked(change: dict[str, Any], key: str) -> None:
    with pytest.raises(MessageError) as caught:
        profile_of({**CSV, **change})
    assert caught.value.field == key


PLAIN = texts(20, alphabet="абвЎў123.-/;\"'")


@pytest.mark.parametrize("data", [CSV, {**CSV, "encoding": "utf-8", "delimiter": "\t", "skip": 0}, ONE_C])
@steady
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 10**6), st.integers(1, 10**9), PLAIN, st.sampled_from(["", "л/с 100482", "x"])),
        max_size=5,
    )
)
def test_statements_written_are_read_again(data: dict[str, Any], rows: list[tuple[int, int, str, str]]) -> None:
    profile = profile_of(data)
    tail = "23.11.2026" if data["layout"] == "csv" else "BY00X"
    head = "" if data["layout"] == "csv" else "22.11.2026/"
    entries = [
        Credit(f"{head}{number}/{tail}", DAY, amount, purpose.removeprefix("л/с ").strip("x"), payer, purpose)
        for number, amount, payer, purpose in rows
    ]
    body = b"".join(write_statement(profile, entries))
    lines = list(read_statement(profile, io.BytesIO(body)))
    assert not [line for line in lines if isinstance(line, BadLine)]
    assert credits_of(lines) == entries


def test_fixed_width_is_written() -> None:
    profile, _, entries = STATEMENTS[1]
    written = b"".join(write_statement(profile, entries)).decode("cp866")
    assert credits_of(read(profile, written)) == list(entries)
    with pytest.raises(MessageError, match="6 signs at most"):
        list(write_statement(profile, [Credit("1234567", DAY, 1, "")]))


def test_a_hundred_thousand_lines_are_read_soon() -> None:
    line = "{};23.11.2026;09:01:02;25,90;0;Янковский Іван;Оплата услуг, л/с №100482\r\n"
    body = ("\r\n" + "".join(line.format(number) for number in range(100_000))).encode("cp1251")
    profile = profile_of({key: value for key, value in CSV.items() if key != "total"})
    begun = time.thread_time()
    count = sum(1 for one in read_statement(profile, io.BytesIO(body)) if isinstance(one, Line))
    assert count == 100_000
    assert count / (time.thread_time() - begun) > 40_000
