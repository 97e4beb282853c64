"""Writes of the site's editors, each with its line in the record."""

from kosmos.editing.services.keeping import Form, Kind, Saved, mark_of
from kosmos.editing.services.site import (
    ARTICLES,
    BUILDINGS,
    POINTS,
    check_article,
    check_building,
    check_point,
    remove,
    save_article,
    save_building,
    save_point,
)
from kosmos.editing.services.telling import (
    NEWS,
    OUTAGES,
    check_news,
    check_outage,
    end_outage,
    save_news,
    save_outage,
    withdraw_news,
)

__all__ = [
    "ARTICLES",
    "BUILDINGS",
    "NEWS",
    "OUTAGES",
    "POINTS",
    "Form",
    "Kind",
    "Saved",
    "check_article",
    "check_building",
    "check_news",
    "check_outage",
    "check_point",
    "end_outage",
    "mark_of",
    "remove",
    "save_article",
    "save_building",
    "save_news",
    "save_outage",
    "save_point",
    "withdraw_news",
]
