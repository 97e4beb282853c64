"""Causes of what the engine posts because staff corrected a balance, or gave or ended a temporary unblock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_month_ends")]

    operations = [
        migrations.AlterField(
            model_name="posting",
            name="cause",
            field=models.SmallIntegerField(
                choices=[
                    (0, "asked"),
                    (1, "day_opened"),
                    (2, "payment_came"),
                    (3, "payment_reversed"),
                    (4, "charged_once"),
                    (5, "connected"),
                    (6, "plan_changed"),
                    (7, "resumed"),
                    (8, "promise_taken"),
                    (9, "promise_lapsed"),
                    (10, "suspended"),
                    (11, "ended"),
                    (12, "corrected"),
                    (13, "unblocked"),
                    (14, "unblock_ended"),
                ]
            ),
        ),
    ]
