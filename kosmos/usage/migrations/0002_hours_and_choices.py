"""Traffic by hour, beginning with what was counted before, and what subscribers choose to follow it."""

import django.db.models.deletion
from django.db import migrations, models

HOURS_OF_COUNTS = """
INSERT INTO usage_traffichour (account_id, subscription, hour_at, volume_bytes)
SELECT account_id, subscription, date_trunc('hour', counted_at), sum(volume_bytes)
  FROM usage_trafficcount
 GROUP BY 1, 2, 3
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_traffic_choices_and_bundles"),
        ("ledger", "0002_month_ends"),
        ("usage", "0001_traffic"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrafficChoice",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "subscription",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("subscription", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("used_up", models.SmallIntegerField(choices=[(1, "throttle"), (2, "stop"), (3, "charge")])),
                ("megabyte_kopeck_hundredths", models.BigIntegerField(null=True)),
                ("chosen_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
                (
                    "plan",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalogue.plan"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("megabyte_kopeck_hundredths__gt", 0), ("used_up", 3)),
                            models.Q(
                                models.Q(("used_up", 3), _negated=True), ("megabyte_kopeck_hundredths__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="traffic_choice_agreed_price",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrafficHour",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "subscription",
                        "hour_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("subscription", models.SmallIntegerField()),
                ("hour_at", models.DateTimeField()),
                ("volume_bytes", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("volume_bytes__gt", 0)), name="traffic_hour_positive")
                ],
            },
        ),
        migrations.RunSQL(HOURS_OF_COUNTS, migrations.RunSQL.noop),
    ]
