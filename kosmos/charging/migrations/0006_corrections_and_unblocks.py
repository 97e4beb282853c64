"""Corrections by staff, and temporary unblocks: promises that staff give."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charging", "0005_leaving_keeps_changes"),
        ("ledger", "0002_month_ends"),
    ]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="by_staff",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "posting", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("posting", models.IntegerField()),
                ("key", models.UUIDField()),
                ("posted_on", models.DateField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("paid_early_kopecks", models.BigIntegerField()),
                ("reverses", models.IntegerField(null=True)),
                ("reversed_by", models.IntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="one_correction_a_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("reverses__isnull", False)),
                        fields=("account", "reverses"),
                        name="corrected_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_kopecks", 0), _negated=True), name="correction_moves_money"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_early_kopecks", 0),
                            models.Q(
                                ("amount_kopecks__gte", models.F("paid_early_kopecks")), ("paid_early_kopecks__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="correction_pays_early_what_it_adds",
                    ),
                ],
            },
        ),
    ]
