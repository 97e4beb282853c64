"""What is written down with a case, in words: services write it in one short English form for each kind."""

import re
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kosmos.kernel.money import spoken

HEARD = {
    "waiting": gettext_lazy("платёж в работе"),
    "held": gettext_lazy("деньги придержаны"),
    "approved": gettext_lazy("оплачено"),
    "part_approved": gettext_lazy("одобрена часть"),
    "declined": gettext_lazy("отказ"),
    "cancelled": gettext_lazy("отменено"),
    "part_cancelled": gettext_lazy("отменена часть"),
    "expired": gettext_lazy("время вышло"),
}
_SUM = r"-?\d+\.\d\d"
_FORMS: tuple[tuple[str, Promise | str], ...] = (
    (
        rf"(?P<heard>\w+) by (?:push|query): (?P<a>{_SUM}) (?P<cur>\w+); ordered (?P<b>{_SUM}) \w+",
        gettext_lazy("Банк сообщил: %(heard)s, %(a)s %(cur)s. В заказе было %(b)s."),
    ),
    (
        rf"all of (?P<a>{_SUM}) to be taken back, (?P<b>{_SUM}) were",
        gettext_lazy("Забирают весь платёж, %(a)s. Со счёта списано %(b)s."),
    ),
    (
        rf"(?P<a>{_SUM}) of (?P<b>{_SUM}) to be taken back, (?P<c>{_SUM}) were",
        gettext_lazy("Забирают %(a)s из %(b)s. Со счёта списано %(c)s."),
    ),
    (
        rf"(?P<file>.+), line (?P<line>\d+): (?P<a>{_SUM}) for (?P<number>.+)",
        gettext_lazy("%(file)s, строка %(line)s: %(a)s для счёта %(number)s."),
    ),
    (rf"(?P<file>.+\.2\d\d): (?P<a>{_SUM}) for (?P<number>.+)", gettext_lazy("%(file)s: %(a)s для счёта %(number)s.")),
    (
        rf"registry: (?P<a>{_SUM}) for (?P<number>.+); here: (?P<b>{_SUM})",
        gettext_lazy("В реестре %(a)s для счёта %(number)s. У нас %(b)s."),
    ),
    (
        rf"registry: (?P<a>{_SUM}) for (?P<number>.+); cancelled here",
        gettext_lazy("В реестре %(a)s для счёта %(number)s. У нас он отменён."),
    ),
    (rf"registry: (?P<a>{_SUM}) for (?P<number>.+)", gettext_lazy("В реестре %(a)s для счёта %(number)s.")),
    (rf"here: (?P<a>{_SUM})", gettext_lazy("У нас %(a)s.")),
    (
        rf"(?P<a>{_SUM}) to (?P<number>.+); known: (?P<b>{_SUM})",
        gettext_lazy("Прислано %(a)s для счёта %(number)s. Раньше было %(b)s."),
    ),
    (
        rf"(?P<a>{_SUM}) (?P<cur>[A-Z]{{3}}) for (?P<number>.+)",
        gettext_lazy("%(a)s %(cur)s для счёта %(number)s."),
    ),
    (rf"(?P<a>{_SUM}) (?P<cur>[A-Z]{{3}})", "%(a)s %(cur)s"),
    (
        r"the push said (?P<heard>\w+), the status query (?P<asked>\w+)",
        gettext_lazy("Банк сообщил: %(heard)s. На вопрос ответил: %(asked)s."),
    ),
    (r"the push said (?P<heard>\w+)", gettext_lazy("Банк сообщил: %(heard)s.")),
    (
        r"the provider says (?P<heard>\w+) of (?P<k>\d+) kopecks \((?P<cur>\w+)\)",
        gettext_lazy("Банк говорит: %(heard)s, %(k)s %(cur)s."),
    ),
    (r"nothing_left", gettext_lazy("Столько от платежа уже не осталось: его забрали раньше, весь или часть.")),
    (r"taken back: (?P<k>\d+) kopecks", gettext_lazy("Со счёта списано %(k)s.")),
)
_SAID_ALREADY = re.compile(r"the provider .+|refused_by_provider|provider_cannot|paid here, and not among .+")
"""These say no more than the case's name."""
_READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys("abc", lambda text: spoken(int(text.replace(".", "")))),
    "k": lambda text: spoken(int(text)),
    **dict.fromkeys(("heard", "asked"), lambda text: HEARD.get(text, text)),
}


def case_details(written: str) -> str:
    """The details in words; nothing if they say no more than the case's name; as they are if no form is known."""
    for form, words in _FORMS:
        if found := re.fullmatch(form, written):
            return str(words) % {name: _READ.get(name, str)(text) for name, text in found.groupdict().items()}
    return "" if _SAID_ALREADY.fullmatch(written) else written
