"""Messages in words: what happened, in the language of whoever reads it, as it is at that moment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from kosmos.catalogue.models import Plan
from kosmos.catalogue.queries import operator, text_in
from kosmos.charging.low import to_be_back_now
from kosmos.charging.models import Subscription
from kosmos.kernel.money import HARD_SPACE, spoken
from kosmos.ledger.models import AccountNumber
from kosmos.notifications.channels.base import Letter
from kosmos.notifications.models import Channel, Message, MessageTemplate, News
from kosmos.notifications.rules import numbers_of
from kosmos.notifications.words import Saying, Tongue
from kosmos.notifications.words.be import BE
from kosmos.notifications.words.en import EN
from kosmos.notifications.words.ru import RU
from kosmos.subscribers.queries import subscriber_of
from kosmos.subscribers.services import token_to_send

TONGUES = {"ru": RU, "be": BE, "en": EN}
GIGABYTE, MEGABYTE = 1024**3, 1024**2
_HTML = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:34em;margin:0 auto">
<h1 style="font-size:20px;line-height:1.3">{subject}</h1>
{text}
<p style="font-size:14px;border-top:1px solid;padding-top:12px">{foot}</p>
</div></body></html>
"""


@dataclass(frozen=True)
class Names:
    """What the catalogue calls what messages are about: subscriptions by account and number, plans by code, news.

    ``templates`` are the operator's own words, by event.
    """

    held: Mapping[tuple[int, int], Mapping[str, str]]
    plans: Mapping[str, Mapping[str, str]]
    news: Mapping[str, News]
    templates: Mapping[str, MessageTemplate] = field(default_factory=dict)


def said_of(messages: Sequence[Message], language: str, *, now: datetime) -> list[tuple[str, str]]:
    """Subject and text of messages as the cabinet shows them; a few queries for all."""
    names, zone = _names(messages), _zone()
    return [_said(message, language, names, zone) for message in messages]


def letter_of(message: Message, language: str, address: str, *, now: datetime) -> Letter:
    """A message as it is handed to its gateway; of what is blocked it says how much brings it back at that moment."""
    tongue, names, zone = TONGUES[language], _names([message]), _zone()
    back = to_be_back_now(message.account_id, now=now) if message.event == "blocked" else None
    fields = fields_of(message, language, names, zone, back)
    saying = saying_of(names.templates.get(message.event), message.event, language)
    if message.channel == Channel.SMS:
        return Letter(str(message.id), address, one_space(saying.sms.format_map(fields)), language=language)
    subject, text = subject_and_text(saying, fields)
    whole, html = _mail(message, tongue, language, subject, text)
    return Letter(str(message.id), address, whole, subject=subject, html=html, language=language)


def _said(message: Message, language: str, names: Names, zone: ZoneInfo) -> tuple[str, str]:
    fields = fields_of(message, language, names, zone, None)
    return subject_and_text(saying_of(names.templates.get(message.event), message.event, language), fields)


def saying_of(template: MessageTemplate | None, event: str, language: str) -> Saying:
    """What is said of an event: the operator's words where he wrote any, else the house's."""
    house = TONGUES[language].sayings[event]
    if template is None:
        return house
    words = [texts.get(language, "") for texts in (template.subject, template.text, template.sms)]
    return Saying(words[0] or house.subject, words[1] or house.text, words[2] or house.sms)


def subject_and_text(saying: Saying, fields: Mapping[str, str]) -> tuple[str, str]:
    """A saying filled in, as an e-mail and the cabinet have it."""
    return " ".join(saying.subject.format_map(fields).split()), saying.text.format_map(fields).strip()


def _mail(message: Message, tongue: Tongue, language: str, subject: str, text: str) -> tuple[str, str]:
    """The text and the HTML of an e-mail, with whom it is for and from."""
    house, number = operator(), AccountNumber.objects.filter(account_id=message.account_id).first()
    foot = [tongue.account.format(number=number.number)] if number else []
    foot += [text_in(house.name, language) + "".join(f", {phone}" for phone in house.phones[:1]), tongue.ending]
    greeting = tongue.greeting.format(name=subscriber_of(message.account_id).name)
    html = _HTML.format(
        language=language,
        subject=escape(subject),
        text="".join(f"<p>{escape(part)}</p>" for part in (greeting, *text.splitlines()) if part),
        foot="<br>".join(escape(line) for line in foot),
    )
    return f"{greeting}\n\n{text}\n\n-- \n" + "\n".join(foot) + "\n", html


class _Fields(dict[str, str]):
    """What a saying can name; what an event does not say is left empty."""

    def __missing__(self, key: str) -> str:
        return ""


def fields_of(message: Message, language: str, names: Names, zone: ZoneInfo, back: int | None) -> _Fields:
    """All that a saying of this event can name, in words."""
    about, tongue = message.about, TONGUES[language]
    found = _Fields(plans=_plans(message, language, names))
    for name, key, write in _WRITERS:
        if about.get(key) is not None:
            found[name] = write(about[key], language, zone)
    for name, key in (("old", "from"), ("new", "to")):
        if message.event.startswith("plan_change") and key in about:
            found[name] = _quoted(names.plans.get(about[key], {}), language, str(about[key]))
    found["contact"] = tongue.contacts.get(str(about.get("field")), "")
    now = "_now" if message.event == "traffic_used_up" else ""
    found["then"] = tongue.then.get(f"{about.get('then')}{now}", "")
    if back:
        found["needed"] = tongue.needed.format(sum=_sum(back, language, zone))
        found["needed_sms"] = tongue.needed_sms.format(sum=_sum(back, language, zone))
    if "sealed" in about:
        found["link"] = f"{about['page']}{token_to_send(str(about['link']), str(about['sealed']))}/"
    news = names.news.get(str(about.get("news")))
    if news is not None:
        found |= {"title": text_in(news.title, language), "body": text_in(news.body, language)}
    return found


def _plans(message: Message, language: str, names: Names) -> str:
    held = [names.held.get((message.account_id, number), {}) for number in numbers_of(message.about)]
    said = dict.fromkeys(_quoted(name, language, "") for name in held if name)
    code = message.about.get("plan")
    if not said and code is not None:
        return _quoted(names.plans.get(code, {}), language, str(code))
    return ", ".join(said)


def _quoted(name: Mapping[str, str], language: str, code: str) -> str:
    """A plan's name in the language's quotes; one that has quotes of its own gets no second ones."""
    text = text_in(dict(name), language) if name else code
    first, last = TONGUES[language].quotes
    return text if any(mark in text for mark in '«»"“”') else f"{first}{text}{last}"


def _names(messages: Iterable[Message]) -> Names:
    """The names that some messages need, in at most four queries."""
    many = list(messages)
    accounts = {message.account_id for message in many if any(numbers_of(message.about))}
    codes = {str(message.about[key]) for message in many for key in ("plan", "from", "to") if key in message.about}
    news = [message.about["news"] for message in many if message.event == "news"]
    held = Subscription.objects.filter(account_id__in=accounts).values_list("account_id", "number", "plan__name")
    return Names(
        {(account_id, number): name for account_id, number, name in held} if accounts else {},
        dict(Plan.objects.filter(code__in=codes).values_list("code", "name")) if codes else {},
        {str(one.id): one for one in News.objects.filter(id__in=news)} if news else {},
        MessageTemplate.objects.in_bulk({message.event for message in many}) if many else {},
    )


def _zone() -> ZoneInfo:
    return ZoneInfo(operator().timezone)


def _day(value: str, language: str, zone: ZoneInfo) -> str:
    return _day_words(date.fromisoformat(value), language)


def _day_words(day: date, language: str) -> str:
    """28 ноября (сб)."""
    tongue = TONGUES[language]
    return f"{day.day}{HARD_SPACE}{tongue.months[day.month - 1]} ({tongue.weekdays[day.weekday()]})"


def _instant(value: str, language: str, zone: ZoneInfo) -> str:
    """28 ноября (сб), 14:30."""
    local = datetime.fromisoformat(value).astimezone(zone)
    return f"{_day_words(local.date(), language)}, {local:%H:%M}"


def _sum(value: int, language: str, zone: ZoneInfo) -> str:
    return f"{spoken(int(value))}{HARD_SPACE}BYN"


def _volume(value: int, language: str, zone: ZoneInfo) -> str:
    units = ("GB", "MB") if language == "en" else ("ГБ", "МБ")
    if value >= GIGABYTE:
        tenths = value * 10 // GIGABYTE
        mark = "." if language == "en" else ","
        return f"{tenths // 10}{mark}{tenths % 10}{HARD_SPACE}{units[0]}"
    return f"{max(value, 0) // MEGABYTE}{HARD_SPACE}{units[1]}"


def _text(value: Any, language: str, zone: ZoneInfo) -> str:  # noqa: ANN401 - data of an event
    return str(value)


_Writer = Callable[[Any, str, ZoneInfo], str]
_WRITERS: tuple[tuple[str, str, _Writer], ...] = (
    ("on", "on", _day),
    ("first", "first_on", _day),
    ("last", "last_on", _day),
    ("until", "until_on", _day),
    ("until_at", "until_at", _instant),
    ("planned_at", "planned_at", _instant),
    ("sum", "kopecks", _sum),
    ("before", "before", _sum),
    ("left", "left_bytes", _volume),
    ("number", "number", _text),
    ("code", "code", _text),
    ("comment", "comment", _text),
    ("link", "bill", _text),
)


def one_space(text: str) -> str:
    """An SMS in one line; hard spaces cost nothing, but gateways know them badly."""
    return " ".join(text.split())
