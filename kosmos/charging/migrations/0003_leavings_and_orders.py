"""Wishes to leave, and what was ordered once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_extras"),
        ("charging", "0002_outlook"),
        ("ledger", "0002_month_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="Leaving",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("ends_on", models.DateField()),
                ("ended", models.JSONField(default=list)),
                ("reason", models.TextField(default="")),
                ("payout", models.TextField(default="")),
                (
                    "state",
                    models.SmallIntegerField(choices=[(1, "planned"), (2, "done"), (3, "cancelled")], default=1),
                ),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", 1)), fields=["ends_on"], name="leaving_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", 1)), fields=("account",), name="one_leaving_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtraOrder",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("key", models.UUIDField()),
                ("ordered_at", models.DateTimeField()),
                ("price_kopecks", models.BigIntegerField()),
                ("posting", models.IntegerField()),
                ("wish", models.TextField(default="")),
                ("state", models.SmallIntegerField(choices=[(1, "ordered"), (2, "cancelled")], default=1)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
                (
                    "extra",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalogue.extra"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "key"), name="one_order_a_key")],
            },
        ),
    ]
