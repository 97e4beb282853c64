"""Plans side by side: what each says to the same questions, and where they differ."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosmos.charging.choices import Offer
from kosmos.portal.words.offers import speed_words
from kosmos.portal.words.site import (
    connection_words,
    day_words,
    settlement_words,
    start_kopecks,
    stops_briefly,
    used_up_briefly,
    volume_words,
)
from kosmos.wording.typography import byn, text


@dataclass(frozen=True, slots=True)
class Row:
    """A question and each plan's answer; an empty answer is one that the plan has not."""

    name: str
    answers: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether all plans say the same."""
        return len(set(self.answers)) == 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans or more, and the questions that at least one of them has an answer to."""

    offers: tuple[Offer, ...]
    rows: tuple[Row, ...]

    @property
    def cells(self) -> list[tuple[Row, list[tuple[Offer, str]]]]:
        """Each question with each plan beside its answer."""
        return [(row, list(zip(self.offers, row.answers, strict=True))) for row in self.rows]


def compared(offers: tuple[Offer, ...]) -> Comparison:
    """The plans with all that can be said of them."""
    questions: tuple[tuple[str, Callable[[Offer], str]], ...] = (
        (_("В месяц"), lambda offer: byn(offer.fee_kopecks)),
        (_("В день"), day_words),
        (_("Подключение"), connection_words),
        (_("Чтобы начать"), lambda offer: byn(start_kopecks(offer)) if start_kopecks(offer) else _("ничего")),
        (_("Услуга"), lambda offer: text(offer.service_name)),
        (_("Скорость"), lambda offer: _("до %(speed)s") % {"speed": speed_words(offer.speed_kbps)}
         if offer.speed_kbps else ""),
        (_("Трафик"), volume_words),
        (_("Когда трафик закончится"), used_up_briefly),
        (_("Как платить"), settlement_words),
        (_("Когда выключится"), stops_briefly),
    )  # fmt: skip
    rows = (Row(name, tuple(answer(offer) for offer in offers)) for name, answer in questions)
    return Comparison(offers, tuple(row for row in rows if any(row.answers)))
