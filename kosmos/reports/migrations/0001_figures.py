"""What closed days come to, remembered with its proof."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ProvenDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("seal", models.TextField()),
                ("postings", models.BigIntegerField()),
                ("total_kopecks", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DayMoves",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("came", models.BigIntegerField()),
                ("left", models.BigIntegerField()),
                ("held", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("came__gte", 0), ("held__gte", models.F("came")), ("left__gte", 0)),
                        name="day_moves_counted",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgedDebt",
            fields=[
                ("age", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("accounts", models.BigIntegerField()),
                ("kopecks", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("accounts__gte", 0), ("kopecks__gte", 0)), name="aged_debt_counted"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DayFigure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "posted_on",
                        "kind",
                        "code",
                        "price",
                        "suspense",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("posted_on", models.DateField()),
                (
                    "kind",
                    models.SmallIntegerField(),
                ),
                (
                    "code",
                    models.SmallIntegerField(),
                ),
                ("price", models.IntegerField(default=0)),
                ("suspense", models.BooleanField(default=False)),
                ("lines", models.BigIntegerField()),
                ("gained_lines", models.BigIntegerField()),
                ("gained_kopecks", models.BigIntegerField()),
                ("lost_kopecks", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gained_kopecks__gte", 0),
                            ("gained_lines__range", (0, models.F("lines"))),
                            ("lines__gt", 0),
                            ("lost_kopecks__gte", 0),
                        ),
                        name="day_figure_counted",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthPayers",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "month_on", "service", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month_on", models.DateField()),
                ("service", models.SmallIntegerField(default=0)),
                ("accounts", models.BigIntegerField()),
                ("through_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="payers_by_month")
                ],
            },
        ),
    ]
