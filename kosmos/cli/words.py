"""Words of the command line in the three languages of an operator's people."""

from typing import TYPE_CHECKING, Any

from kosmos.kernel.money import spoken

if TYPE_CHECKING:  # needs Django set up
    from kosmos.charging.why import Why

LANGUAGES = ("ru", "be", "en")

STATES = {
    "working": ("услуги работают", "паслугі працуюць", "services run"),
    "low": ("деньги скоро кончатся", "грошы хутка скончацца", "money is running low"),
    "blocked": ("заблокировано", "заблакавана", "blocked"),
    "suspended": ("приостановлено", "прыпынена", "suspended"),
    "promise": ("обещанный платёж", "абяцаны плацеж", "on a promise"),
    "waiting": ("ждёт подключения", "чакае падключэння", "waiting for connection"),
    "closed": ("закрыт", "закрыты", "closed"),
    "running": ("работает", "працуе", "running"),
    "ended": ("завершена", "завершана", "ended"),
}
KINDS = {
    "payment": ("платёж", "плацеж", "payment"),
    "reversal": ("возврат платежа", "вяртанне плацяжу", "reversal"),
    "one_off": ("разовое списание", "разавае спісанне", "one-off charge"),
    "share": ("доля за день", "доля за дзень", "share of a day"),
    "accrual": ("начисление", "налічэнне", "accrual"),
    "give_back": ("возврат начисления", "вяртанне налічэння", "give-back"),
    "opening": ("начальный остаток", "пачатковы астатак", "opening balance"),
    "correction": ("исправление", "выпраўленне", "correction"),
}
CAUSES = {
    "asked": ("", "", ""),
    "day_opened": ("начался день", "пачаўся дзень", "the day opened"),
    "payment_came": ("пришёл платёж", "прыйшоў плацеж", "a payment came"),
    "bill_made": ("выставлен счёт", "выстаўлены рахунак", "a bill was made"),
    "payment_reversed": ("платёж возвращён", "плацеж вернуты", "a payment was reversed"),
    "charged_once": ("разовое списание", "разавае спісанне", "a one-off charge"),
    "connected": ("подключение", "падключэнне", "connected"),
    "plan_changed": ("смена тарифа", "змена тарыфу", "the plan changed"),
    "resumed": ("возобновление", "аднаўленне", "resumed"),
    "promise_taken": ("взят обещанный платёж", "узяты абяцаны плацеж", "a promise was taken"),
    "promise_lapsed": ("обещанный платёж истёк", "абяцаны плацеж скончыўся", "a promise lapsed"),
    "suspended": ("началась приостановка", "пачалося прыпыненне", "a suspension began"),
    "ended": ("услуга завершена", "паслуга завершана", "the service ended"),
    "corrected": ("исправление", "выпраўленне", "a correction"),
    "unblocked": ("временное включение", "часовае ўключэнне", "unblocked by staff"),
    "unblock_ended": ("временное включение закончилось", "часовае ўключэнне скончылася", "an unblock ended"),
}
WHYS = {
    "3.share": (
        "{fee} за месяц из {days_in_month} дней: доля за {first_day} - {result}",
        "{fee} за месяц з {days_in_month} дзён: доля за {first_day} - {result}",
        "{fee} for a month of {days_in_month} days: the share of {first_day} is {result}",
    ),
    "6.accrual": (
        "{fee} за месяц из {days_in_month} дней: часть с {first_day} по {last_day} - {result}",
        "{fee} за месяц з {days_in_month} дзён: частка з {first_day} па {last_day} - {result}",
        "{fee} for a month of {days_in_month} days: the part from {first_day} to {last_day} is {result}",
    ),
    "6.give_back": (
        "{fee} за месяц из {days_in_month} дней: возвращена часть с {first_day} по {last_day} - {result}",
        "{fee} за месяц з {days_in_month} дзён: вернута частка з {first_day} па {last_day} - {result}",
        "{fee} for a month of {days_in_month} days: the part from {first_day} to {last_day}, {result}, is given back",
    ),
    "9.payment": ("платёж {note}", "плацеж {note}", "payment {note}"),
    "9.reversal": (
        "возвращён платёж строки {reverses} ({note})",
        "вернуты плацеж радка {reverses} ({note})",
        "takes back the payment of line {reverses} ({note})",
    ),
    "9.one_off": ("разовое списание {note}", "разавае спісанне {note}", "charged once {note}"),
    "2.opening_balance": ("перенесён остаток", "перанесены астатак", "brought forward"),
    "2.correction": (
        "исправляет строку {reverses} {note}",
        "выпраўляе радок {reverses} {note}",
        "corrects line {reverses} {note}",
    ),
}
NOTES = {
    "traffic": ("трафик сверх объёма, {}", "трафік звыш аб'ёму, {}", "traffic beyond the volume, {}"),
    "traffic_bought": ("докуплен трафик, {}", "дакуплены трафік, {}", "traffic bought, {}"),
    "connection": ("подключение, {}", "падключэнне, {}", "connection, {}"),
    "promise": ("обещанный платёж", "абяцаны плацеж", "promise"),
}
"""What one-off charges of the system's own bear as their note, before a colon and a plan."""


def word(table: dict[str, tuple[str, str, str]], key: str, language: str) -> str:
    """A word in a language; the key itself where there is none."""
    return table[key][LANGUAGES.index(language)] if key in table else key


def why_in_words(why: "Why", language: str) -> str:
    """The why of a posting as one sentence with its figures."""
    values: dict[str, Any] = {"note": "", "reverses": "", **why.inputs}
    values["result"] = money(abs(why.result_kopecks), language)
    if "fee_kopecks" in values:
        values["fee"] = money(values["fee_kopecks"], language)
    subject, _, plan = values["note"].partition(":")
    if why.rule == "9.one_off" and subject in NOTES:
        values["note"] = f"({word(NOTES, subject, language).format(plan)})"
    sentence = word(WHYS, why.rule, language).format(**values).strip()
    cause = word(CAUSES, why.cause, language)
    return f"{sentence} ({cause})" if cause else sentence


def money(amount_kopecks: int, language: str) -> str:
    """An amount as people of a language write it, with a sign that any terminal and program reads."""
    text = spoken(amount_kopecks)
    return text.replace(",", ".") if language == "en" else text
