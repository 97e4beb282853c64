"""Staff have sign-ins as subscribers do, a name that subscribers see under answers, and one role."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0002_sign_in_limits_audit_and_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffMember",
            fields=[
                (
                    "sign_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="staff_member",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.TextField()),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("agent", "agent"),
                            ("cashier", "cashier"),
                            ("technician", "technician"),
                            ("sales", "sales"),
                            ("finance", "finance"),
                            ("editor", "editor"),
                            ("administrator", "administrator"),
                        ]
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                ["agent", "cashier", "technician", "sales", "finance", "editor", "administrator"],
                            )
                        ),
                        name="staff_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="staff_member_has_name"
                    ),
                ],
            },
        ),
    ]
