from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kosmos.charging.models import Status, Subscription
from kosmos.ledger.models import Account, AccountNumber, Posting, PostingKind
from kosmos.loading.errors import LoadError, NoOperator
from kosmos.loading.sample_subscribers import write_sample
from kosmos.loading.services import load_operator, load_subscribers
from kosmos.loading.tests.samples import FIRM, HEADER, OPERATOR, PERSON, SECOND, STUDENT, SUBSCRIBERS, written
from kosmos.subscribers.models import Contract, SignIn, Subscriber, SubscriberKind
from kosmos.subscribers.queries import accounts_of, search, subscriber_of

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2016, 10, 31), datetime(2016, 10, 31, 9, 0, tzinfo=UTC)
DEMO = Path(__file__).parents[3] / "demo" / "operator.yaml"


@pytest.fixture
def operator(tmp_path: Path) -> None:
    load_operator(written(tmp_path, OPERATOR, "operator.yaml"), on=TODAY)


def load(folder: Path, text: str = SUBSCRIBERS, *, dry_run: bool = False) -> list[str]:
    return list(load_subscribers(written(folder, text), day=TODAY, at=NOW, dry_run=dry_run).lines())


def refused(folder: Path, text: str) -> list[str]:
    path = written(folder, text)
    before = Account.objects.count(), Subscriber.objects.count()
    with pytest.raises(LoadError) as caught:
        load_subscribers(path, day=TODAY, at=NOW)
    assert (Account.objects.count(), Subscriber.objects.count()) == before
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def account(number: str) -> Account:
    return Account.objects.get(accountnumber__number=number)


def plans_of(number: str) -> list[tuple[int, str, int, str]]:
    held = Subscription.objects.filter(account=account(number)).select_related("plan").order_by("number")
    return [(one.number, one.plan.code, one.status, one.connected_at.isoformat()) for one in held]


def test_the_operator_comes_first(tmp_path: Path) -> None:
    with pytest.raises(NoOperator):
        load(tmp_path)


@pytest.mark.usefixtures("operator")
def test_what_a_load_writes(tmp_path: Path) -> None:
    assert load(tmp_path) == [
        "added: account 700001",
        "added: account 700002",
        "added: account 700003",
        "added: account 700004",
        "added: 3 subscribers",
    ]
    first = account("700001")
    assert (first.balance_kopecks, first.last_number, first.open_through_on) == (2590, 1, TODAY)
    assert first.created_on == date(2016, 1, 15)
    posting = Posting.objects.get(account_id=first.id)
    assert (posting.kind, posting.amount_kopecks, posting.posted_on) == (PostingKind.OPENING, 2590, TODAY)
    assert plans_of("700001") == [
        (1, "kombo-50", Status.BLOCKED, "2016-01-14T21:00:00+00:00"),
        (2, "tv", Status.BLOCKED, "2016-01-31T21:00:00+00:00"),
        (3, "film", Status.BLOCKED, "2016-01-31T21:00:00+00:00"),
    ]
    assert account("700003").last_number == 0


@pytest.mark.usefixtures("operator")
def test_who_a_load_adds(tmp_path: Path) -> None:
    load(tmp_path)
    anna = SignIn.objects.get(login="anna")
    assert (anna.has_usable_password(), anna.must_change_password, anna.is_active) == (False, True, True)
    assert list(accounts_of(anna)) == [account("700001"), account("700002")]
    firm = subscriber_of(account("700004").id)
    assert (firm.kind, firm.name, firm.unp) == (SubscriberKind.ORGANISATION, 'ООО "Зубр", Минск', "200988541")
    student = Contract.objects.get(number="700003")
    assert (student.dormitory, student.room, student.signed_on) == ("Общежитие № 4", "703", date(2016, 9, 1))
    assert [one.number for one in search("мороз")] == ["700001", "700002"]


@pytest.mark.usefixtures("operator")
def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path)
    tables = (Account, AccountNumber, Posting, Subscription, SignIn, Subscriber, Contract)
    before = [list(table._default_manager.order_by("pk").values()) for table in tables]
    assert load(tmp_path) == []
    assert [list(table._default_manager.order_by("pk").values()) for table in tables] == before


@pytest.mark.usefixtures("operator")
def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    said = load(tmp_path, dry_run=True)
    assert not Account.objects.exists()
    assert not SignIn.objects.exists()
    assert load(tmp_path) == said


@pytest.mark.usefixtures("operator")
def test_one_wrong_line_loads_nothing(tmp_path: Path) -> None:
    said = refused(tmp_path, SUBSCRIBERS.replace("200988541", "200988542"))
    assert said == ['5:43: unp: found "200988542"; allowed: a УНП whose check digit is right']


@pytest.mark.usefixtures("operator")
def test_contacts_and_addresses_follow_the_file(tmp_path: Path) -> None:
    load(tmp_path)
    moved = SUBSCRIBERS.replace("Красная,8,,2", "Притыцкого,97,,15").replace("Жук Олег", "Жук Олег Иванович")
    moved = moved.replace("+375171234567", "")
    assert load(tmp_path, moved) == [
        "changed: subscriber oleg: name: Жук Олег -> Жук Олег Иванович",
        "changed: subscriber zubr: phone: +375171234567 -> none",
        "changed: account 700002: street: Красная -> Притыцкого",
        "changed: account 700002: house: 8 -> 97",
        "changed: account 700002: apartment: 2 -> 15",
    ]
    assert Contract.objects.get(number="700002").street == "Притыцкого"
    assert Subscriber.objects.get(sign_in__login="oleg").name == "Жук Олег Иванович"
    assert load(tmp_path, moved) == []


@pytest.mark.usefixtures("operator")
def test_further_plans_are_connected_and_others_kept(tmp_path: Path) -> None:
    load(tmp_path)
    more = SUBSCRIBERS.replace("-3.20,", "-3.20,tv@2016-05-01").replace(";film@2016-02-01", "")
    assert load(tmp_path, more) == [
        "added: tv to account 700002, from 2016-05-01",
        "not in the file, kept: film of account 700001",
    ]
    assert plans_of("700002") == [(1, "tv", Status.BLOCKED, "2016-04-30T21:00:00+00:00")]
    assert load(tmp_path, more) == ["not in the file, kept: film of account 700001"]


@pytest.mark.usefixtures("operator")
def test_a_package_beside_another_of_the_same_day(tmp_path: Path) -> None:
    more = OPERATOR.replace(
        "payment_points:",
        "  - {code: kids, name: {ru: Детям}, service: digital_tv, kind: package, base: digital_tv,\n"
        "     audience: [home], settlement: prepaid, blocks: short, needs: full_fee, status: open,\n"
        '     prices: [{from: 2016-01-01, fee: "2.00"}], connection_fee: "0.00"}\npayment_points:',
    )
    load_operator(written(tmp_path, more, "operator.yaml"), on=TODAY)
    load(tmp_path)
    said = load(tmp_path, SUBSCRIBERS.replace("film@2016-02-01", "film@2016-02-01;kids@2016-02-01"))
    assert said == ["added: kids to account 700001, from 2016-02-01"]


@pytest.mark.usefixtures("operator")
def test_what_was_ended_or_changed_since_does_not_come_back(tmp_path: Path) -> None:
    load(tmp_path)
    mine = Subscription.objects.filter(account=account("700001"))
    mine.filter(plan__code="film").update(status=Status.ENDED)
    post = Subscription.objects.get(account=account("700004")).plan
    mine.filter(plan__code="kombo-50").update(plan=post)
    assert load(tmp_path) == ["not in the file, kept: post of account 700001"]


@pytest.mark.usefixtures("operator")
def test_a_further_account_of_a_login_that_is_here(tmp_path: Path) -> None:
    load(tmp_path, HEADER + PERSON)
    assert load(tmp_path, HEADER + SECOND) == [
        "added: account 700002",
        "not in the file, kept: 1 account",
    ]
    assert len(accounts_of(SignIn.objects.get(login="anna"))) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "25.90",
            "25.91",
            '2:97: balance: found "25.91"; '
            "allowed: 25.90, with which the account was opened: balances change by payments only",
        ),
        (
            ",0.00,",
            ",-0.50,",
            '4:75: balance: found "-0.50"; '
            "allowed: 0.00, with which the account was opened: balances change by payments only",
        ),
        (
            "2016-01-15,25",
            "2016-01-14,25",
            '2:86: opened_on: found "2016-01-14"; allowed: 2016-01-15, when the account was opened',
        ),
        ("oleg", "ivan", '4:26: login: found "ivan"; allowed: "oleg", whose account this is'),
    ],
    ids=["balance", "balance of nothing", "day of opening", "login"],
)
@pytest.mark.usefixtures("operator")
def test_what_an_account_that_is_here_cannot_change(tmp_path: Path, old: str, new: str, said: str) -> None:
    load(tmp_path)
    assert refused(tmp_path, SUBSCRIBERS.replace(old, new, 1)) == [said]


@pytest.mark.usefixtures("operator")
def test_a_subscriber_stays_of_his_kind(tmp_path: Path) -> None:
    load(tmp_path, HEADER + STUDENT)
    text = HEADER + STUDENT.replace("student,Жук", "person,Жук").replace("student@2016-09-01", "")
    assert refused(tmp_path, text) == ['2:8: kind: found "person"; allowed: student, as before']


@pytest.mark.usefixtures("operator")
def test_numbers_and_logins_that_are_nobodys_subscribers(tmp_path: Path) -> None:
    AccountNumber.objects.create(
        number="700004", account=Account.objects.create(id=999, open_through_on=TODAY, created_on=TODAY)
    )
    SignIn.objects.create(id=999, login="Zubr", password="!")
    assert refused(tmp_path, HEADER + FIRM) == [
        '2:1: account: found "700004"; allowed: another number; this one is not a subscriber\'s',
        '2:53: login: found "zubr"; allowed: another login; this one is not a subscriber\'s',
    ]


@pytest.mark.usefixtures("operator")
def test_the_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    load_subscribers(
        written(tmp_path, SUBSCRIBERS),
        day=TODAY,
        at=NOW,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (8, 8)
    assert told == sorted(told)


def test_a_made_up_file_of_two_thousand(tmp_path: Path) -> None:
    load_operator(DEMO, on=TODAY)
    path = tmp_path / "sample.csv"
    write_sample(path, count=2000, seed=7, opened_through=TODAY)
    said = list(load_subscribers(path, day=TODAY, at=NOW).lines())
    assert said[0] == "added: 2000 accounts"
    assert list(load_subscribers(path, day=TODAY, at=NOW).lines()) == []
    balances = Account.objects.values_list("balance_kopecks", flat=True)
    assert min(balances) < 0 < max(balances)
    assert 0 in balances
    assert set(Subscriber.objects.values_list("kind", flat=True)) == set(SubscriberKind.values)
    assert Subscriber.objects.count() < Contract.objects.count() == 2000
    assert sum(balances) == sum(Posting.objects.values_list("amount_kopecks", flat=True))


def test_a_made_up_file_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_sample(tmp_path / name, count=300, seed=3, opened_through=TODAY)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
