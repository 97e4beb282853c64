"""What the ledger's closed days come to, remembered once with the proof that it is true."""

from django.db import models


class ProvenDay(models.Model):
    """A sealed business day whose figures are remembered: they have as many postings, and as much, as its seal says.

    ``seal`` is the one that the day had then: with another one the figures are made anew.
    """

    day = models.DateField(primary_key=True)
    seal = models.TextField()
    postings = models.BigIntegerField()
    total_kopecks = models.BigIntegerField()
    made_at = models.DateTimeField()


class DayFigure(models.Model):
    """The postings of a day of one kind, code (both the ledger's) and price (0: none) in sums.

    ``gained_kopecks`` is what ``gained_lines`` of them added to accounts, ``lost_kopecks`` what the others took; those
    of ``suspense`` are of accounts that hold nobody's money.
    """

    pk = models.CompositePrimaryKey("posted_on", "kind", "code", "price", "suspense")
    posted_on = models.DateField()
    kind = models.SmallIntegerField()
    code = models.SmallIntegerField()
    price = models.IntegerField(default=0)
    suspense = models.BooleanField(default=False)
    lines = models.BigIntegerField()
    gained_lines = models.BigIntegerField()
    gained_kopecks = models.BigIntegerField()
    lost_kopecks = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    lines__gt=0, gained_lines__range=(0, models.F("lines")), gained_kopecks__gte=0, lost_kopecks__gte=0
                ),
                name="day_figure_counted",
            )
        ]


class MonthPayers(models.Model):
    """How many accounts a month's fees were taken from up to a closed day, for one service or (0) for any."""

    pk = models.CompositePrimaryKey("month_on", "service")
    month_on = models.DateField()
    service = models.SmallIntegerField(default=0)
    accounts = models.BigIntegerField()
    through_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(month_on__day=1), name="payers_by_month")]


class DayMoves(models.Model):
    """How many subscribers came and left on a closed day, and how many there were as it ended."""

    day = models.DateField(primary_key=True)
    came = models.BigIntegerField()
    left = models.BigIntegerField()
    held = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(came__gte=0, left__gte=0, held__gte=models.F("came")), name="day_moves_counted"
            )
        ]


class AgedDebt(models.Model):
    """What subscribers owed at an instant for so old charges; ``age`` is the place in the ages of rules.py.

    ``accounts`` are those whose oldest debt is of this age, ``kopecks`` all that is of this age.
    """

    age = models.SmallIntegerField(primary_key=True)
    accounts = models.BigIntegerField()
    kopecks = models.BigIntegerField()
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(accounts__gte=0, kopecks__gte=0), name="aged_debt_counted")
        ]
