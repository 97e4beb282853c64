"""Outages that everybody is told of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0001_requests")]

    operations = [
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("title", models.JSONField()),
                ("text", models.JSONField()),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("announced_at", models.DateTimeField()),
                ("places", models.JSONField(default=list)),
                ("services", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None), ("withdrawn", False)),
                        fields=["from_at"],
                        name="outage_not_over",
                    ),
                    models.Index(fields=["-announced_at"], name="outage_by_announcing"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title__has_key", "ru")), name="outage_title_in_russian"
                    ),
                    models.CheckConstraint(condition=models.Q(("text__has_key", "ru")), name="outage_text_in_russian"),
                    models.CheckConstraint(
                        condition=models.Q(("until_at", None), ("until_at__gt", models.F("from_at")), _connector="OR"),
                        name="outage_until_after_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("from_at")), _connector="OR"),
                        name="outage_ended_after_from",
                    ),
                ],
            },
        ),
    ]
