"""Statements as bytes, written by hand, and the profiles that read them."""

import io
from datetime import UTC, datetime
from typing import Any

from kosmos.payments.rails.registry.codec import read_statement
from kosmos.payments.rails.registry.messages import Credit
from kosmos.payments.rails.registry.profile import Profile, profile_of
from kosmos.payments.rails.tests.fuzzing import FuzzTarget

CSV: dict[str, Any] = {
    "layout": "csv",
    "columns": {"reference": [1, 2], "date": 2, "time": 3, "amount": 4, "fee": 5, "payer": 6, "purpose": 7},
    "skip": 1,
    "account_after": ["л/с", "лицевой счет", "договор"],
    "account_digits": [6, 6],
    "total": {"mark": "ИТОГО", "count": 2, "amount": 4},
}
CSV_TEXT = (
    "номер;дата;время;сумма;комиссия;плательщик;назначение\r\n"
    '17;23.11.2026;09:01:02;"1 025,90";1.03;"Янковский ""Іван""; Ў.";Оплата услуг, л/с №100482, дог. 5\r\n'
    "18;23.11.2026;;5;0;Петров;Перевод без указания\r\n"
    "ИТОГО;2;;1030.90\r\n"
)
FIXED: dict[str, Any] = {
    "layout": "fixed",
    "encoding": "cp866",
    "columns": {"reference": [1, 6], "date": [7, 14], "amount": [15, 24], "account": [25, 34], "direction": [35, 35]},
    "date_form": "YYYYMMDD",
    "in_kopecks": True,
    "direction": "C",
    "total": {"mark": "T", "amount": [15, 24]},
}
FIXED_TEXT = (
    "000017202611230000002590    100482C\r\n"
    "000018202611230000009999    100482D\r\n"
    "000019202611230000000100          C\r\n"
    "T             0000002690\r\n"
)
ONE_C: dict[str, Any] = {"layout": "1c", "account_after": ["л/с"], "own_accounts": ["BY75AKBB30120000000000000000"]}
ONE_C_TEXT = (
    "1CClientBankExchange\r\nВерсияФормата=1.02\r\nКодировка=Windows\r\nОтправитель=Банк\r\n"
    "СекцияРасчСчет\r\nДатаНачала=23.11.2026\r\nРасчСчет=BY75AKBB30120000000000000000\r\nКонецРасчСчет\r\n"
    "СекцияДокумент=Платежное поручение\r\nНомер=17\r\nДата=22.11.2026\r\nДатаПоступило=23.11.2026\r\n"
    "Сумма=25.90\r\nПлательщикСчет=BY00X\r\nПлательщик=ИП Янковский\r\n"
    "ПолучательСчет=BY75AKBB30120000000000000000\r\nНазначениеПлатежа=За интернет л/с 100482\r\nКонецДокумента\r\n"
    "СекцияДокумент=Платежное поручение\r\nНомер=18\r\nДата=23.11.2026\r\nСумма=100\r\n"
    "ПлательщикСчет=BY75AKBB30120000000000000000\r\nПолучательСчет=BY00Y\r\nКонецДокумента\r\nКонецФайла\r\n"
)
DAY = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)

STATEMENTS: tuple[tuple[Profile, str, tuple[Credit, ...]], ...] = (
    (
        profile_of(CSV),
        CSV_TEXT,
        (
            Credit(
                "17/23.11.2026",
                datetime(2026, 11, 23, 6, 1, 2, tzinfo=UTC),
                102_590,
                "100482",
                'Янковский "Іван"; Ў.',
                "Оплата услуг, л/с №100482, дог. 5",
                103,
            ),
            Credit("18/23.11.2026", DAY, 500, "", "Петров", "Перевод без указания"),
        ),
    ),
    (profile_of(FIXED), FIXED_TEXT, (Credit("000017", DAY, 2590, "100482"), Credit("000019", DAY, 100, ""))),
    (
        profile_of(ONE_C),
        ONE_C_TEXT,
        (Credit("22.11.2026/17/BY00X", DAY, 2590, "100482", "ИП Янковский", "За интернет л/с 100482"),),
    ),
)


def _target(profile: Profile, text: str) -> FuzzTarget:
    return FuzzTarget(
        "registry",
        profile.layout.value,
        lambda body: list(read_statement(profile, io.BytesIO(body))),
        (text.encode(profile.encoding),),
    )


TARGETS = tuple(_target(profile, text) for profile, text, _ in STATEMENTS)
