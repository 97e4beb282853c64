import importlib
import importlib.util
import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.utils.translation import override

from kosmos.catalogue.models import Operator, Plan, Service
from kosmos.charging.why import StatementRow, Why
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Cause, PostingKind
from kosmos.portal.words import (
    charge_title,
    refusal,
    refusal_words,
    service_words,
    state_words,
    why_words,
)
from kosmos.portal.words.failures import failure_of
from kosmos.portal.words.refusals import SENTENCES

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Minsk")
DAY = date(2026, 11, 18)
FEE: dict[str, Any] = {"plan": "orbit", "fee_kopecks": 2590, "days_in_month": 30}
MONTHLY: dict[str, Any] = {"plan": "orbit", "fee_kopecks": 1800}


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    Operator.objects.create(code="x", name={"ru": "Х"}, timezone="Europe/Minsk", currency="BYN")
    service = Service.objects.create(code="internet", name={"ru": "Интернет", "en": "Internet"})
    Plan.objects.create(code="orbit", name={"ru": "Орбита 100", "en": "Orbit 100"}, service=service, settlement=1)


def row(kind: str, amount: int, *, cause: str = "day_opened", day: date = DAY, **inputs: Any) -> StatementRow:
    at = datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZONE)
    return StatementRow(7, day, at, kind, inputs.get("plan"), amount, 0, Why("", cause, inputs, amount))


def share(day: int, amount: int, **changed: Any) -> StatementRow:
    on = date(2026, 11, day)
    return row("share", -amount, day=on, first_day=on, last_day=on, **{**FEE, **changed})


def plain(sentences: list[str]) -> list[str]:
    return [re.sub("[\u00a0]", " ", sentence).replace("\u2060", "") for sentence in sentences]


SAID = {
    "a share of a day": (
        share(18, 87),
        [
            "Плата 25,90 делится на 30 дней ноября до копейки, без остатка.",
            "За 18 дней набралось 15,54, за 17 дней — 14,67. Доля этого дня: 15,54 − 14,67 = 0,87.",
        ],
    ),
    "a share of the first day": (
        share(1, 86),
        [
            "Плата 25,90 делится на 30 дней ноября до копейки, без остатка.",
            "За 1 день набралось 0,86, за 0 дней — 0,00. Доля этого дня: 0,86 − 0,00 = 0,86.",
        ],
    ),
    "a month accrued": (
        row("accrual", -1800, first_day=date(2026, 11, 1), last_day=date(2026, 11, 30), days_in_month=30, **MONTHLY),
        ["Плата за ноябрь, 18,00, начисляется сразу за весь месяц. Оплатить нужно до 30 ноября (пн)."],
    ),
    "the rest of a month, on a promise": (
        row(
            "accrual",
            -1742,
            cause="promise_taken",
            day=date(2026, 12, 2),
            first_day=date(2026, 12, 2),
            last_day=date(2026, 12, 31),
            **MONTHLY,
        ),
        [
            "Плата за месяц 18,00, из неё по 1 декабря включительно пришлось 0,58. "
            "Остаток за 2–31 декабря: 18,00 − 0,58 = 17,42.",
            "Оплатить нужно до 31 декабря (чт).",
            "Услугу снова включил обещанный платёж в 10:00.",
        ],
    ),
    "given back when a promise lapsed": (
        row(
            "give_back",
            1510,
            cause="promise_lapsed",
            day=date(2026, 12, 5),
            first_day=date(2026, 12, 6),
            last_day=date(2026, 12, 31),
            **MONTHLY,
        ),
        [
            "Плата за месяц была начислена вперёд; часть за 6–31 декабря вернулась на счёт.",
            "Плата за месяц 18,00, из неё по 5 декабря включительно пришлось 2,90. "
            "Остаток за 6–31 декабря: 18,00 − 2,90 = 15,10.",
            "Причина: обещанный платёж закончился в 10:00, а долг не оплачен.",
        ],
    ),
    "a payment": (
        row("payment", 2590, cause="asked", note="7720-114"),
        ["Платёж № 7720-114 пришёл 18 ноября (ср) в 10:00, деньги зачислены сразу."],
    ),
    "a reversal": (
        row("reversal", -2590, cause="asked", note="7720-114", reverses=3),
        ["Платёж № 7720-114 (строка 3) отозван 18 ноября (ср) в 10:00: 25,90 сняты со счёта."],
    ),
    "traffic beyond the volume": (
        row("one_off", -120, cause="asked", note="traffic:orbit"),
        ["Месячный объём тарифа «Орбита 100» закончился; дальше каждый начатый мегабайт оплачивается отдельно."],
    ),
    "equipment": (
        row("one_off", -4900, cause="asked", note="роутер"),
        ["Разовое списание 18 ноября (ср) в 10:00.", "За что: роутер."],
    ),
    "brought forward": (
        row("opening", 500, cause="asked"),
        ["Столько было на счёте, когда его перенесли из прежней системы учёта: 5,00 на 18 ноября (ср)."],
    ),
    "a correction": (
        row("correction", 86, cause="asked", reverses=5),
        ["Исправление строки 5 от 18 ноября (ср)."],
    ),
}


@pytest.mark.parametrize(("line", "sentences"), SAID.values(), ids=SAID)
def test_why(line: StatementRow, sentences: list[str]) -> None:
    assert plain(why_words(line)) == sentences


@pytest.mark.parametrize("language", ["ru", "be", "en"])
@pytest.mark.parametrize("cause", [cause.label for cause in Cause])
@pytest.mark.parametrize("kind", [kind.label for kind in PostingKind])
def test_every_kind_and_cause_has_one_to_three_sentences(kind: str, cause: str, language: str) -> None:
    inputs = {"first_day": date(2026, 11, 18), "last_day": date(2026, 11, 30), **FEE}
    with override(language):
        line = row(kind, -86, cause=cause, **inputs)
        assert 1 <= len(why_words(line)) <= 3
        assert all(sentence.endswith(".") and "%" not in sentence for sentence in why_words(line))
        assert charge_title(line)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (share(18, 87), "Интернет «Орбита 100»"),
        (row("accrual", -1, first_day=DAY, **MONTHLY), "Интернет «Орбита 100», плата за ноябрь"),
        (row("give_back", 1, first_day=DAY, **MONTHLY), "Возврат: Интернет «Орбита 100»"),
        (row("payment", 1), "Пополнение"),
        (row("one_off", -1, note="connection:orbit"), "Подключение, «Орбита 100»"),
        (row("one_off", -1, note="promise"), "Плата за обещанный платёж"),
        (row("one_off", -1, note="router"), "Разовое списание"),
        (row("share", -1, **{**FEE, "plan": "gone"}), "«gone»"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_titles(line: StatementRow, title: str) -> None:
    assert plain([charge_title(line)]) == [title]


def test_english_reads_as_english() -> None:
    with override("en"):
        assert plain([charge_title(share(18, 87))]) == ["Internet “Orbit 100”"]
        assert "15.54 − 14.67 = 0.87" in why_words(share(18, 87))[1]


def _all_codes() -> set[str]:
    """The codes of every error of the house, whatever else was imported."""
    for app in apps.get_app_configs():
        if app.name.startswith("kosmos.") and importlib.util.find_spec(f"{app.name}.errors"):
            importlib.import_module(f"{app.name}.errors")
    return _codes(DomainError)


def _codes(base: type[DomainError]) -> set[str]:
    return {base.code}.union(*(_codes(kind) for kind in base.__subclasses__()))


STAFF_ONLY = {
    "catalogue_conflicts",
    "day_too_far",
    "file_has_errors",
    "leave_does_not_cover",
    "more_than_left",
    "no_operator",
    "not_refundable",
    "order_unknown",
    "refund_key_used",
    "reversal_key_used",
}
"""Codes that only commands of the operator's people, and services without a page, can meet."""
ON_STAFF_PAGES = {
    "already_signed",
    "answered_meanwhile",
    "application_changed",
    "asked_of_another",
    "bad_address",
    "bad_amount",
    "bad_call_again",
    "bad_float",
    "bad_name",
    "bad_unp",
    "bill_comment",
    "bill_until",
    "cannot_merge",
    "case_closed",
    "changed_meanwhile",
    "difference_note_missing",
    "field_left",
    "first_sheet_printed",
    "fiscal_failed",
    "given_too_little",
    "handed_over_otherwise",
    "hours_wrong",
    "identity_check_over",
    "last_administrator",
    "link_made",
    "money_goes_back",
    "money_settled",
    "no_contact",
    "no_longer_administrator",
    "no_shift",
    "not_a_plan",
    "not_a_subscriber",
    "not_proven",
    "note_missing",
    "note_too_long",
    "nothing_to_edit",
    "other_is_duplicate",
    "outside_hours",
    "password_is_own",
    "profile_faulty",
    "reason_missing",
    "reference_taken",
    "report_refused",
    "request_taken",
    "reveal_reason_missing",
    "reveal_unexplained",
    "same_application",
    "same_person",
    "sheet_printed",
    "sheet_reason_missing",
    "shift_changed",
    "shift_closed",
    "shift_open",
    "slot_taken",
    "staff_changed",
    "staff_is_oneself",
    "staff_switched_off",
    "stage_not_by_hand",
    "stage_refused",
    "statement_changed",
    "statement_empty",
    "statement_faulty",
    "statement_too_large",
    "taken_just_now",
    "time_missing",
    "too_many_bills",
    "too_many_checks",
    "too_much_handed_over",
    "unfit",
    "unfit_owner",
    "unknown_case",
    "unknown_money",
    "unknown_owner",
    "unknown_profile",
    "unknown_receipt",
    "unknown_staff_member",
    "unknown_statement",
    "unknown_technician",
    "unknown_visit",
    "unknown_void",
    "visit_cancelled",
    "visit_changed",
    "visit_ended",
    "visit_in_the_past",
    "visit_not_yet",
    "visit_planned",
    "visit_too_far",
    "void_asked",
    "void_decided",
    "void_reason_missing",
    "void_waits",
    "why_missing",
}
"""Codes that only the staff's pages can meet, which have words of their own."""
OWN_PAGE = {"link_gone"}
"""Codes that have a page of their own."""


def test_every_refusal_has_its_sentence() -> None:
    assert sorted(_all_codes() - STAFF_ONLY - ON_STAFF_PAGES - OWN_PAGE - set(SENTENCES)) == []


def test_a_bill_that_ended_is_said_in_its_own_words() -> None:
    over, refused = (
        failure_of("expired", "bill_over", frozenset()),
        failure_of("cancelled", "bill_refused", frozenset()),
    )
    assert over and refused
    assert "оплатить счёт" in str(over.happened) and "новый счёт" in str(over.todo)
    assert "не сделал счёт" in str(refused.happened)


def test_refusals_say_their_figures() -> None:
    missing = DomainError("", missing_kopecks=784)
    missing.code = "insufficient_funds"
    assert plain([refusal(missing)]) == ["На счёте не хватает 7,84 BYN."]
    assert refusal_words("insufficient_funds") == "На счёте не хватает денег."
    assert refusal_words("ending", {"plan": "orbit"}) == str(SENTENCES["ending"])
    assert refusal_words("never heard of") == str(SENTENCES["refused"])


@pytest.mark.parametrize("state", ["working", "low", "blocked", "suspended", "promise", "waiting", "closed"])
def test_every_state_has_words_and_a_tone(state: str) -> None:
    said = state_words(state)
    assert said.words and said.tone in {"ok", "low", "blocked", "suspended", "promise", "waiting"}


@pytest.mark.parametrize("status", ["running", "blocked", "suspended", "ended", "waiting"])
def test_every_status_of_a_service_has_words(status: str) -> None:
    assert service_words(status).words
