from datetime import UTC, datetime

import pytest

from kosmos.documents.papers import paper

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
COMMON = {
    "title": "Квитанция № 7",
    "operator": "Космос ТВ",
    "lang": "ru",
    "printed": "Напечатано 30 ноября 2026",
    "page": "Страница",
    "facts": [["Счёт", "100 482"], ["Тариф", "#panic() *b* $x$ ]) \\ «ўіё»"]],
    "notes": ["Не является фискальным чеком."],
}
RECEIPT = {**COMMON, "sum": "25,90 BYN"}
STATEMENT = {
    **COMMON,
    "equation": [["", "Было", "0,00"], ["=", "Осталось", "0,00"]],
    "head": ["№", "Дата", "Операция", "Сумма", "Остаток"],
    "rows": [["1", "30.11.2026", "#import [x] *", "−0,86", "0,00"]] * 100,
}


@pytest.mark.parametrize(("template", "data"), [("receipt", RECEIPT), ("statement", STATEMENT)])
def test_a_paper_is_a_pdf_and_no_text_is_markup(template: str, data: dict[str, object]) -> None:
    made = paper(template, data, at=NOON)
    assert made.startswith(b"%PDF-")
    assert made == paper(template, data, at=NOON)


def test_a_statement_without_lines() -> None:
    assert paper("statement", {**STATEMENT, "rows": [], "notes": []}, at=NOON).startswith(b"%PDF-")
