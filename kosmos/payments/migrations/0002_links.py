"""Links by which somebody else pays, and the orders that were paid by one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_month_ends"), ("payments", "0001_payments")]

    operations = [
        migrations.AddField(model_name="order", name="link", field=models.UUIDField(null=True)),
        migrations.CreateModel(
            name="PayLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(db_index=True)),
                ("key", models.TextField()),
                ("label", models.TextField()),
                ("amount_kopecks", models.BigIntegerField(null=True)),
                ("fixed", models.BooleanField(default=False)),
                ("shows_due", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="link_once_for_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_kopecks__isnull", True), ("fixed", False)),
                            models.Q(("amount_kopecks__gt", 0), ("amount_kopecks__isnull", False)),
                            _connector="OR",
                        ),
                        name="link_sum_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("label", ""), _negated=True), ("expires_at__gt", models.F("created_at"))
                        ),
                        name="link_is_whole",
                    ),
                ],
            },
        ),
    ]
