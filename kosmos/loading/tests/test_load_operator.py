from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kosmos.catalogue.models import Building, Operator, PaymentPoint, Plan, Policy, Price
from kosmos.catalogue.policies import policies_on
from kosmos.ledger.models import BusinessDay
from kosmos.loading.errors import LoadError
from kosmos.loading.services import load_operator
from kosmos.loading.tests.samples import OPERATOR, written

pytestmark = pytest.mark.django_db
TODAY = date(2016, 11, 20)
DEMO = Path(__file__).parents[3] / "demo" / "operator.yaml"


def load(folder: Path, text: str = OPERATOR, *, dry_run: bool = False) -> list[str]:
    return list(load_operator(written(folder, text), on=TODAY, dry_run=dry_run).lines())


def open_today() -> None:
    BusinessDay.objects.create(day=TODAY, begun_at=datetime(2016, 11, 20, tzinfo=UTC))


def refused(folder: Path, old: str, new: str) -> list[str]:
    path = written(folder, OPERATOR.replace(old, new, 1))
    with pytest.raises(LoadError) as caught:
        load_operator(path, on=TODAY)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_the_first_load_adds_everything(tmp_path: Path) -> None:
    said = load(tmp_path)
    assert said[:2] == ["added: operator tiny-tv", "added: policy promise_days: 3"]
    assert "added: price of kombo-50 from 2016-01-01" in said
    assert all(line.startswith("added: ") for line in said)
    assert Operator.objects.get().name == {"ru": "Малая ТВ", "be": "Малая ТБ"}
    assert sorted(Building.objects.get().services.values_list("code", flat=True)) == [
        "digital_tv",
        "internet",
    ]
    assert PaymentPoint.objects.get().address == {"ru": "Минск, ул. Красная, 6"}


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path)
    rows = list(Plan.objects.order_by("id").values())
    assert load(tmp_path) == []
    assert list(Plan.objects.order_by("id").values()) == rows


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    said = load(tmp_path, dry_run=True)
    assert not Operator.objects.exists()
    assert not Policy.objects.exists()
    assert load(tmp_path) == said


def test_a_broken_file_loads_nothing(tmp_path: Path) -> None:
    with pytest.raises(LoadError):
        load(tmp_path, OPERATOR.replace("slug", "slog"))
    assert not Operator.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("КОМБО 50", "КОМБО 55", "changed: plan kombo-50: name: ru: КОМБО 50 -> ru: КОМБО 55"),
        (
            "blocks: negative",
            "blocks: short, needs: next_share",
            "changed: plan student: blocks: negative -> short",
        ),
        ("status: archived", "status: open", "changed: plan post: status: archived -> open"),
        (
            "volume_gb: 100",
            "volume_gb: 101",
            "changed: plan kombo-50: volume_bytes: 107374182400 -> 108447924224",
        ),
        ("promise_days: 3", "promise_days: 5", "changed: policy promise_days: from 2016-11-20: 3 -> 5"),
        (
            "[internet, digital_tv]",
            "[internet]",
            "changed: building Минск, Красная, 6: services: digital_tv, internet -> internet",
        ),
        (
            "Europe/Minsk",
            "Europe/Warsaw",
            "changed: operator tiny-tv: timezone: Europe/Minsk -> Europe/Warsaw",
        ),
        ('"# Роутер"', '"## Роутер"', "changed: article router: body: ru: # Роутер -> ru: ## Роутер"),
    ],
)
def test_what_differs_is_changed_and_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    load(tmp_path)
    assert load(tmp_path, OPERATOR.replace(old, new, 1)) == [said]
    assert load(tmp_path, OPERATOR.replace(old, new, 1)) == []


def test_what_the_file_does_not_name_is_kept_and_said(tmp_path: Path) -> None:
    load(tmp_path)
    start, end = OPERATOR.index("  - {code: film"), OPERATOR.index("payment_points")
    said = load(tmp_path, OPERATOR[:start] + OPERATOR[end:])
    assert said == ["not in the file, kept: plan film"]
    assert Price.objects.filter(plan__code="film").exists()


def test_a_changed_policy_holds_from_its_day(tmp_path: Path) -> None:
    load(tmp_path)
    load(tmp_path, OPERATOR.replace('promise_fee: "0.00"', 'promise_fee: "0.50"'))
    assert policies_on(date(2016, 11, 19)).promise_fee_kopecks == 0
    assert policies_on(TODAY).promise_fee_kopecks == 50


def test_prices_of_open_days_stay(tmp_path: Path) -> None:
    load(tmp_path)
    open_today()
    allowed = "allowed: a change from the first of a month after 2016-11-20, the newest day that is open"
    assert refused(tmp_path, '"25.90"', '"26.90"') == [
        f'26:14: price of kombo-50 from 2016-01-01: found "26.90", it was 25.90; {allowed}'
    ]
    newer = '"25.90"}, {from: 2016-11-01, fee: "26.90"}'
    assert refused(tmp_path, '"25.90"}', newer) == [
        f'26:48: price of kombo-50 from 2016-11-01: found "26.90", it was none; {allowed}'
    ]
    assert load(tmp_path, OPERATOR.replace('"25.90"}', newer.replace("11-01", "12-01"))) == [
        "added: price of kombo-50 from 2016-12-01"
    ]
    assert load(tmp_path) == ["not in the file, kept: price of kombo-50 from 2016-12-01: 26.90"]


def test_a_new_plan_may_have_a_price_of_an_open_month(tmp_path: Path) -> None:
    load(tmp_path)
    open_today()
    assert load(tmp_path, OPERATOR.replace("code: kombo-50", "code: kombo-51")) == [
        "added: plan kombo-51",
        "added: price of kombo-51 from 2016-01-01",
        "not in the file, kept: plan kombo-50",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tiny-tv", "other-tv", '2:3: operator other-tv: code: found "other-tv"; it is tiny-tv and stays so'),
        (
            "Europe/Minsk",
            "Europe/Warsaw",
            '2:3: operator tiny-tv: timezone: found "Europe/Warsaw"; it is Europe/Minsk and stays so',
        ),
        (
            "    settlement: prepaid\n    blocks: short\n    needs: full_fee\n",
            "    settlement: postpaid\n",
            '16:5: plan kombo-50: settlement: found "postpaid"; it is prepaid and stays so',
        ),
    ],
)
def test_what_can_never_change(tmp_path: Path, old: str, new: str, said: str) -> None:
    load(tmp_path)
    open_today()
    assert refused(tmp_path, old, new) == [said]
    assert Operator.objects.get().code == "tiny-tv"


def test_the_demo_operator(tmp_path: Path) -> None:
    load_operator(DEMO, on=TODAY)
    assert list(load_operator(DEMO, on=TODAY).lines()) == []
    families = set(Plan.objects.exclude(family=None).values_list("family__code", flat=True))
    assert families >= {"kombo", "kosmicheskaya", "regional", "mmds", "cktv", "archive"}
    services = set(Plan.objects.values_list("service__code", flat=True))
    assert services == {"internet", "digital_tv", "analog_tv", "mmds", "telephony", "video"}
