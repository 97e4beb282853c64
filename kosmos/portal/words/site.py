"""What the public site says of a plan: its price a day, traffic, how it is paid and what is needed to begin."""

from datetime import date

from django.utils.translation import gettext, ngettext

from kosmos.charging.choices import Offer
from kosmos.kernel.days import days_in_month
from kosmos.kernel.money import HARD_SPACE
from kosmos.portal.words.offers import per_megabyte_words, speed_words, stops_words, used_up_words
from kosmos.usage.rules import GIGABYTE
from kosmos.wording.typography import RANGE, byn, language, money, month


def day_words(offer: Offer) -> str:
    """The share of a day: "0,86–0,87"; one sum where all days cost the same."""
    least, most = money(offer.least_day_kopecks), money(offer.most_day_kopecks)
    return least if least == most else f"{least}{RANGE}{most}"


def volume_words(offer: Offer) -> str:
    """The traffic of a month: "100 ГБ в месяц", or that there is no limit; nothing where there is no traffic."""
    if not offer.volume_bytes:
        return gettext("без ограничений") if offer.speed_kbps else ""
    tenths = (offer.volume_bytes * 10 + GIGABYTE // 2) // GIGABYTE
    point = "." if language() == "en" else ","
    said = f"{tenths // 10}{point}{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
    return gettext("%(volume)s ГБ в месяц") % {"volume": said}


def settlement_words(offer: Offer) -> str:
    """Prepaid or postpaid in a few words."""
    return gettext("в конце месяца") if offer.settlement == "postpaid" else gettext("вперёд, по дням")


def settlement_sentence(offer: Offer) -> str:
    """The same as a sentence, with the word that contracts use."""
    if offer.settlement == "postpaid":
        return gettext(
            "Постоплата: плата за месяц начисляется 1-го числа одной суммой, заплатить нужно до конца месяца."
        )
    return gettext("Предоплата: сначала пополняете счёт, потом каждый день списывается доля месячной платы.")


def connection_words(offer: Offer) -> str:
    """What connecting costs once."""
    if not offer.connection_fee_kopecks:
        return gettext("бесплатно")
    return gettext("%(sum)s один раз") % {"sum": byn(offer.connection_fee_kopecks)}


def start_kopecks(offer: Offer) -> int:
    """The least that has to be paid before a plan runs: prepaid ones need a whole month and the connection."""
    ahead = 0 if offer.settlement == "postpaid" else offer.fee_kopecks
    return ahead + offer.connection_fee_kopecks


def used_up_briefly(offer: Offer) -> str:
    """What follows when the traffic is used up, in a few words; nothing where it cannot be."""
    if not offer.volume_bytes:
        return ""
    if offer.used_up == "throttle":
        return gettext("скорость %(speed)s") % {"speed": speed_words(offer.throttle_kbps)}
    if offer.used_up == "stop":
        return gettext("остановится до конца месяца")
    return gettext("%(price)s за мегабайт") % {"price": per_megabyte_words(offer.megabyte_kopeck_hundredths or 0)}


def stops_briefly(offer: Offer) -> str:
    """When a plan is switched off, in a few words."""
    if offer.settlement == "postpaid":
        return gettext("если месяц не оплачен")
    if offer.blocks == "negative":
        return gettext("если на счёте минус")
    return gettext("если нет платы за месяц") if offer.needs == "full_fee" else gettext("если нет платы за день")


def fine_print(offer: Offer) -> list[str]:
    """What a careful reader asks: how it is paid, when it stops, and what follows when the traffic is used up."""
    said = [settlement_sentence(offer), stops_words(offer), used_up_words(offer) if offer.volume_bytes else ""]
    return [sentence for sentence in said if sentence]


def share_words(day: date) -> str:
    """Why a day's price is a range: "Цена за день — это доля …"."""
    days = days_in_month(day)
    count = ngettext("%(count)s день", "%(count)s дней", days) % {"count": f"{days}"}
    return gettext(
        "Цена за день — это месячная плата, разделённая на дни месяца до копейки: сейчас %(month)s, %(days)s. "
        "Доли отличаются не больше чем на копейку и вместе дают ровно месячную плату."
    ) % {"month": month(day), "days": count.replace(" ", HARD_SPACE)}
