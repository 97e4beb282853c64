from datetime import date

import pytest

from kosmos.charging.analysis import Analysis, Change, Moved
from kosmos.portal.words.changes import change_words, year_words

OCTOBER = date(2026, 10, 1)


def months(*went: int) -> tuple[Moved, ...]:
    return tuple(Moved(date(2026, 9 + at, 1), date(2026, 9 + at, 28), 0, sum_) for at, sum_ in enumerate(went))


def analysed(*changes: Change, went: tuple[int, ...] = (100, 100, 3)) -> Analysis:
    held = months(*went)
    return Analysis(held, held[0], (), (), None, changes)


def test_changes_in_words() -> None:
    more, less = Change(1, OCTOBER, 2070, 2590), Change("one_off", OCTOBER, 4900, 0)
    said = change_words(analysed(less, more), {1: "Интернет", "one_off": "Разовые списания"})
    assert [text.replace("\u00a0", " ") for text in said] == [
        "Разовые списания, октябрь: 0,00 вместо 49,00 BYN, на 49,00 BYN меньше.",
        "Интернет, октябрь: 25,90 вместо 20,70 BYN, на 5,20 BYN больше.",
    ]


@pytest.mark.parametrize(
    ("went", "said"),
    [
        ((100, 100, 3), ["Октябрь: списано столько же, сколько месяцем раньше, 1,00 BYN."]),
        ((0, 0, 3), []),
        ((100, 3), []),
    ],
)
def test_nothing_changed(went: tuple[int, ...], said: list[str]) -> None:
    assert [text.replace("\u00a0", " ") for text in change_words(analysed(went=went), {})] == said


def test_a_year_against_the_last_one() -> None:
    now, before = Moved(date(2026, 1, 1), date(2026, 11, 23), 500, 700), Moved(OCTOBER, OCTOBER, 500, 400)
    said = [text.replace("\u00a0", " ") for text in year_words(now, before)]
    assert said == [
        "С 1 января по 23 ноября списано 7,00 BYN; год назад за те же дни 4,00 BYN: на 3,00 BYN больше.",
        "Пополнено 5,00 BYN; год назад за те же дни 5,00 BYN: столько же.",
    ]
    assert year_words(now, Moved(OCTOBER, OCTOBER, 0, 0)) == []
