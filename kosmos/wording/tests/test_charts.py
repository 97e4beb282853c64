from xml.etree import ElementTree

import pytest

from kosmos.wording.charts import Bar, bars
from kosmos.wording.typography import money


def drawn(*values: tuple[str, int], limit: int | None = None) -> ElementTree.Element:
    chart = bars([Bar(*value) for value in values], limit=limit, title="Списано", unit=money)
    return ElementTree.fromstring(chart)


def widths(picture: ElementTree.Element) -> list[str]:
    return [bar.get("width", "") for bar in picture.iter("rect") if "bar" in bar.get("class", "")]


def test_bars_are_as_long_as_their_values() -> None:
    picture = drawn(("янв", 1000), ("фев", 500), ("март", 0), ("апр", -250))
    assert widths(picture) == ["45.0%", "22.5%", "0.0%", "11.25%"]
    below = [bar.get("class") for bar in picture.iter("rect") if "below" in bar.get("class", "")]
    assert below == ["bar below"]


def test_a_screen_reader_hears_title_and_description() -> None:
    picture = drawn(("янв", 1000), ("фев", 2590))
    said = {part.get("id"): part.text for part in picture if part.get("id")}
    assert picture.get("role") == "img"
    assert said[picture.get("aria-labelledby")] == "Списано"
    assert "Больше всего: фев, 25,90" in (said[picture.get("aria-describedby")] or "")


def test_values_are_written_out_and_names_are_no_markup() -> None:
    picture = drawn(("<b>&", 123450))
    texts = [part.text for part in picture.iter("text")]
    assert texts == ["<b>&", money(123450)]


def test_a_limit_is_a_line() -> None:
    lines = [line.get("x1") for line in drawn(("янв", 50), limit=100).iter("line")]
    assert lines == ["74.0%"]


def test_long_names_stand_above_their_bars() -> None:
    picture = drawn(("Кабельное телевидение", 10))
    assert widths(picture) == ["100.0%"]


@pytest.mark.parametrize("values", [(), (("янв", 0),)], ids=["none", "zero"])
def test_nothing_to_show(values: tuple[tuple[str, int], ...]) -> None:
    assert drawn(*values).tag == "svg"
