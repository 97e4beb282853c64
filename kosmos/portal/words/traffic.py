"""A plan's traffic in plain words: volumes, what is happening now, what follows, and how long it lasts."""

from datetime import datetime

from django.utils.translation import gettext

from kosmos.kernel.days import business_day, month_end
from kosmos.kernel.money import HARD_SPACE
from kosmos.usage.queries import Traffic
from kosmos.usage.rules import GIGABYTE, MEGABYTE, runs_out_at
from kosmos.wording.typography import day, language, money, zone


def volume(volume_bytes: int) -> str:
    """ "87,6 ГБ"; less than a gigabyte is "540 МБ", nothing at all "0"."""
    if volume_bytes <= 0:
        return "0"
    if volume_bytes < GIGABYTE:
        return gettext("%(count)s МБ").replace(" ", HARD_SPACE) % {"count": max(1, volume_bytes // MEGABYTE)}
    tenths = (volume_bytes * 10 + GIGABYTE // 2) // GIGABYTE
    count = _pointed(f"{tenths // 10},{tenths % 10}".removesuffix(",0"))
    return gettext("%(count)s ГБ").replace(" ", HARD_SPACE) % {"count": count}


def speed(kbps: int) -> str:
    """ "1 Мбит/с", "0,512 Мбит/с"."""
    count = f"{kbps // 1000},{kbps % 1000:03d}".rstrip("0").removesuffix(",")
    return gettext("%(count)s Мбит/с").replace(" ", HARD_SPACE) % {"count": _pointed(count)}


def megabyte_price(kopeck_hundredths: int) -> str:
    """A price of a started megabyte with as many decimals as it has: "0,01", "0,0125"."""
    whole, part = divmod(kopeck_hundredths, 10_000)
    decimals = f"{part:04d}".rstrip("0").ljust(2, "0")
    return _pointed(f"{whole},{decimals}")


def gigabyte_cost(kopeck_hundredths: int) -> str:
    """What a whole gigabyte by started megabytes costs."""
    return money(kopeck_hundredths * (GIGABYTE // MEGABYTE) // 100)


def follows(then: str, kbps: int | None, kopeck_hundredths: int | None) -> str:
    """What happens when the volume is used up, as a sentence's end: "скорость снизится до 1 Мбит/с, доплат нет"."""
    if then == "throttle" and kbps:
        return gettext("скорость снизится до %(speed)s, доплат нет") % {"speed": speed(kbps)}
    if then == "charge" and kopeck_hundredths:
        said = gettext("скорость останется, но платно: %(price)s за каждый начатый мегабайт")
        return said % {"price": megabyte_price(kopeck_hundredths)}
    return gettext("интернет остановится до конца месяца, доплат нет")


def happening(traffic: Traffic, status: str = "running") -> str:
    """What traffic meets now, in a sentence; ``status`` is its service's."""
    if status == "suspended":
        return gettext("Услуги приостановлены: трафик не тратится и ждёт вас.")
    if status == "blocked":
        return gettext("Услуга выключена: трафик не тратится. Включится услуга — вернётся и он.")
    if traffic.state == "throttled" and traffic.throttle_kbps:
        return gettext("Объём закончился: скорость снижена до %(speed)s, доплат нет.") % {
            "speed": speed(traffic.throttle_kbps)
        }
    if traffic.state == "charging" and traffic.megabyte_kopeck_hundredths:
        said = gettext("Объём закончился: каждый начатый мегабайт стоит %(price)s. В этом месяце потрачено %(sum)s.")
        price = megabyte_price(traffic.megabyte_kopeck_hundredths)
        return said % {"price": price, "sum": money(traffic.charged_kopecks)}
    return {
        "full": gettext("Полная скорость, доплат нет."),
        "stopped": gettext("Объём закончился: интернет остановлен до конца месяца, доплат нет."),
        "unfilled": gettext("В этом месяце тариф ещё не работал: объём появится в первый день работы."),
    }.get(traffic.state, "")


def pace(traffic: Traffic, now: datetime) -> str:
    """How long what is left lasts at this month's pace; nothing where there is no pace to tell."""
    if not traffic.left_bytes or traffic.refilled_on is None:
        return ""
    since = datetime.combine(traffic.refilled_on, datetime.min.time(), zone())
    ends = runs_out_at(used_bytes=traffic.used_bytes, left_bytes=traffic.left_bytes, since=since, now=now)
    if ends is None:
        return ""
    if business_day(ends, zone()) > month_end(traffic.month_on):
        return gettext("При таком темпе хватит до конца месяца.")
    if business_day(ends, zone()) == business_day(now, zone()):
        return gettext("При таком темпе закончится сегодня.")
    return gettext("При таком темпе хватит до %(day)s.") % {"day": day(business_day(ends, zone()))}


def _pointed(number: str) -> str:
    return number.replace(",", ".") if language() == "en" else number
