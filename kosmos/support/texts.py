"""What the request that goes with leaving says at each of its turns, in each language of the subscribers."""

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
"""Each turn's text by language."""
