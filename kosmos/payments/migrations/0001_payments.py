"""Orders, raw messages, unidentified money and cases."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="RawMessage",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("rail", models.TextField()),
                ("direction", models.TextField()),
                ("order_number", models.TextField(db_index=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("content", models.TextField()),
                ("verdict", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "order_number",
                        "kind",
                        "operation",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("order_number", models.TextField()),
                ("kind", models.TextField()),
                ("operation", models.TextField()),
                ("details", models.TextField()),
                ("opened_at", models.DateTimeField(db_index=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unidentified",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "rail", "operation", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rail", models.TextField()),
                ("operation", models.TextField()),
                ("order_number", models.TextField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("reason", models.TextField()),
                ("posted", models.BooleanField()),
                ("came_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.TextField()),
                ("token", models.TextField(db_index=True)),
                ("key", models.TextField()),
                ("rail", models.TextField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("currency", models.TextField(default="BYN")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("new", "New"),
                            ("waiting", "Waiting"),
                            ("paid", "Paid"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                            ("expired", "Expired"),
                            ("unknown", "Unknown"),
                            ("refunded", "Refunded"),
                        ],
                        default="new",
                    ),
                ),
                ("reason", models.TextField(default="")),
                ("attempt", models.TextField(default="")),
                ("operation", models.TextField(default="")),
                ("paid_kopecks", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("next_ask_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number"], name="order_by_number"),
                    models.Index(
                        condition=models.Q(("next_ask_at__isnull", False)), fields=["next_ask_at"], name="order_to_ask"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="order_once_for_a_form"),
                    models.UniqueConstraint(fields=("account", "token"), name="order_token"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_kopecks__gt", 0), ("paid_kopecks__gte", 0)),
                        name="order_amount_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["new", "waiting", "paid", "declined", "cancelled", "expired", "unknown", "refunded"],
                            )
                        ),
                        name="order_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(("paid_at__isnull", False), models.Q(("operation", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="order_paid_by_an_operation",
                    ),
                ],
            },
        ),
    ]
