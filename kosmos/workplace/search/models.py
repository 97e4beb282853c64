"""The words that names and addresses have: where a search looks for what somebody meant to type."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class WordKind(models.IntegerChoices):
    """Where a word stands: in somebody's name, in the name of a street or dormitory, in the name of a city."""

    NAME = 1, "name"
    STREET = 2, "street"
    CITY = 3, "city"


class SearchWord(models.Model):
    """A word as ``kosmos.kernel.typing_errors`` spells it, and in how many names or addresses it stands.

    Kept by ``note_words``; a word that is not noted yet is found as it was typed, and only its typing errors are not.
    """

    pk = models.CompositePrimaryKey("word", "kind")
    word = models.TextField(db_collation="C")
    kind = models.SmallIntegerField(choices=WordKind)
    uses = models.IntegerField()

    class Meta:
        db_table = "search_word"
        indexes = [GinIndex(fields=["word"], name="search_word_trigrams", opclasses=["gin_trgm_ops"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=WordKind.values), name="search_word_kind_known")
        ]
