"""Providers of cards: their health, what payers allow, days compared."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_surpluses"),
        ("payments", "0006_statements"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComparedDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "rail", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rail", models.TextField()),
                ("day", models.DateField()),
                ("differences", models.IntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("next_ask_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RailHealth",
            fields=[
                ("rail", models.TextField(primary_key=True, serialize=False)),
                ("silences", models.IntegerField(default=0)),
                ("silent_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="page",
            field=models.TextField(default=""),
        ),
        migrations.CreateModel(
            name="CardLeave",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "order_number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("order_number", models.TextField()),
                ("rail", models.TextField()),
                ("least_kopecks", models.BigIntegerField()),
                ("most_kopecks", models.BigIntegerField()),
                ("period_days", models.IntegerField()),
                ("until_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("charged_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("least_kopecks__gt", 0),
                            ("most_kopecks__gte", models.F("least_kopecks")),
                            ("period_days__gt", 0),
                        ),
                        name="card_leave_bounds",
                    ),
                ],
            },
        ),
    ]
