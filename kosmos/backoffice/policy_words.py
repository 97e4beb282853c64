"""The operator's policies in words: what each means, in what it is counted, and how its values are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kosmos.backoffice.editing import amounts
from kosmos.editing.policy_values import CHOICES, DEFAULTS, MOST_KOPECKS, RANGES, is_number
from kosmos.wording.typography import byn

Words = str | Promise
DAYS, MINUTES, HOURS, MONEY, CHOICE, TEXT = "days", "minutes", "hours", "money", "choice", "text"


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy: its code, what it means, a hint, and how the values of a closed list are called."""

    code: str
    title: Words
    group: Words = ""
    hint: Words = ""
    values: Mapping[str, Words] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def look(self) -> str:
        """In what it is counted."""
        if self.code in CHOICES:
            return CHOICE
        if not is_number(self.code):
            return TEXT
        for ending, look in (("_kopecks", MONEY), ("_days", DAYS), ("_minutes", MINUTES), ("_hours", HOURS)):
            if self.code.endswith(ending):
                return look
        return TEXT

    def said(self, value: str) -> str:
        """A value in words."""
        if self.look == CHOICE:
            return str(self.values.get(value, value))
        if self.look == MONEY:
            return byn(int(value))
        if self.look in _COUNTED:
            return _COUNTED[self.look](int(value))
        return value

    def typed(self, value: str) -> str:
        """A value as it stands in the form."""
        return amounts.money_typed(int(value)) if self.look == MONEY else value

    def read(self, typed: str) -> str:
        """What was typed, as the policy has it; ValueError where a sum is none."""
        return str(amounts.money(typed)) if self.look == MONEY else " ".join(typed.split())

    def wrong(self) -> str:
        """What to do about a value that cannot be."""
        if self.look == CHOICE:
            return _("Выберите из списка")
        if self.look == MONEY:
            return _("Введите сумму до %(most)s") % {"most": byn(MOST_KOPECKS)}
        if self.code in RANGES:
            least, most = RANGES[self.code]
            return _("Введите целое число от %(least)s до %(most)s") % {"least": least, "most": most}
        return _("Напишите в том же виде, что и сейчас")


_COUNTED = {
    DAYS: lambda count: ngettext("%(count)s день", "%(count)s дней", count) % {"count": count},
    MINUTES: lambda count: ngettext("%(count)s минута", "%(count)s минут", count) % {"count": count},
    HOURS: lambda count: ngettext("%(count)s час", "%(count)s часов", count) % {"count": count},
}
PROMISES, MONEY_GROUP, VISITS = (
    gettext_lazy("Обещанный платёж и приостановка"),
    gettext_lazy("Деньги"),
    gettext_lazy("Подключение"),
)
ACCESS, WORK, STAFF = (
    gettext_lazy("Доступ в кабинет"),
    gettext_lazy("Часы и сроки ответа"),
    gettext_lazy("Что сотрудник может сам"),
)
OTHERS = gettext_lazy("Остальное")
HOURS_HINT = gettext_lazy("Дни и часы: mon-fri 09:00-20:00, sat 10:00-17:00")
KNOWN = (
    Rule("promise_days", gettext_lazy("На сколько дней обещанный платёж"), PROMISES),
    Rule(
        "promise_when",
        gettext_lazy("Когда его можно взять"),
        PROMISES,
        values={
            "negative_balance": gettext_lazy("Когда счёт ниже нуля"),
            "blocked": gettext_lazy("Когда что-то остановлено"),
        },
    ),
    Rule("promise_fee_kopecks", gettext_lazy("Плата за обещанный платёж"), PROMISES),
    Rule("suspension_max_days", gettext_lazy("Самая долгая приостановка"), PROMISES),
    Rule(
        "plan_change_needs",
        gettext_lazy("Сколько денег нужно для смены тарифа"),
        MONEY_GROUP,
        values={"full_fee": gettext_lazy("Вся плата за месяц"), "share": gettext_lazy("Плата за день")},
    ),
    Rule("extras_credit_kopecks", gettext_lazy("Насколько заказ может увести счёт ниже нуля"), MONEY_GROUP),
    Rule(
        "raw_message_days",
        gettext_lazy("Сколько хранится переписка с банками и агентами"),
        MONEY_GROUP,
        gettext_lazy("Дольше года; то, о чём открыт случай, хранится до его закрытия"),
    ),
    Rule("visit_minutes", gettext_lazy("Сколько длится выезд"), VISITS),
    Rule("visit_travel_minutes", gettext_lazy("Сколько мастеру ехать"), VISITS),
    Rule(
        "contract_number",
        gettext_lazy("Как нумеруются договоры"),
        VISITS,
        gettext_lazy("Год и номер в фигурных скобках: {year}-{number:05}"),
    ),
    Rule("first_password_days", gettext_lazy("Сколько действует первый пароль"), ACCESS),
    Rule("access_link_minutes", gettext_lazy("Сколько действует ссылка для нового пароля"), ACCESS),
    Rule(
        "access_restored_by",
        gettext_lazy("Кто возвращает доступ"),
        ACCESS,
        values={
            "support": gettext_lazy("Сотрудник после проверки"),
            "phone": gettext_lazy("Абонент сам, по телефону из договора"),
        },
    ),
    Rule("support_hours", gettext_lazy("Когда отвечает поддержка"), WORK, HOURS_HINT),
    Rule("sales_hours", gettext_lazy("Когда работает подключение"), WORK, HOURS_HINT),
    Rule(
        "answer_hours",
        gettext_lazy("За сколько рабочих часов отвечаем"),
        WORK,
        gettext_lazy(
            "Темы: money деньги, internet интернет, tv телевидение, equipment оборудование, documents документы, "
            "leaving уход, other другое"
        ),
    ),
    Rule("unblock_max_days", gettext_lazy("Самое долгое временное включение"), STAFF),
    Rule("unblock_agent_days", gettext_lazy("Временное включение: оператор сам"), STAFF),
    Rule("unblock_administrator_days", gettext_lazy("Временное включение: администратор сам"), STAFF),
    Rule("money_agent_kopecks", gettext_lazy("Начислить или вернуть: оператор сам"), STAFF),
    Rule("money_finance_kopecks", gettext_lazy("Начислить или вернуть: финансы сами"), STAFF),
    Rule("money_administrator_kopecks", gettext_lazy("Начислить или вернуть: администратор сам"), STAFF),
    Rule("approval_hours", gettext_lazy("Сколько ждёт решения второго сотрудника"), STAFF),
)


def rules() -> list[Rule]:
    """Every policy that there is; those without words are called by their codes."""
    named = {one.code: one for one in KNOWN if one.code in DEFAULTS}
    return [*named.values(), *(Rule(code, code, OTHERS) for code in DEFAULTS if code not in named)]


def rule_of(code: str) -> Rule | None:
    """A policy by its code; None if there is none."""
    return next((one for one in rules() if one.code == code), None)
