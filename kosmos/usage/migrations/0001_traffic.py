"""Traffic by month, and the counts and purchases that made it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrafficCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "source",
                        "reference",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("source", models.TextField()),
                ("reference", models.TextField()),
                ("subscription", models.SmallIntegerField()),
                ("month_on", models.DateField()),
                ("counted_at", models.DateTimeField()),
                ("volume_bytes", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("volume_bytes__gt", 0)), name="traffic_count_positive"),
                    models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="traffic_count_by_month"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrafficMonth",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "subscription",
                        "month_on",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("subscription", models.SmallIntegerField()),
                ("month_on", models.DateField()),
                ("refilled_on", models.DateField(null=True)),
                ("volume_bytes", models.BigIntegerField(default=0)),
                ("volume_used_bytes", models.BigIntegerField(default=0)),
                ("bought_bytes", models.BigIntegerField(default=0)),
                ("bought_used_bytes", models.BigIntegerField(default=0)),
                ("beyond_bytes", models.BigIntegerField(default=0)),
                ("charged_bytes", models.BigIntegerField(default=0)),
                ("charged_kopeck_hundredths", models.BigIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="traffic_by_month"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("bought_bytes", 0),
                                ("charged_bytes", 0),
                                ("refilled_on__isnull", True),
                                ("volume_bytes", 0),
                                ("volume_used_bytes", 0),
                            ),
                            models.Q(
                                ("refilled_on__isnull", False),
                                ("refilled_on__month", models.F("month_on__month")),
                                ("refilled_on__year", models.F("month_on__year")),
                                ("volume_bytes__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="traffic_refilled_in_its_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("beyond_bytes__gte", 0),
                            ("bought_bytes__gte", models.F("bought_used_bytes")),
                            ("bought_used_bytes__gte", 0),
                            ("volume_used_bytes__gte", 0),
                        ),
                        name="traffic_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("charged_bytes", 0), ("charged_kopeck_hundredths", 0)),
                            models.Q(("charged_bytes__gt", 0), ("charged_kopeck_hundredths__gt", 0)),
                            _connector="OR",
                        ),
                        name="traffic_charged_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrafficPurchase",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "reference", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.TextField()),
                ("subscription", models.SmallIntegerField()),
                ("month_on", models.DateField()),
                ("bought_at", models.DateTimeField()),
                ("volume_bytes", models.BigIntegerField()),
                ("price_kopecks", models.BigIntegerField()),
                ("posting", models.IntegerField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("price_kopecks__gt", 0), ("volume_bytes__gt", 0)),
                        name="traffic_purchase_positive",
                    ),
                    models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="traffic_purchase_by_month"),
                ],
            },
        ),
    ]
