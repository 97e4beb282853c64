"""The search is an app of its own inside the workplace: it has a table and indexes, and nobody's models."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Its table is ``search_word``."""

    name = "kosmos.workplace.search"
    label = "search"
