from datetime import date
from pathlib import Path

import pytest

from kosmos.catalogue.models import Kind
from kosmos.loading.subscriber_rows import Row, RowReader, SoldPlan
from kosmos.loading.subscribers_file import SubscribersFile
from kosmos.loading.tests.samples import HEADER, PERSON, SECOND, SUBSCRIBERS, written
from kosmos.subscribers.models import SubscriberKind

OPENED = date(2016, 10, 31)


def sold(number: int, code: str, service: int, audiences: str, kind: Kind = Kind.BASE, year: int = 2016) -> SoldPlan:
    return SoldPlan(number, code, service, kind, frozenset(audiences.split()), date(year, 1, 1))


PLANS = {
    plan.code: plan
    for plan in (
        sold(1, "kombo-50", 1, "home"),
        sold(2, "post", 1, "home business"),
        sold(3, "student", 1, "student"),
        sold(4, "tv", 2, "home"),
        sold(5, "film", 2, "home", Kind.PACKAGE),
        sold(6, "next-year", 2, "home", year=2017),
    )
}
PAIR = "a plan and its day, such as kombo-50@2016-01-15; one ; between two"
PHONE = "a phone number that exists, such as +375291234567"
PLACE = "a street and a house, or a dormitory and a room"
SUCH = "a plan of the operator's file, such as"
MONEY = 'roubles and kopecks with at most two decimals, such as "25.90"'

BROKEN = {
    "column misspelled": ("account,kind", "acct,kind", ['1:1: header: found "acct"; allowed: account']),
    "column missing": (
        ",plans\n",
        "\n",
        [f'1:119: header: found 17 columns; allowed: exactly "{HEADER.strip()}"'],
    ),
    "column too many": (
        ",plans\n",
        ",plans,note\n",
        [f'1:125: header: found 19 columns; allowed: exactly "{HEADER.strip()}"'],
    ),
    "byte order mark": (
        "account,kind",
        "\ufeffaccount,kind",
        ["1:1: begins with a byte order mark; save the file as UTF-8 without one"],
    ),
    "account twice": (
        "700002",
        "700001",
        ['3:1: account: found "700001"; allowed: each account once; it is on line 2'],
    ),
    "account with a space": (
        "700002",
        "7000 02",
        ['3:1: account: found "7000 02"; allowed: a number of digits (Latin letters, - and / too), at most 20'],
    ),
    "account missing": ("700002", "", ['3:1: account: found ""; allowed: a value, not nothing']),
    "unknown kind": (
        "700003,student",
        "700003,pupil",
        ['4:8: kind: found "pupil"; allowed: person, student, organisation'],
    ),
    "login with another name and phone": (
        "700002,person,Мороз Анна,,anna,+375291234567",
        "700002,person,Мороз Инна,,anna,+375291234568",
        [
            '3:15: name: found "Мороз Инна"; allowed: "Мороз Анна", as the login anna has on line 2',
            '3:32: phone: found "+375291234568"; allowed: "+375291234567", as the login anna has on line 2',
        ],
    ),
    "login in other letters": (
        "700002,person,Мороз Анна,,anna",
        "700002,person,Мороз Анна,,Anna",
        ['3:27: login: found "Anna"; allowed: "anna", as the login Anna has on line 2'],
    ),
    "login with a space": (
        "oleg",
        "ol eg",
        ['4:26: login: found "ol eg"; allowed: 1 to 150 characters without spaces'],
    ),
    "phone": ("+375171234567", "+37512", [f'5:58: phone: found "+37512"; allowed: {PHONE}']),
    "check digit of the УНП": (
        "200988541",
        "200988542",
        ['5:43: unp: found "200988542"; allowed: a УНП whose check digit is right'],
    ),
    "short УНП": ("200988541", "20098854", ['5:43: unp: found "20098854"; allowed: a УНП of nine digits']),
    "organisation without УНП": (
        "200988541",
        "",
        ['5:43: unp: found ""; allowed: the УНП of the organisation'],
    ),
    "student with УНП": (
        "Жук Олег,,",
        "Жук Олег,200988541,",
        ['4:25: unp: found "200988541"; allowed: nothing: a student has no УНП here'],
    ),
    "unknown language": (",be,", ",pl,", ['4:61: language: found "pl"; allowed: ru, be, en']),
    "date in another form": (
        "2016-09-01,0.00",
        "01.09.2016,0.00",
        ['4:64: opened_on: found "01.09.2016"; allowed: a date such as 2016-01-31'],
    ),
    "date that does not exist": (
        "2016-09-01,0.00",
        "2016-02-30,0.00",
        ['4:64: opened_on: found "2016-02-30"; allowed: a date that exists, such as 2016-01-31'],
    ),
    "day that is not open yet": (
        "2016-03-01,-3.20",
        "2016-11-02,-3.20",
        ['3:86: opened_on: found "2016-11-02"; allowed: a day not after 2016-11-01, the next that opens'],
    ),
    "three decimals": ("-3.20", "-3.205", [f'3:97: balance: found "-3.205"; allowed: {MONEY}']),
    "comma in an amount": ("-3.20", '"-3,20"', [f'3:97: balance: found "-3,20"; allowed: {MONEY}']),
    "balance missing": ("-3.20", "", ['3:97: balance: found ""; allowed: a value, not nothing']),
    "unknown plans": (
        "kombo-50@2016-01-15;tv@",
        "kombo-55@2016-01-15;tw@",
        [
            f'2:103: plans: found "kombo-55@2016-01-15"; allowed: {SUCH} kombo-50',
            f'2:103: plans: found "tw@2016-02-01"; allowed: {SUCH} film, kombo-50, next-year',
        ],
    ),
    "plan without a day": (
        "kombo-50@2016-01-15",
        "kombo-50",
        [f'2:103: plans: found "kombo-50"; allowed: {PAIR}'],
    ),
    "semicolon at the end": (
        "film@2016-02-01",
        "film@2016-02-01;",
        [f'2:103: plans: found ""; allowed: {PAIR}'],
    ),
    "plan twice": ("film@", "tv@", ['2:103: plans: found "tv"; allowed: each plan once']),
    "package without a base plan": (
        "tv@2016-02-01;",
        "",
        ['2:103: plans: found "film"; allowed: a package only beside a base plan of its service'],
    ),
    "plan of another audience": (
        "kombo-50@",
        "student@",
        ['2:103: plans: found "student"; allowed: plans for home; student is for student'],
    ),
    "plan before the account": (
        "kombo-50@2016-01-15",
        "kombo-50@2016-01-14",
        ['2:103: plans: found "kombo-50@2016-01-14"; allowed: days from 2016-01-15 on, when the account was opened'],
    ),
    "plan without a price yet": (
        "kombo-50@2016-01-15",
        "next-year@2016-01-15",
        [
            '2:103: plans: found "next-year@2016-01-15"; '
            "allowed: a plan that has a price on 2016-11-01; this has one from 2017-01-01"
        ],
    ),
    "street without a house": ("Красная,8,", "Красная,,", [f'3:76: house: found ""; allowed: {PLACE}']),
    "house without a street": (
        "Красная,8,",
        ",8,",
        ['3:68: street: found ""; allowed: the street of the house'],
    ),
    "dormitory without a room": (",703,", ",,", ['4:57: room: found ""; allowed: the room']),
    "no address": ("Общежитие № 4,703", ",", [f'4:39: street: found ""; allowed: {PLACE}']),
    "space at the start": (
        "Жук Олег",
        " Жук Олег",
        ['4:16: name: found " Жук Олег"; allowed: no space at the ends, and at most 200 characters'],
    ),
    "invisible character": (
        "Жук Олег",
        "Жук\u200bОлег",
        ['4:16: name: found "Жук?Олег"; allowed: no invisible character such as U+200B'],
    ),
    "field missing": (
        ",-3.20,\n",
        ",-3.20\n",
        ["3:102: found 17 fields; allowed: 18, as many as the header has"],
    ),
    "field too many": (
        ",-3.20,\n",
        ",-3.20,,\n",
        ["3:104: found 19 fields; allowed: 18, as many as the header has"],
    ),
    "quotes not doubled": (
        '""Зубр""',
        '"Зубр"',
        ['5:21: the quotes do not match; allowed: "a field in quotes", a quote in it doubled'],
    ),
    "quotes not closed": (
        'Минск",200',
        "Минск,200",
        ['5:21: the quotes do not match; allowed: "a field in quotes", a quote in it doubled'],
    ),
    "empty line": ("700003", "\n700003", ["4:1: the line is empty; allowed: a subscriber's account"]),
}


def read(path: Path) -> tuple[list[Row], list[str]]:
    file = SubscribersFile(path, RowReader(PLANS, OPENED))
    rows = list(file.rows())
    start = f"{path}:"
    return rows, [str(problem).removeprefix(start) for problem in sorted(file.problems)]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_file(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert old in SUBSCRIBERS
    assert read(written(tmp_path, SUBSCRIBERS.replace(old, new, 1)))[1] == expected


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    data = SUBSCRIBERS.encode().replace("Жук".encode(), "Жук".encode("cp1251"))
    assert read(written(tmp_path, data))[1] == ["4:16: not UTF-8: the byte 0xc6; save the file as UTF-8"]


def test_endless_line(tmp_path: Path) -> None:
    said = read(written(tmp_path, HEADER + "x" * 70_000 + "\n" + PERSON))[1]
    assert said == ["2:1: longer than 65536 bytes; nothing after it was read"]


def test_empty_file(tmp_path: Path) -> None:
    assert read(written(tmp_path, ""))[1] == ['1:1: header: found ""; allowed: account']


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_what_is_read(tmp_path: Path, end: str) -> None:
    rows, problems = read(written(tmp_path, SUBSCRIBERS.rstrip().replace("\n", end)))
    assert problems == []
    assert [row.account for row in rows] == ["700001", "700002", "700003", "700004"]
    person, second, student, firm = rows
    assert [(plan.code, day) for plan, day in person.plans] == [
        ("kombo-50", date(2016, 1, 15)),
        ("tv", date(2016, 2, 1)),
        ("film", date(2016, 2, 1)),
    ]
    assert (second.balance_kopecks, second.plans) == (-320, ())
    assert (student.kind, student.room, student.phone) == (SubscriberKind.STUDENT, "703", "")
    assert (firm.name, firm.unp) == ('ООО "Зубр", Минск', "200988541")


@pytest.mark.parametrize("typed", ["+375 29 123-45-67", "80291234567", "8 (029) 123-45-67"])
def test_phones_are_kept_in_one_form(tmp_path: Path, typed: str) -> None:
    rows, problems = read(written(tmp_path, HEADER + PERSON.replace("+375291234567", typed)))
    assert (problems, rows[0].phone) == ([], "+375291234567")


def test_all_errors_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SUBSCRIBERS.replace("-3.20", "x").replace("200988541", "1").replace(",2016-01-15,", ",2016,")
    assert [said.split(":")[0] for said in read(written(tmp_path, text))[1]] == ["2", "3", "5"]


def test_column_counts_characters_in_a_line_with_quotes(tmp_path: Path) -> None:
    text = HEADER + SECOND.replace("Мороз Анна", '"Мороз, Анна"').replace("-3.20", "x")
    assert read(written(tmp_path, text))[1] == [f'2:100: balance: found "x"; allowed: {MONEY}']
