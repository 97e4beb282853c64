"""Ready texts of answers: the house's own, those that the operator wrote or changed, and the fields in them.

A field is a name in braces, such as {account}: the page puts in what it knows of the subscriber, and a text in which
one is left is not sent. Staff change a text before they send it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kosmos.catalogue.queries import text_in
from kosmos.support.models import AnswerText

FIELDS = ("name", "account", "number", "balance", "to_pay", "agent")
"""The subscriber's name and patronymic, his account, the request's number, what is on the account, what brings the
services back, and who answers."""
_FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class ReadyText:
    """A text by its code, with the name that staff choose it by, and the topic that it is usually for."""

    code: str
    name: str
    topic: str
    texts: dict[str, str]


OWN = (
    ReadyText(
        "looking",
        "Проверяем, ответим позже",
        "",
        {
            "ru": "Здравствуйте! Мы уже проверяем ваш вопрос и напишем сюда, как только узнаем причину.",
            "be": "Вітаем! Мы ўжо правяраем ваша пытанне і напішам сюды, як толькі даведаемся прычыну.",
            "en": "Hello! We are looking into it and will write here as soon as we know the cause.",
        },
    ),
    ReadyText(
        "restart",
        "Перезагрузить роутер",
        "internet",
        {
            "ru": "Здравствуйте! Выключите роутер из розетки на минуту и включите снова. Если за пять минут связь "
            "не появится, напишите нам, какие лампочки на нём горят.",
            "be": "Вітаем! Выключыце роўтар з разеткі на хвіліну і ўключыце зноў. Калі за пяць хвілін сувязь не "
            "з'явіцца, напішыце нам, якія лямпачкі на ім гараць.",
            "en": "Hello! Unplug the router for a minute and plug it in again. If there is no connection in five "
            "minutes, tell us which of its lights are on.",
        },
    ),
    ReadyText(
        "charge_right",
        "Списание верное",
        "money",
        {
            "ru": "Здравствуйте! Мы проверили эту строку: списание верное. В выписке, если нажать на строку, видно, "
            "из чего сложилась сумма.",
            "be": "Вітаем! Мы праверылі гэты радок: спісанне правільнае. У выпісцы, калі націснуць на радок, відаць, "
            "з чаго склалася сума.",
            "en": "Hello! We have checked this row: the charge is right. Press the row in your statement to see how "
            "the sum is made up.",
        },
    ),
    ReadyText(
        "to_be_back",
        "Как включить услуги",
        "money",
        {
            "ru": "Здравствуйте, {name}! Услуги по счёту {account} остановлены: на нём не хватает денег. Пополните его "
            "сегодня на {to_pay}, и они включатся сами.",
            "be": "Вітаем, {name}! Паслугі па рахунку {account} спынены: на ім не хапае грошай. Папоўніце яго сёння на "
            "{to_pay}, і яны ўключацца самі.",
            "en": "Hello, {name}! The services of account {account} have stopped: there is not enough money on it. Pay "
            "in {to_pay} today, and they come back by themselves.",
        },
    ),
    ReadyText(
        "solved",
        "Исправлено",
        "",
        {
            "ru": "Здравствуйте! Мы всё исправили, проверьте, пожалуйста. Если что-то осталось, просто напишите здесь.",
            "be": "Вітаем! Мы ўсё выправілі, праверце, калі ласка. Калі нешта засталося, проста напішыце тут.",
            "en": "Hello! It is mended, please check. If anything is left, just write here.",
        },
    ),
)
"""The house's own, each until a row of the operator's stands in its place."""


def ready_texts(topic: str = "") -> list[ReadyText]:
    """What is offered for a request of a topic, its own texts first, then those for any, then the others, by name."""
    kept = {row.code: row for row in AnswerText.objects.all()}
    own = [one for one in OWN if one.code not in kept]
    rows = [ReadyText(row.code, row.name, row.topic, row.texts) for row in kept.values() if not row.removed]
    return sorted(own + rows, key=lambda one: (one.topic != topic, bool(one.topic), one.name))


def own_text(code: str) -> AnswerText | None:
    """One of the house's own texts as a row that is not kept yet; None for another code."""
    for one in OWN:
        if one.code == code:
            return AnswerText(code=code, name=one.name, topic=one.topic, texts=one.texts)
    return None


def text_for(code: str, language: str) -> str:
    """A ready text in a subscriber's language, with its fields; nothing for an unknown code."""
    return next((text_in(one.texts, language) for one in ready_texts() if one.code == code), "")


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with what is known in place of its fields; a field of which nothing is known stays."""
    return _FIELD.sub(lambda found: values.get(found[1]) or found[0], text)


def field_left(text: str) -> str:
    """The first of the known fields that nothing was put in place of; empty if there is none."""
    return next((name for name in _FIELD.findall(text) if name in FIELDS), "")


def unknown_field(text: str) -> str:
    """The first field that there is not; empty if all are known."""
    return next((name for name in _FIELD.findall(text) if name not in FIELDS), "")
