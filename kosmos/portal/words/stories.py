"""What happens in a worked example, step by step, in plain sentences."""

from django.utils.translation import gettext, ngettext

from kosmos.catalogue.policies import Policies
from kosmos.charging.choices import Offer
from kosmos.charging.examples import Story, Told
from kosmos.kernel.days import days_in_month, month_end
from kosmos.wording.typography import money, month, quoted, text


def event_words(told: Told, story: Story, offer: Offer, policies: Policies) -> str:
    """A step of a story as the one who lives it would say it."""
    write = {
        "paid": _paid,
        "connected": _connected,
        "opened": _opened,
        "promised": _promised,
        "lapsed": _lapsed,
    }[told.event]
    return write(told, story, offer, policies)


def _paid(told: Told, story: Story, offer: Offer, policies: Policies) -> str:
    if told.at.date() == story.first:
        return gettext("Вы вносите плату за месяц вперёд.")
    if told.to_be_back_kopecks:
        return gettext("Вы вносите %(sum)s. Этого мало: не хватает ещё %(missing)s, и деньги ждут на счёте.") % {
            "sum": money(told.sum_kopecks),
            "missing": money(told.to_be_back_kopecks),
        }
    if story.settlement == "postpaid":
        return gettext("Вы вносите долг %(sum)s. Услуга включается, начислен остаток месяца.") % {
            "sum": money(told.sum_kopecks)
        }
    return gettext("Вы вносите недостающие %(sum)s. Услуга включается, списан этот день.") % {
        "sum": money(told.sum_kopecks)
    }


def _connected(told: Told, story: Story, offer: Offer, policies: Policies) -> str:
    if story.settlement == "postpaid":
        return gettext("Вы подключены к тарифу %(plan)s: плата за месяц начислена сразу.") % {
            "plan": quoted(text(offer.name))
        }
    return gettext("Вы подключаете %(plan)s: списана доля первого дня.") % {"plan": quoted(text(offer.name))}


def _opened(told: Told, story: Story, offer: Offer, policies: Policies) -> str:
    if told.at.date() <= month_end(story.first):
        return _in_its_month(told, story)
    if story.settlement == "postpaid":
        return gettext(
            "Плата за %(month)s не внесена в срок: услуга выключена, за новый месяц ничего не начислено."
        ) % {"month": month(story.first)}
    return gettext(
        "Новый месяц: нужна плата целиком, на счёте её нет. Услуга выключена, и за эти дни ничего не списано."
    )


def _in_its_month(told: Told, story: Story) -> str:
    if story.settlement == "postpaid":
        return gettext("Последний день, чтобы заплатить за %(month)s. Услуга работает.") % {"month": month(story.first)}
    if told.at.date() == month_end(story.first):
        days = days_in_month(story.first)
        return ngettext(
            "Последний день месяца: за %(count)s день списана ровно месячная плата.",
            "Последний день месяца: за %(count)s дней списана ровно месячная плата.",
            days,
        ) % {"count": f"{days}"}
    return gettext("Ночью списана доля дня.")


def _promised(told: Told, story: Story, offer: Offer, policies: Policies) -> str:
    return ngettext(
        "Вы берёте обещанный платёж: услуга включена на %(count)s день, остаток месяца начислен.",
        "Вы берёте обещанный платёж: услуга включена на %(count)s дней, остаток месяца начислен.",
        policies.promise_days,
    ) % {"count": f"{policies.promise_days}"}


def _lapsed(told: Told, story: Story, offer: Offer, policies: Policies) -> str:
    if told.running:
        return gettext("Обещанный платёж закончился.")
    return gettext(
        "Обещанный платёж закончился, долг не оплачен: услуга выключена, плата за оставшиеся дни возвращена."
    )
