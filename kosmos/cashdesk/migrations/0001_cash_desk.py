"""Shifts of the cash desk, receipts, wishes to void one, and what else comes and goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0004_surpluses"),
        ("subscribers", "0006_audit_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.IntegerField(unique=True)),
                ("key", models.TextField(unique=True)),
                ("opened_at", models.DateTimeField()),
                ("last_receipt", models.IntegerField(default=0)),
                ("closed_at", models.DateTimeField(null=True)),
                ("close_key", models.TextField(blank=True, default="")),
                ("counted_kopecks", models.BigIntegerField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.staffmember",
                    ),
                ),
                (
                    "cashier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="subscribers.staffmember",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("key", models.TextField(unique=True)),
                ("reference", models.TextField(unique=True)),
                ("amount_kopecks", models.BigIntegerField()),
                ("given_kopecks", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="cashdesk.shift",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CashMove",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("float", "Float"),
                            ("handed_over", "Handed Over"),
                            ("shortage", "Shortage"),
                            ("surplus", "Surplus"),
                            ("closing", "Closing"),
                        ]
                    ),
                ),
                ("amount_kopecks", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.operatorposting"
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="cashdesk.shift"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VoidRequest",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                (
                    "reason",
                    models.TextField(
                        choices=[
                            ("wrong_account", "Wrong Account"),
                            ("wrong_amount", "Wrong Amount"),
                            ("taken_twice", "Taken Twice"),
                            ("changed_mind", "Changed Mind"),
                            ("other", "Other"),
                        ]
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("asked", "Asked"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.staffmember",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.staffmember",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voids",
                        to="cashdesk.receipt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FiscalRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("refund", models.BooleanField(default=False)),
                ("number", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "receipt",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fiscal_records",
                        to="cashdesk.receipt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("receipt", "refund"), name="one_fiscal_record"),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="fiscal_record_numbered"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["cashier", "-opened_at"], name="shift_by_cashier"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("cashier",), name="one_shift_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("close_key", ""), _negated=True), fields=("close_key",), name="one_closing_a_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_receipt__gte", 0), ("number__gt", 0)), name="shift_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("close_key", ""), ("closed_at", None), ("closed_by", None), ("counted_kopecks", None)),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("counted_kopecks__gte", 0),
                        models.Q(("close_key", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="closed_shift_is_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["account", "-at"], name="receipt_by_account"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("shift", "number"), name="receipt_number_of_shift"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_kopecks__gt", 0), ("given_kopecks__gte", models.F("amount_kopecks")), ("number__gt", 0)
                ),
                name="receipt_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashmove",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "handed_over"), _negated=True),
                fields=("shift", "kind"),
                name="one_float_and_one_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["float", "handed_over", "shortage", "surplus", "closing"])),
                name="cash_move_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashmove",
            constraint=models.CheckConstraint(condition=models.Q(("amount_kopecks__gt", 0)), name="cash_move_positive"),
        ),
        migrations.AddIndex(
            model_name="voidrequest",
            index=models.Index(fields=["receipt"], name="void_by_receipt"),
        ),
        migrations.AddIndex(
            model_name="voidrequest",
            index=models.Index(condition=models.Q(("state", "asked")), fields=["asked_at"], name="void_waiting"),
        ),
        migrations.AddConstraint(
            model_name="voidrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "approved"])), fields=("receipt",), name="one_void_a_receipt"
            ),
        ),
        migrations.AddConstraint(
            model_name="voidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["wrong_account", "wrong_amount", "taken_twice", "changed_mind", "other"])
                ),
                name="void_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="voidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "approved", "refused", "withdrawn"])),
                name="void_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="voidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "asked")),
                    models.Q(
                        models.Q(("state", "asked"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="void_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="voidrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "refused"]), _negated=True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="void_takes_two_people",
            ),
        ),
    ]
