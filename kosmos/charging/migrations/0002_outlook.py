"""What the engine said last of an account, remembered."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charging", "0001_charging"),
        ("ledger", "0002_month_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outlook",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ledger.account",
                    ),
                ),
                ("day", models.DateField()),
                ("digest", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("seen_on", models.DateField()),
                ("data", models.JSONField()),
            ],
            options={"indexes": [models.Index(fields=["day", "seen_on"], name="outlook_by_day")]},
        ),
    ]
