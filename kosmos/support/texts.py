"""Ready texts of answers, in each language that subscribers are spoken to in; staff change them before they send."""

from dataclasses import dataclass

from kosmos.catalogue.queries import text_in


@dataclass(frozen=True, slots=True)
class ReadyText:
    """A text by its code, with the name that staff choose it by."""

    code: str
    name: str
    texts: dict[str, str]


TEXTS = (
    ReadyText(
        "looking",
        "Проверяем, ответим позже",
        {
            "ru": "Здравствуйте! Мы уже проверяем ваш вопрос и напишем сюда, как только узнаем причину.",
            "be": "Вітаем! Мы ўжо правяраем ваша пытанне і напішам сюды, як толькі даведаемся прычыну.",
            "en": "Hello! We are looking into it and will write here as soon as we know the cause.",
        },
    ),
    ReadyText(
        "restart",
        "Перезагрузить роутер",
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
        "solved",
        "Исправлено",
        {
            "ru": "Здравствуйте! Мы всё исправили, проверьте, пожалуйста. Если что-то осталось, просто напишите здесь.",
            "be": "Вітаем! Мы ўсё выправілі, праверце, калі ласка. Калі нешта засталося, проста напішыце тут.",
            "en": "Hello! It is mended, please check. If anything is left, just write here.",
        },
    ),
)
"""In the order in which they are offered."""


def text_for(code: str, language: str) -> str:
    """A ready text in a subscriber's language; nothing for an unknown code."""
    return next((text_in(one.texts, language) for one in TEXTS if one.code == code), "")


LEAVING: dict[str, dict[str, str]] = {
    "asked": {
        "ru": "Расторгаю договор с {day}. Верните остаток: по расчёту на сегодня это {sum}, окончательная сумма "
        "появится здесь в день расторжения.",
        "be": "Скасоўваю дагавор з {day}. Вярніце астатак: па разліку на сёння гэта {sum}, канчатковая сума з'явіцца "
        "тут у дзень скасавання.",
        "en": "I end the contract on {day}. Please pay back what is left: {sum} by today's reckoning, the final sum "
        "will stand here on that day.",
    },
    "payout": {"ru": "Как вернуть: {payout}", "be": "Як вярнуць: {payout}", "en": "How to pay it back: {payout}"},
    "final": {
        "ru": "Договор расторгнут {day}. На счёте осталось {sum}: верните эту сумму.",
        "be": "Дагавор скасаваны {day}. На рахунку засталося {sum}: вярніце гэтую суму.",
        "en": "The contract ended on {day}. {sum} is left on the account: please pay it back.",
    },
    "nothing": {
        "ru": "Договор расторгнут {day}. На счёте ничего не осталось, возвращать нечего.",
        "be": "Дагавор скасаваны {day}. На рахунку нічога не засталося, вяртаць няма чаго.",
        "en": "The contract ended on {day}. Nothing is left on the account, so there is nothing to pay back.",
    },
    "void": {
        "ru": "Расторжение отменено, остаток возвращать не нужно.",
        "be": "Скасаванне адменена, астатак вяртаць не трэба.",
        "en": "The contract goes on, so nothing has to be paid back.",
    },
}
"""What the request that goes with leaving says at each of its turns."""
