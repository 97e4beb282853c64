"""How passbooks stood at the ends of closed months."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name="MonthEnd",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "month_on", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month_on", models.DateField()),
                ("balance_kopecks", models.BigIntegerField()),
                ("last_number", models.IntegerField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="month_end_by_month")
                ],
            },
        ),
    ]
