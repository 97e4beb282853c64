"""Refunds through the provider."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_month_ends"), ("payments", "0004_erip")]

    operations = [
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField()),
                ("key", models.TextField()),
                ("order_number", models.TextField()),
                ("rail", models.TextField()),
                ("reference", models.TextField()),
                ("amount_kopecks", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("asked", "Asked"),
                            ("sent", "Sent"),
                            ("unknown", "Unknown"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                    ),
                ),
                ("operation", models.TextField(default="")),
                ("reason", models.TextField(default="")),
                ("asked_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("next_ask_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_ask_at__isnull", False)), fields=["next_ask_at"], name="refund_to_ask"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="refund_once_for_a_key"),
                    models.CheckConstraint(condition=models.Q(("amount_kopecks__gt", 0)), name="refund_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "sent", "unknown", "done", "refused"])),
                        name="refund_state_known",
                    ),
                ],
            },
        ),
    ]
