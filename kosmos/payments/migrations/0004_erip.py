"""ERIP's transactions, what it was answered, and its files."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_month_ends"), ("payments", "0003_agent_payments")]

    operations = [
        migrations.CreateModel(
            name="EripTransaction",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "transaction_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("transaction_id", models.TextField(db_index=True)),
                ("number", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("started", "Started"),
                            ("committed", "Committed"),
                            ("cancelled", "Cancelled"),
                            ("storn_started", "Storn Started"),
                            ("storn_committed", "Storn Committed"),
                        ]
                    ),
                ),
                ("amount_kopecks", models.BigIntegerField()),
                ("agent", models.TextField(default="")),
                ("terminal", models.TextField(default="")),
                ("begun_at", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("reason", models.TextField(default="")),
                ("transfer_file", models.TextField(default="")),
                ("transfer_kopecks", models.BigIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "started")), fields=["account", "locked_until"], name="erip_lock"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_kopecks__gt", 0)), name="erip_amount_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["started", "committed", "cancelled", "storn_started", "storn_committed"])
                        ),
                        name="erip_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EripReply",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "kind",
                        "request_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.TextField()),
                ("request_id", models.TextField()),
                ("transaction_id", models.TextField()),
                ("said", models.TextField()),
                ("answer", models.JSONField()),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EripFile",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("digest", models.TextField()),
                ("lines_done", models.IntegerField(default=0)),
                ("bad_lines", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="EripDemands",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("records", models.IntegerField()),
                ("result", models.IntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("errors", models.JSONField(default=list)),
            ],
        ),
    ]
