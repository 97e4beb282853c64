"""Who of the staff changed what of the site."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("subscribers", "0003_staff_members")]

    operations = [
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                (
                    "subject",
                    models.TextField(
                        choices=[
                            ("article", "Article"),
                            ("news", "News"),
                            ("outage", "Outage"),
                            ("building", "Building"),
                            ("payment_point", "Payment Point"),
                        ]
                    ),
                ),
                ("object_id", models.TextField()),
                ("at", models.DateTimeField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edits",
                        to="subscribers.staffmember",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "object_id", "-at"], name="edit_by_thing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject__in", ["article", "news", "outage", "building", "payment_point"])),
                        name="edit_subject_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before__isnull", False), ("after__isnull", False), _connector="OR"),
                        name="edit_of_something",
                    ),
                ],
            },
        ),
    ]
