"""Plans that wait for their money."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_catalogue"),
        ("charging", "0003_leavings_and_orders"),
        ("ledger", "0002_month_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingPlan",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("by_staff", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.SmallIntegerField(
                        choices=[(1, "waiting"), (2, "connected"), (3, "cancelled"), (4, "replaced")], default=1
                    ),
                ),
                ("over_at", models.DateTimeField(null=True)),
                ("subscription", models.SmallIntegerField(null=True)),
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
                    models.UniqueConstraint(
                        condition=models.Q(("state", 1)), fields=("account",), name="one_plan_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", 2), ("subscription__isnull", False)),
                            models.Q(models.Q(("state", 2), _negated=True), ("subscription", None)),
                            _connector="OR",
                        ),
                        name="waiting_plan_became",
                    ),
                ],
            },
        ),
    ]
