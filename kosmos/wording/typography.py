"""Sums, dates and hours as a reader of the active language writes them; the style is docs/design.md's."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from kosmos.catalogue.queries import operator_zone, text_in
from kosmos.kernel.money import HARD_SPACE, MINUS, spoken

CURRENCY = "BYN"
LANGUAGES = ("ru", "be", "en")
RANGE = "–\u2060"
"""An en dash at which no line breaks."""

_IN_ENGLISH = str.maketrans({",": ".", HARD_SPACE: ","})
_WEEKDAYS = {
    "ru": "пн вт ср чт пт сб вс",
    "be": "пн аў ср чц пт сб нд",
    "en": "Mon Tue Wed Thu Fri Sat Sun",
}
LONGEST_WHOLE = 12
"""Letters of a name that is kept on one line: a longer one does not fit beside a sum on a narrow phone."""
_OF_MONTH = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "en": "January February March April May June July August September October November December",
}
_MONTHS = {
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "be": "студзень люты сакавік красавік май чэрвень ліпень жнівень верасень кастрычнік лістапад снежань",
    "en": _OF_MONTH["en"],
}
_TYPED_ALIKE = str.maketrans({"ё": "е", "ў": "у", "і": "и", HARD_SPACE: " "})


def folded(words: str) -> str:
    """Words as they are compared with what was typed: no capitals, letters alike that are typed for one another."""
    return words.casefold().translate(_TYPED_ALIKE)


def language() -> str:
    """The active one of the languages that pages speak: Russian where it is another's."""
    active = (get_language() or "ru")[:2]
    return active if active in LANGUAGES else "ru"


@cache
def zone() -> ZoneInfo:
    """The operator's time zone, asked once; UnknownOperator before his file was loaded."""
    return operator_zone()


def money(amount_kopecks: int) -> str:
    """1036 is "10,36" ("10.36" in English); thousands stand apart; a real minus."""
    text = spoken(amount_kopecks)
    return text.translate(_IN_ENGLISH) if language() == "en" else text


def byn(amount_kopecks: int) -> str:
    """A sum that stands alone: "10,36 BYN" with a hard space."""
    return f"{money(amount_kopecks)}{HARD_SPACE}{CURRENCY}"


def signed(amount_kopecks: int) -> str:
    """What a balance gains: "+25,90" or "−0,86"."""
    return f"+{money(amount_kopecks)}" if amount_kopecks > 0 else money(amount_kopecks)


def size(amount_kopecks: int) -> str:
    """A sum whose sign is said elsewhere."""
    return money(abs(amount_kopecks))


def taken_sign(amount_kopecks: int) -> str:
    """The sign before a sum that is taken away: a minus, or a plus where less than nothing was taken."""
    return "+" if amount_kopecks < 0 else MINUS


def given_sign(amount_kopecks: int) -> str:
    """The sign before a sum that is added."""
    return MINUS if amount_kopecks < 0 else "+"


def whole(amount_kopecks: int) -> str:
    """The roubles of a sum that is written large: "−1 234" of −1234,50."""
    return money(amount_kopecks)[:-3]


def part(amount_kopecks: int) -> str:
    """The kopecks of a sum that is written large, with their comma: ",50"."""
    return money(amount_kopecks)[-3:]


def day(when: date) -> str:
    """ "30 ноября (пн)", "30 лістапада (пн)", "30 November (Mon)" with hard spaces."""
    return f"{day_of_month(when)}{HARD_SPACE}({weekday(when)})"


def day_of_month(when: date) -> str:
    """ "30 ноября" with a hard space, where the weekday would be too much."""
    return f"{when.day}{HARD_SPACE}{of_month(when)}"


def day_of_year(when: date) -> str:
    """ "30 ноября 2026" with hard spaces."""
    return f"{day_of_month(when)}{HARD_SPACE}{when.year}"


def weekday(when: date) -> str:
    """ "пн", "аў", "Mon"."""
    return _WEEKDAYS[language()].split()[when.weekday()]


def of_month(when: date) -> str:
    """The name of a day's month as it follows a number: "ноября"."""
    return _OF_MONTH[language()].split()[when.month - 1]


def month(when: date) -> str:
    """The name of a day's month inside a sentence: "ноябрь"; "November" in English."""
    return _MONTHS[language()].split()[when.month - 1]


def month_title(when: date) -> str:
    """A month as a heading: "Ноябрь 2026"."""
    name = month(when)
    return f"{name[0].upper()}{name[1:]}{HARD_SPACE}{when.year}"


def day_from(when: date, today: date) -> str:
    """A day with "сегодня", "завтра" or "вчера" before it where it is one of them."""
    near = {
        timedelta(0): gettext("сегодня"),
        timedelta(1): gettext("завтра"),
        timedelta(-1): gettext("вчера"),
    }.get(when - today)
    return f"{near}, {day(when)}" if near else day(when)


def days_between(first: date, last: date) -> str:
    """A range of days: "1–5 ноября", or "28 ноября – 3 декабря"."""
    if first == last:
        return day_of_month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{RANGE}{day_of_month(last)}"
    return f"{day_of_month(first)}{HARD_SPACE}– {day_of_month(last)}"


def moment(at: datetime) -> str:
    """The hour of an instant in the operator's zone: "10:00"."""
    return at.astimezone(zone()).strftime("%H:%M")


def day_and_moment(at: datetime) -> str:
    """ "5 декабря (сб), 10:00" in the operator's zone."""
    return f"{day(at.astimezone(zone()).date())}, {moment(at)}"


def account_number(number: str) -> str:
    """A number in threes for reading, "100 482"; one with letters in it as it is."""
    if not number.isdigit() or len(number) < 5:
        return number
    head = len(number) % 3
    groups = [number[:head], *(number[at : at + 3] for at in range(head, len(number), 3))]
    return HARD_SPACE.join(group for group in groups if group)


def quoted(name: str) -> str:
    """A name in its language's quotes, unless it has its own: «Орбита 100», “Orbita 100”. A short one never breaks."""
    if "«" in name:
        return name
    opening, closing = ("“", "”") if language() == "en" else ("«", "»")
    said = name.replace(" ", HARD_SPACE) if len(name) <= LONGEST_WHOLE else name
    return f"{opening}{said}{closing}"


def text(texts: dict[str, str]) -> str:
    """A text of the operator's in the active language, or in Russian."""
    return text_in(texts, language())
