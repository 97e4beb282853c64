"""What a plan is, in plain sentences: how it is paid, when it stops, and what follows when its traffic is used up."""

from django.utils.translation import gettext

from kosmos.charging.choices import Offer
from kosmos.wording.typography import RANGE, language, money

KBPS_IN_A_MEGABIT = 1000
HUNDREDTHS = 100


def speed_words(speed_kbps: int | None) -> str:
    """ "100 Мбит/с", "0,5 Мбит/с"; nothing where a plan has no speed."""
    if not speed_kbps:
        return ""
    tenths = speed_kbps * 10 // KBPS_IN_A_MEGABIT
    point = "." if language() == "en" else ","
    said = f"{tenths // 10}{point}{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
    return gettext("%(speed)s Мбит/с") % {"speed": said}


def day_price_words(offer: Offer) -> str:
    """What a day costs: "0,83–0,84 в день"; nothing for what is paid by the month or free."""
    if offer.settlement == "postpaid" or not offer.most_day_kopecks:
        return ""
    least, most = money(offer.least_day_kopecks), money(offer.most_day_kopecks)
    return gettext("%(price)s в день") % {"price": least if least == most else f"{least}{RANGE}{most}"}


def pays_words(offer: Offer) -> str:
    """Prepaid or postpaid, as it is felt."""
    if offer.settlement == "postpaid":
        return gettext("Оплата после: плата за месяц начисляется 1-го числа, платить до конца месяца.")
    return gettext("Оплата вперёд: каждый день списываем долю месячной платы.")


def stops_words(offer: Offer) -> str:
    """When a plan is switched off for lack of money."""
    if offer.settlement == "postpaid":
        return gettext("Выключится, если не оплатить месяц до его конца.")
    if offer.blocks == "negative":
        return gettext("Выключится, когда на счёте станет меньше нуля.")
    if offer.needs == "full_fee":
        return gettext("Выключится, если к началу месяца на счёте нет месячной платы целиком.")
    return gettext("Выключится, если на счёте нет платы за день.")


def used_up_words(offer: Offer) -> str:
    """What follows at 100 % of the month's traffic."""
    if not offer.volume_bytes:
        return gettext("Трафик не ограничен.") if offer.speed_kbps else ""
    if offer.used_up == "throttle":
        said = {"speed": speed_words(offer.throttle_kbps)}
        return gettext("Когда трафик закончится, скорость станет %(speed)s до конца месяца; доплат нет.") % said
    if offer.used_up == "stop":
        return gettext("Когда трафик закончится, интернет остановится до конца месяца; доплат нет.")
    said = {"price": per_megabyte_words(offer.megabyte_kopeck_hundredths or 0)}
    return gettext("Когда трафик закончится, каждый мегабайт стоит %(price)s.") % said


def per_megabyte_words(hundredths: int) -> str:
    """A price in hundredths of a kopeck: "0,01 BYN", or "0,0125 BYN" where it has parts of a kopeck."""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    said = money(whole) + (f"{rest:02d}".rstrip("0") if rest else "")
    return gettext("%(sum)s BYN") % {"sum": said}
