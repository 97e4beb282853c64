"""Statements of banks and the post; what became of nobody's money and of cases."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_surpluses"),
        ("payments", "0005_refunds"),
        ("subscribers", "0006_audit_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("profile", models.TextField()),
                ("version", models.IntegerField()),
                ("provider", models.TextField()),
                (
                    "code",
                    models.SmallIntegerField(
                        choices=[
                            (1, "revenue"),
                            (2, "one_off_sales"),
                            (3, "opening_balances"),
                            (10, "cash_desk"),
                            (11, "card_clearing"),
                            (12, "erip_clearing"),
                            (13, "bank"),
                            (14, "post"),
                            (15, "agents"),
                            (20, "provider_fees"),
                            (21, "shortages"),
                            (22, "surpluses"),
                        ]
                    ),
                ),
                ("digest", models.TextField()),
                ("content", models.BinaryField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("read", "Read"),
                            ("posting", "Posting"),
                            ("posted", "Posted"),
                            ("dropped", "Dropped"),
                        ],
                        default="read",
                    ),
                ),
                ("good_only", models.BooleanField(default=False)),
                ("credits", models.IntegerField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("bad", models.IntegerField()),
                ("done", models.IntegerField(default=0)),
                ("posted", models.IntegerField(default=0)),
                ("posted_kopecks", models.BigIntegerField(default=0)),
                ("repeated", models.IntegerField(default=0)),
                ("nobodys", models.IntegerField(default=0)),
                ("nobodys_kopecks", models.BigIntegerField(default=0)),
                ("fee_kopecks", models.BigIntegerField(default=0)),
                ("came_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StatementPayment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "provider", "reference", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("provider", models.TextField()),
                ("reference", models.TextField()),
                ("statement", models.UUIDField()),
                ("line", models.IntegerField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("fee_kopecks", models.BigIntegerField()),
                ("paid_at", models.DateTimeField()),
                ("came_at", models.DateTimeField()),
                ("said", models.TextField()),
                ("payer", models.TextField()),
                ("purpose", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="StatementProfile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "name", "version", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.TextField()),
                ("version", models.IntegerField()),
                ("provider", models.TextField()),
                (
                    "code",
                    models.SmallIntegerField(
                        choices=[
                            (1, "revenue"),
                            (2, "one_off_sales"),
                            (3, "opening_balances"),
                            (10, "cash_desk"),
                            (11, "card_clearing"),
                            (12, "erip_clearing"),
                            (13, "bank"),
                            (14, "post"),
                            (15, "agents"),
                            (20, "provider_fees"),
                            (21, "shortages"),
                            (22, "surpluses"),
                        ]
                    ),
                ),
                ("form", models.JSONField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="note",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="case",
            name="taken_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subscribers.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="unidentified",
            name="assigned_to",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.account",
            ),
        ),
        migrations.AddField(
            model_name="unidentified",
            name="note",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="unidentified",
            name="payer",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="unidentified",
            name="purpose",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="unidentified",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="unidentified",
            name="state",
            field=models.TextField(
                choices=[("waiting", "Waiting"), ("assigned", "Assigned"), ("returned", "Returned")], default="waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at", None)), fields=["opened_at"], name="case_open"),
        ),
        migrations.AddIndex(
            model_name="unidentified",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["-came_at"], name="unidentified_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="unidentified",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assigned_to", None), ("settled_at", None), ("state", "waiting")),
                    models.Q(("assigned_to__isnull", False), ("settled_at__isnull", False), ("state", "assigned")),
                    models.Q(("assigned_to", None), ("settled_at__isnull", False), ("state", "returned")),
                    _connector="OR",
                ),
                name="unidentified_settled_whole",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subscribers.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="statementpayment",
            name="account",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["-came_at", "-id"], name="statement_newest"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(condition=models.Q(("state", "posting")), fields=["came_at"], name="statement_to_post"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("provider", "digest"), name="statement_once"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["read", "posting", "posted", "dropped"])),
                name="statement_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done__lte", models.F("credits")), ("nobodys__gte", 0), ("posted__gte", 0), ("repeated__gte", 0)
                ),
                name="statement_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_kopecks__gt", 0), ("fee_kopecks__gte", 0)),
                name="statement_payment_positive",
            ),
        ),
    ]
