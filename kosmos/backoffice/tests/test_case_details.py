"""What services write down with a case, as finance reads it."""

import pytest
from django.utils import translation

from kosmos.backoffice.case_details import case_details


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "approved by query: 6.50 BYN; ordered 7.50 BYN",
            "Банк сообщил: оплачено, 6,50 BYN. В заказе было 7,50.",
        ),
        ("all of 25.00 to be taken back, 15.00 were", "Забирают весь платёж, 25,00. Со счёта списано 15,00."),
        ("7.00 of 25.00 to be taken back, 0.00 were", "Забирают 7,00 из 25,00. Со счёта списано 0,00."),
        ("day.csv, line 3: 5.00 for 100483", "day.csv, строка 3: 5,00 для счёта 100483."),
        ("1.210: 5.00 for 100483", "1.210: 5,00 для счёта 100483."),
        ("registry: 5.00 for 1; here: 6.00", "В реестре 5,00 для счёта 1. У нас 6,00."),
        ("26.00 to 100482; known: 25.00", "Прислано 26,00 для счёта 100482. Раньше было 25,00."),
        ("7.50 USD", "7,50 USD"),
        ("the push said declined, the status query approved", "Банк сообщил: отказ. На вопрос ответил: оплачено."),
        ("the provider says approved of 750 kopecks (BYN)", "Банк говорит: оплачено, 7,50 BYN."),
        ("the provider could not be asked", ""),
        ("3: line 3, amount: not a sum", "3: line 3, amount: not a sum"),
    ],
)
def test_details_are_said_in_words(written: str, read: str) -> None:
    with translation.override("ru"):
        assert case_details(written).replace("\u00a0", " ") == read
