"""Parts of payments that were taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charging", "0006_corrections_and_unblocks"),
        ("ledger", "0002_month_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartReversal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "posting", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("posting", models.IntegerField()),
                ("provider", models.TextField()),
                ("reference", models.TextField()),
                ("key", models.TextField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("paid_early_kopecks", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "provider", "reference", "key"), name="one_part_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_kopecks__gt", 0),
                            ("amount_kopecks__gte", models.F("paid_early_kopecks")),
                            ("paid_early_kopecks__gte", 0),
                        ),
                        name="part_reversal_whole",
                    ),
                ],
            },
        ),
    ]
