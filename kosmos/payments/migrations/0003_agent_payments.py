"""What agents took: kiosks, shops, banks, each payment once by its agent's reference."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_surpluses"),
        ("payments", "0002_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgentPayment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "provider", "reference", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("provider", models.TextField()),
                ("reference", models.TextField()),
                ("number", models.BigIntegerField(unique=True)),
                ("rail", models.TextField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("fee_kopecks", models.BigIntegerField(default=0)),
                ("terminal", models.TextField(default="")),
                ("paid_at", models.DateTimeField()),
                ("came_at", models.DateTimeField()),
                ("state", models.TextField(choices=[("paid", "Paid"), ("cancelled", "Cancelled")], default="paid")),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("request", models.TextField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_kopecks__gt", 0), ("fee_kopecks__gte", 0)),
                        name="agent_amount_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", True), ("state", "paid")),
                            models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                            _connector="OR",
                        ),
                        name="agent_payment_cancelled_once",
                    ),
                ],
            },
        ),
    ]
