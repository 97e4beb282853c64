"""The operator's news: published once, told to the holder of every account, in batches."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from kosmos.notifications.models import News
from kosmos.notifications.rules import House, Told
from kosmos.notifications.services.taking import Happened, queue
from kosmos.subscribers.models import Contract

BATCH = 1000


def publish(
    *, title: Mapping[str, str], body: Mapping[str, str], now: datetime, until_on: date | None = None
) -> uuid.UUID:
    """Publish news to all; ``ru`` has to be there, other languages fall back to it. Its id."""
    if not title.get("ru") or not body.get("ru"):
        raise ValueError("news are in Russian at least")
    made = News.objects.create(id=uuid.uuid4(), title=dict(title), body=dict(body), published_at=now, until_on=until_on)
    return made.id


def withdraw(news_id: uuid.UUID) -> bool:
    """Take news back: who was not told yet is not told. False if there are none of that id."""
    return bool(News.objects.filter(id=news_id).update(withdrawn=True))


def tell_news(*, now: datetime, channels: Collection[str], batch: int = BATCH) -> int:
    """Tell the next holders of news that not all were told yet; how many. A subscriber is told once."""
    with transaction.atomic():
        news = News.objects.select_for_update(skip_locked=True).filter(told_at=None, withdrawn=False).first()
        if news is None:
            return 0
        later = Contract.objects.filter(account_id__gt=news.told_through).order_by("account_id")
        accounts = list(later.values_list("account_id", "subscriber_id")[:batch])
        told = Told("news", str(news.id), {"news": str(news.id)})
        firsts = _first_accounts([holder for _, holder in accounts])
        chosen = [one for one, holder in accounts if firsts[holder] == one]
        queue([Happened(one, now, told) for one in chosen], now=now, channels=channels, house=House())
        news.told_through = accounts[-1][0] if accounts else news.told_through
        news.told_at = None if accounts else now
        news.save(update_fields=["told_through", "told_at"])
    return len(accounts)


def _first_accounts(holders: list[int]) -> dict[int, int]:
    """The first account of each subscriber, to which what is not about an account is written."""
    found = Contract.objects.filter(subscriber_id__in=holders).order_by(F("account_id").desc())
    return dict(found.values_list("subscriber_id", "account_id"))
