"""Houses from a file: each once, all of a file or nothing, everything wrong with it at once."""

from pathlib import Path

import pytest

from kosmos.catalogue.coverage import find_buildings
from kosmos.catalogue.models import Building, CoveragePlace, Service
from kosmos.kernel.changes import Change
from kosmos.loading.coverage import NAMED, load_coverage
from kosmos.loading.coverage_file import HEADER
from kosmos.loading.errors import LoadError, NoOperator

pytestmark = pytest.mark.django_db
GOOD = (
    "Минск,Красная,6,,internet;tv",
    "Минск,Октябрьская,10А,Общежитие № 4 БГУ,internet",
    '"Минск, Лошица",Прушинских,"5, корп. 2",,internet',
)


@pytest.fixture
def services() -> None:
    for code in ("internet", "tv"):
        Service.objects.create(code=code, name={"ru": code})


def written(folder: Path, *lines: str) -> Path:
    file = folder / "houses.csv"
    file.write_text("\n".join([",".join(HEADER), *lines, ""]), encoding="utf-8")
    return file


def state() -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (one.house, one.dormitory, tuple(one.services.order_by("id").values_list("code", flat=True)))
        for one in Building.objects.order_by("id")
    ]


@pytest.mark.usefixtures("services")
def test_houses_are_loaded_once_and_found(tmp_path: Path) -> None:
    file = written(tmp_path, *GOOD)
    said = load_coverage(file, dry_run=True)
    assert said.added == [
        "building Минск, Красная, 6",
        "building Минск, Октябрьская, 10А",
        "building Минск, Лошица, Прушинских, 5, корп. 2",
    ]
    assert not Building.objects.exists()
    assert load_coverage(file) == said
    assert state() == [
        ("6", "", ("internet", "tv")),
        ("10А", "Общежитие № 4 БГУ", ("internet",)),
        ("5, корп. 2", "", ("internet",)),
    ]
    assert find_buildings("общага 4 бгу")[0].house == "10А"
    assert find_buildings("прушинских 5/2")[0].house == "5, корп. 2"
    assert not load_coverage(file)
    assert len(state()) == 3


@pytest.mark.usefixtures("services")
def test_what_the_file_says_otherwise_is_changed_and_said(tmp_path: Path) -> None:
    load_coverage(written(tmp_path, *GOOD))
    said = load_coverage(
        written(tmp_path, "Минск,Красная,6,Общежитие № 1,tv", "Минск,Октябрьская,10А,,internet", "Минск,Новая,1,,tv")
    )
    assert said.changed == [
        Change("building Минск, Красная, 6", "dormitory", "none", "Общежитие № 1"),
        Change("building Минск, Красная, 6", "services", "internet, tv", "tv"),
        Change("building Минск, Октябрьская, 10А", "dormitory", "Общежитие № 4 БГУ", "none"),
    ]
    assert (said.added, said.kept) == (["building Минск, Новая, 1"], ["1 building"])
    assert state()[:2] == [("6", "Общежитие № 1", ("tv",)), ("10А", "", ("internet",))]
    assert list(CoveragePlace.objects.exclude(dormitory="").values_list("dormitory", flat=True)) == ["Общежитие № 1"]


@pytest.mark.usefixtures("services")
def test_many_houses_are_counted_in_the_report(tmp_path: Path) -> None:
    houses = [f"Минск,Красная,{number},,internet" for number in range(1, NAMED + 3)]
    assert load_coverage(written(tmp_path, *houses)).added == [f"{NAMED + 2} buildings"]
    said = load_coverage(written(tmp_path, *(f"{house};tv" for house in houses)))
    assert said.changed == [Change(f"{NAMED + 2} buildings", "services", "internet", "internet, tv")]


@pytest.mark.usefixtures("services")
def test_all_that_is_wrong_is_said_at_once_and_nothing_is_loaded(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "Минск,Красная,6,,internet",
        ",Красная,8,,internet",
        "Минск, Красная,8,,internet",
        "Минск,Красная,без номера,,internet",
        "Минск,Красная,10,,internet;radio;internet",
        "Минск,Красная,10,,",
        "Минск,Красная,12",
        "Минск,ул. Красная,д. 6,,tv",
        "Минск,Красная,14/1,,tv",
        "Минск,улица Красная,14 корп. 1,,tv",
    )
    with pytest.raises(LoadError) as refused:
        load_coverage(file)
    said = [(one.line, one.column, one.message) for one in refused.value.problems]
    spaces = "allowed: 1 to 200 characters, no space at the ends, no two in a row"
    codes = "allowed: one or more of internet, tv, with ; between them"
    assert said == [
        (3, 1, f'city: found ""; {spaces}'),
        (4, 7, f'street: found " Красная"; {spaces}'),
        (
            5,
            15,
            'house: found "без номера"; allowed: a number with what follows it, such as 6, 57Б, 39/1 or 94 корп. 2',
        ),
        (6, 19, 'services: found "internet"; allowed: each service once'),
        (6, 19, f'services: found "radio"; {codes}'),
        (7, 19, f'services: found ""; {codes}'),
        (8, 17, "found 3 fields; allowed: 5, as many as the header has"),
        (9, 19, 'house: found "д. 6"; allowed: each house once; it is on line 2'),
        (11, 21, 'house: found "14 корп. 1"; allowed: each house once; it is on line 10'),
    ]
    assert not Building.objects.exists()


def test_the_operator_comes_first(tmp_path: Path) -> None:
    with pytest.raises(NoOperator):
        load_coverage(written(tmp_path, *GOOD))
