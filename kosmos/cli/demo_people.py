"""The demo's people: one for each state that a subscriber can be in, as a table that anybody can change.

Days are counted from the demo's «today», so that each state is right on the day shown, whichever it is. What happened
before the demo's first day is in what an account came over with.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kosmos.kernel.days import month_start

PASSWORD = "nebo-i-zvezda"  # noqa: S105 - the demo's, printed for everybody
INITIAL_PASSWORD = "smeni-menya"  # noqa: S105 - to be changed at the first sign-in

Day = Callable[[date], date]
"""A day of the story, told from today."""


def before_the_month(days: int) -> Day:
    """So many days before today's month began; 1 is its eve."""
    return lambda today: month_start(today) - timedelta(days=days)


def ago(days: int) -> Day:
    """So many days before today."""
    return lambda today: today - timedelta(days=days)


def this_month(days: int) -> Day:
    """So many days before today, but within today's month."""
    return lambda today: max(month_start(today), today - timedelta(days=days))


def first_of_month(today: date) -> date:
    """The first day of today's month."""
    return month_start(today)


@dataclass(frozen=True, slots=True)
class Pays:
    """A payment at the operator's desk."""

    on: Day
    hour: int
    kopecks: int


@dataclass(frozen=True, slots=True)
class IsCharged:
    """A one-off charge."""

    on: Day
    hour: int
    kopecks: int
    note: str


@dataclass(frozen=True, slots=True)
class Promises:
    """A promised payment is taken."""

    on: Day
    hour: int


@dataclass(frozen=True, slots=True)
class Pauses:
    """A suspension is asked for, from the day after."""

    on: Day
    hour: int
    days: int


@dataclass(frozen=True, slots=True)
class Connects:
    """A plan is connected."""

    on: Day
    hour: int
    plan: str


@dataclass(frozen=True, slots=True)
class Leaves:
    """A plan is given up."""

    on: Day
    hour: int
    plan: str


Step = Pays | IsCharged | Promises | Pauses | Connects | Leaves


@dataclass(frozen=True, slots=True)
class Place:
    """Where the services of an account are."""

    street: str = ""
    house: str = ""
    apartment: str = ""
    dormitory: str = ""
    room: str = ""
    city: str = "Минск"


@dataclass(frozen=True, slots=True)
class Holding:
    """An account: the state that its story leads to, and the money on it as today's month opens.

    ``lasts_days`` says instead that the money pays for today and so many days more.
    """

    number: str
    state: str
    place: Place
    plans: tuple[str, ...] = ()
    on_the_first: int = 0
    lasts_days: int | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in to the demo."""

    login: str
    name: str
    accounts: tuple[Holding, ...]
    kind: str = "person"
    unp: str = ""
    phone: str = ""
    language: str = "ru"
    password: str = PASSWORD
    must_change: bool = False


PEOPLE = (
    Person(
        "anna", "Ковалевич Анна Сергеевна", phone="+375291234501",
        accounts=(
            Holding(
                "100482", "working", Place("Якуба Коласа", "37", "34"),
                plans=("kombo-50", "cktv-base", "cktv-sport"), on_the_first=45_10,
                steps=(Pays(before_the_month(3), 18, 40_00),),
            ),
        ),
    ),
    Person(  # money for today and two days more
        "pavel", "Мороз Павел Иванович", phone="+375291234502",
        accounts=(
            Holding(
                "100513", "low", Place("Красная", "8", "12"), plans=("free-30",), lasts_days=2,
                steps=(Pays(before_the_month(20), 9, 10_00),),
            ),
        ),
    ),
    Person(  # a month was paid to the kopeck, and the next one was not
        "irina", "Бондарь Ирина Викторовна", phone="+375291234503",
        accounts=(
            Holding(
                "100524", "blocked", Place("Притыцкого", "62", "105"), plans=("kombo-25",),
                steps=(Pays(before_the_month(30), 9, 21_50),),
            ),
        ),
    ),
    Person(  # paid less than the whole fee that the plan needs
        "maksim", "Король Максим Петрович", phone="+375291234504",
        accounts=(
            Holding(
                "100535", "blocked", Place("Рокоссовского", "49", "7"), plans=("kombo-50",),
                steps=(Pays(before_the_month(30), 9, 27_50), Pays(this_month(1), 14, 20_00)),
            ),
        ),
    ),
    Person(  # postpaid: last month's fee was due by its end
        "olga", "Жданович Ольга Михайловна", phone="+375291234505",
        accounts=(
            Holding("100546", "blocked", Place("Сурганова", "57Б", "88"), plans=("kosmos-kombo",), on_the_first=-22_50),
        ),
    ),
    Person(  # postpaid: this month's fee is due by its end
        "viktor", "Гриб Виктор Алексеевич", phone="+375291234506",
        accounts=(
            Holding(
                "100557", "working", Place("проспект Независимости", "94", "41"), plans=("kosmos-start", "aktv-main"),
                steps=(Pays(before_the_month(6), 12, 19_20),),
            ),
        ),
    ),
    Person(  # a technician's visit took the balance below zero
        "natallia", "Верас Наталля Мікалаеўна", phone="+375291234507", language="be",
        accounts=(
            Holding(
                "100568", "promise", Place("Красная", "6", "19"), plans=("free-30",), on_the_first=-9_32,
                steps=(IsCharged(before_the_month(1), 12, 9_00, "visit"), Promises(this_month(1), 18)),
            ),
        ),
    ),
    Person(
        "sergey", "Лукашик Сергей Николаевич", phone="+375291234508",
        accounts=(
            Holding(
                "100579", "suspended", Place("проспект Дзержинского", "11", "230"), plans=("kosm-60", "cktv-base"),
                on_the_first=37_10, steps=(Pays(before_the_month(4), 11, 35_00), Pauses(ago(2), 18, 14)),
            ),
        ),
    ),
    Person(  # signed and paid; the technician comes soon
        "alesya", "Дорошевич Алеся Юрьевна", phone="+375291234509",
        accounts=(
            Holding("100580", "waiting", Place("Якуба Коласа", "39/1", "56"), steps=(Pays(this_month(0), 9, 30_00),)),
        ),
    ),
    Person(  # three accounts under one sign-in: at home, his parents', the summer house
        "dmitry", "Адамович Дмитрий Олегович", phone="+375291234510",
        accounts=(
            Holding(
                "100591", "working", Place("Рокоссовского", "49", "120"), plans=("kosm-30", "cktv-base"),
                on_the_first=31_40, steps=(Pays(before_the_month(2), 20, 30_00),),
            ),
            Holding("100592", "blocked", Place("Красная", "8", "3"), plans=("kombo-25",), on_the_first=4_60),
            Holding(
                "100593", "suspended", Place("Минская", "7", city="Колодищи"), plans=("mmds-base", "mmds-film"),
                on_the_first=15_00, steps=(Pauses(ago(2), 21, 60),),
            ),
        ),
    ),
    Person(  # a company with two places: one pays by invoice, one ahead
        "firma", "ООО «Ясная поляна»", kind="organisation", unp="190482004", phone="+375291234511",
        accounts=(
            Holding(
                "200101", "working", Place("проспект Независимости", "94", "2"), on_the_first=40_00,
                plans=("business-post-50", "phone-office"), steps=(Pays(before_the_month(5), 15, 64_00),),
            ),
            Holding("200102", "working", Place("Притыцкого", "97", "1"), plans=("business-50",), on_the_first=118_00),
        ),
    ),
    Person(  # a student in a dormitory, on the postpaid plan that students may have
        "student", "Пашкевич Янка Андреевич", kind="student", phone="+375291234512", language="be",
        accounts=(
            Holding(
                "300412", "working", Place("Октябрьская", "10А", dormitory="Общежитие № 4", room="412"),
                plans=("kosmos-optima",), steps=(Pays(before_the_month(8), 10, 18_00),),
            ),
        ),
    ),
    Person(  # gave the plan up; a little money is left
        "yury", "Савчук Юрий Антонович", phone="+375291234513",
        accounts=(
            Holding(
                "100613", "closed", Place("Сурганова", "57Б", "14"), plans=("kombo-25",), on_the_first=4_30,
                steps=(Leaves(first_of_month, 12, "kombo-25"),),
            ),
        ),
    ),
    Person(  # connected yesterday; signs in for the first time
        "thomas", "Вебер Томас", phone="+375291234514", language="en",
        password=INITIAL_PASSWORD, must_change=True,
        accounts=(
            Holding(
                "100624", "working", Place("Притыцкого", "62", "31"),
                steps=(Pays(this_month(1), 10, 70_00), Connects(this_month(1), 11, "kombo-100")),
            ),
        ),
    ),
)  # fmt: skip
"""Everybody, in the order in which they are shown."""
