from pathlib import Path

import pytest

from kosmos.catalogue.models import Blocks, Kind, Needs, PlanStatus, Settlement, UsedUp
from kosmos.loading.errors import LoadError
from kosmos.loading.operator_file import read_operator
from kosmos.loading.tests.samples import OPERATOR, written

PRICES = '[{from: 2016-01-01, fee: "25.90"}]\n    connection_fee: "0.00"\n    speed'
TRAFFIC = "then: throttle, throttle_mbps: 1"
CODE = "a code of small Latin letters, digits, - and _, at most 60"

BROKEN = {
    "key misspelled": (
        "  code: tiny-tv",
        "  codes: tiny-tv",
        [
            "2:3: operator: the key code is missing",
            '2:3: operator: unknown key; found "codes"; allowed: code, name, timezone, currency, phones, groups',
        ],
    ),
    "key missing": ("  currency: BYN\n", "", ["2:3: operator: the key currency is missing"]),
    "section missing": ("services:", "articles2:", None),
    "unknown currency": ("BYN", "USD", ['5:13: operator: currency: found "USD"; allowed: BYN']),
    "unknown time zone": (
        "Europe/Minsk",
        "Europe/Mnsk",
        ['4:13: operator: timezone: found "Europe/Mnsk"; allowed: a time zone of the IANA list, such as Europe/Minsk'],
    ),
    "phone that does not exist": (
        '"+375 17 000 00 00"',
        '"12345"',
        ['6:12: operator: phones: found "12345"; allowed: a phone number that exists, such as +375291234567'],
    ),
    "a value where a list is due": (
        '["+375 17 000 00 00"]',
        '"+375 17 000 00 00"',
        ['6:11: operator: phones: found "+375 17 000 00 00"; allowed: a list'],
    ),
    "number in quotes": (
        "promise_days: 3",
        'promise_days: "3"',
        ['8:17: policies: promise_days: found "3"; allowed: a number without quotes'],
    ),
    "number out of bounds": (
        "promise_days: 3",
        "promise_days: 0",
        ['8:17: policies: promise_days: found "0"; allowed: a whole number from 1 to 30'],
    ),
    "fraction": (
        "promise_days: 3",
        "promise_days: 3.5",
        ['8:17: policies: promise_days: found "3.5"; allowed: a whole number from 1 to 30'],
    ),
    "no Russian text": (
        "{ru: Интернет}",
        "{be: Інтэрнэт}",
        ["11:28: service internet: name: the key ru is missing"],
    ),
    "hours of no day": (
        "  promise_days: 3\n",
        '  support_hours: "mon 20:00-09:00"\n  answer_hours: "weather 3"\n',
        [
            '8:18: policies: support_hours: found "mon 20:00-09:00"; allowed: hours of work such as '
            "mon-fri 09:00-20:00, sat 10:00-17:00, 01-01 off",
            '9:17: policies: answer_hours: found "weather 3"; allowed: topics with their hours such as '
            "money 6, internet 3, other 14",
        ],
    ),
    "text not quoted": (
        "{ru: Интернет}",
        "{ru: 100}",
        ['11:33: service internet: name: ru: found "100"; allowed: write it in quotes: "100"'],
    ),
    "unknown language": (
        "{ru: Интернет}",
        "{ru: Интернет, pl: X}",
        ['11:43: service internet: name: unknown key; found "pl"; allowed: ru, be, en'],
    ),
    "family of a service that is not there": (
        "service: internet, name: {ru: КОМБО}",
        "service: radio, name: {ru: КОМБО}",
        ['14:28: family kombo: service: found "radio"; allowed: digital_tv, internet'],
    ),
    "code in Cyrillic": ("kombo-50\n", "КОМБО\n", [f'16:11: plan: code: found "КОМБО"; allowed: {CODE}']),
    "unknown kind": (
        "    kind: base\n",
        "    kind: addon\n",
        ['20:11: plan kombo-50: kind: found "addon"; allowed: base, package'],
    ),
    "unknown audience": (
        "audience: [home]\n",
        "audience: [homes]\n",
        ['21:16: plan kombo-50: audience: found "homes"; allowed: home, student, business'],
    ),
    "no audience": (
        "audience: [home]\n",
        "audience: []\n",
        ["21:15: plan kombo-50: audience: the list is empty; allowed: at least one"],
    ),
    "unknown family": (
        "    family: kombo",
        "    family: komba",
        ['19:13: plan kombo-50: family: found "komba"; allowed: kombo'],
    ),
    "family of another service": (
        "    service: internet\n",
        "    service: digital_tv\n",
        ['19:13: plan kombo-50: family: found "kombo"; allowed: a family of the service digital_tv'],
    ),
    "blocks and needs on postpaid": (
        "    settlement: prepaid\n",
        "    settlement: postpaid\n",
        [
            '23:13: plan kombo-50: blocks: found "short"; allowed: no such key; only a prepaid plan has it',
            '24:12: plan kombo-50: needs: found "full_fee"; '
            "allowed: no such key; only a plan that blocks when short has it",
        ],
    ),
    "needs missing": (
        "    needs: full_fee\n",
        "",
        ["16:11: plan kombo-50: the key needs is missing: a plan that blocks when short has it"],
    ),
    "blocks missing": (
        "    blocks: short\n    needs: full_fee\n",
        "",
        ["16:11: plan kombo-50: the key blocks is missing: a prepaid plan has it"],
    ),
    "needs where it means nothing": (
        "    blocks: short\n",
        "    blocks: negative\n",
        [
            '24:12: plan kombo-50: needs: found "full_fee"; '
            "allowed: no such key; only a plan that blocks when short has it"
        ],
    ),
    "fee as a YAML number": (
        'fee: "25.90"',
        "fee: 25.90",
        ['26:38: plan kombo-50: price: fee: found "25.90"; allowed: write it in quotes: "25.90"'],
    ),
    "fee with three decimals": (
        'fee: "25.90"',
        'fee: "25.905"',
        [
            '26:38: plan kombo-50: price: fee: found "25.905"; '
            'allowed: roubles and kopecks with at most two decimals, such as "25.90"'
        ],
    ),
    "fee below zero": (
        'fee: "25.90"',
        'fee: "-1.00"',
        [
            '26:38: plan kombo-50: price: fee: found "-1.00"; '
            'allowed: not below zero: roubles and kopecks, such as "25.90"'
        ],
    ),
    "price not from the first": (
        PRICES,
        PRICES.replace("01-01", "01-02"),
        [
            '26:21: plan kombo-50: price: from: found "2016-01-02"; '
            "allowed: the first day of a month, such as 2016-01-01"
        ],
    ),
    "date that does not exist": (
        PRICES,
        PRICES.replace("01-01", "02-30"),
        ['26:21: plan kombo-50: price: from: found "2016-02-30"; allowed: a date that exists, such as 2016-01-31'],
    ),
    "two prices from one day": (
        PRICES,
        PRICES.replace("}]", '}, {from: 2016-01-01, fee: "1.00"}]'),
        ["26:55: plan kombo-50: price from 2016-01-01: given twice; first on line 26"],
    ),
    "no price": (
        PRICES,
        '[]\n    connection_fee: "0.00"\n    speed',
        ["26:13: plan kombo-50: prices: the list is empty; allowed: at least one"],
    ),
    "speed in words": (
        "speed_mbps: 50",
        "speed_mbps: fast",
        ['28:17: plan kombo-50: speed_mbps: found "fast"; allowed: a speed in Mbit/s above zero, such as 50 or 0.512'],
    ),
    "throttle without a speed": (
        TRAFFIC,
        "then: throttle",
        ["29:14: plan kombo-50: traffic: the key throttle_mbps is missing: then: throttle needs it"],
    ),
    "stop with a speed": (
        TRAFFIC,
        "then: stop, throttle_mbps: 1",
        ['29:58: plan kombo-50: traffic: throttle_mbps: found "1"; allowed: no such key with then: stop'],
    ),
    "price of a megabyte with two decimals": (
        TRAFFIC,
        'then: charge, per_mb: "0.01"',
        [
            '29:53: plan kombo-50: traffic: per_mb: found "0.01"; '
            'allowed: a price in BYN above zero with four decimals, such as "0.0100"'
        ],
    ),
    "unknown way to go on": (
        TRAFFIC,
        "then: slower",
        ['29:37: plan kombo-50: traffic: then: found "slower"; allowed: throttle, stop, charge'],
    ),
    "package without its base": (
        "kind: package, base: digital_tv,",
        "kind: package,",
        ["39:12: plan film: the key base is missing: a package has it"],
    ),
    "package of another service": (
        "kind: package, base: digital_tv,",
        "kind: package, base: internet,",
        ['39:78: plan film: base: found "internet"; allowed: digital_tv'],
    ),
    "postpaid package": (
        "settlement: prepaid, blocks: short, needs: full_fee,",
        "settlement: postpaid,",
        ['40:18: plan film: settlement: found "postpaid"; allowed: prepaid for a package'],
    ),
    "code given twice": (
        "code: tv,",
        "code: film,",
        ["39:12: plan film: given twice; first on line 36"],
    ),
    "key given twice": (
        "code: tv, name",
        "code: tv, code: tv2, name",
        ["36:16: plan: the key code stands here twice"],
    ),
    "unknown kind of payment point": (
        "kind: office",
        "kind: cellar",
        [
            '43:12: payment point: kind: found "cellar"; '
            "allowed: office, bank, post, shop, kiosk, atm, phone, emoney, erip"
        ],
    ),
    "house as a number": (
        'house: "6"',
        "house: 6",
        ['45:43: building: house: found "6"; allowed: write it in quotes: "6"'],
    ),
    "services of a building": (
        "[internet, digital_tv]",
        "[internet, internet, radio]",
        [
            "45:69: building: services: internet: given twice; first on line 45",
            '45:79: building: services: found "radio"; allowed: digital_tv, internet',
        ],
    ),
    "slug with a capital": (
        "slug: router",
        "slug: Router",
        [f'47:12: article: slug: found "Router"; allowed: {CODE}'],
    ),
    "tab": ("articles:\n", "articles:\n\t", ["47:1: not YAML: a tab where only spaces are allowed"]),
    "own tag": (
        "  - {slug",
        "  - !!python/object:os.system {slug",
        ["47:5: the tag tag:yaml.org,2002:python/object:os.system: tags are not read; leave it out"],
    ),
    "two documents": (
        "operator:\n",
        "---\n---\noperator:\n",
        ["2:1: not YAML: a second document begins; allowed: one"],
    ),
}


def problems_of(path: Path) -> list[str]:
    with pytest.raises(LoadError) as caught:
        read_operator(path)
    start = f"{path}:"
    assert all(str(problem).startswith(start) for problem in caught.value.problems)
    return [str(problem).removeprefix(start) for problem in caught.value.problems]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_file(tmp_path: Path, old: str, new: str, expected: list[str] | None) -> None:
    assert old in OPERATOR
    said = problems_of(written(tmp_path, OPERATOR.replace(old, new, 1)))
    if expected is None:
        assert "1:1: file: the key services is missing" in said
    else:
        assert said == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: empty, or not a mapping; allowed: key: value lines"),
        ("- a", "1:1: empty, or not a mapping; allowed: key: value lines"),
        ("[" * 100_000, "1:21: nested deeper than 20 levels"),
        ("a: &a [1]\nb: *a", "2:4: the alias *a: aliases are not read; write the value out"),
        (b"\xef\xbb\xbfa: 1", "1:1: begins with a byte order mark; save it as UTF-8 without one"),
        ("а: ".encode() + b"\xff", "1:4: not UTF-8: the byte 0xff; save the file as UTF-8"),
        ("a: 1\nb: \x07", "2:4: not YAML: the character U+0007 is not allowed"),
        ("a: [1", "2:1: not YAML: did not find expected ',' or ']'"),
    ],
    ids=["empty", "list", "deep", "alias", "byte order mark", "not UTF-8", "control character", "syntax"],
)
def test_not_plain_yaml(tmp_path: Path, text: str | bytes, expected: str) -> None:
    assert problems_of(written(tmp_path, text)) == [expected]


def test_file_that_is_not_there(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nothing") == ["1:1: cannot be read: No such file or directory"]


def test_all_errors_come_at_once(tmp_path: Path) -> None:
    text = OPERATOR
    for old, new in (
        ("BYN", "USD"),
        ('"25.90"', "25.9"),
        ("then: throttle,", "then: no,"),
        ("slug:", "slog:"),
    ):
        text = text.replace(old, new, 1)
    lines = [said.split(":")[0] for said in problems_of(written(tmp_path, text))]
    assert lines == ["5", "26", "29", "47", "47"]


def test_what_is_read(tmp_path: Path) -> None:
    draft = read_operator(written(tmp_path, OPERATOR))
    plan = draft.plans[0]
    assert (plan.kind, plan.settlement, plan.blocks, plan.needs, plan.status) == (
        Kind.BASE,
        Settlement.PREPAID,
        Blocks.SHORT,
        Needs.FULL_FEE,
        PlanStatus.OPEN,
    )
    assert [price.fee_kopecks for price in plan.prices] == [2590]
    assert plan.speed_kbps == 50_000
    assert plan.traffic is not None
    assert (plan.traffic.volume_bytes, plan.traffic.used_up) == (100 * 1024**3, UsedUp.THROTTLE)
    assert plan.traffic.throttle_kbps == 1000
    assert draft.operator.phones == ["+375 17 000 00 00"]
    assert draft.buildings[0].services == ["internet", "digital_tv"]


def test_price_of_a_megabyte_is_in_hundredths_of_a_kopeck(tmp_path: Path) -> None:
    text = OPERATOR.replace(TRAFFIC, 'then: charge, per_mb: "0.0125"')
    traffic = read_operator(written(tmp_path, text)).plans[0].traffic
    assert traffic is not None
    assert traffic.megabyte_kopeck_hundredths == 125
