"""Guesses are counted, sessions listed, and what happens about sign-ins is kept for the audit."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0001_subscribers"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuessCounter",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("failures", models.IntegerField()),
                ("counted_at", models.DateTimeField()),
                ("retry_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["counted_at"], name="guesses_by_age")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("failures__gte", 0)), name="failures_counted")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenSession",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("begun_at", models.DateTimeField()),
                ("address", models.TextField(blank=True, default="")),
                ("device", models.TextField(blank=True, default="")),
                (
                    "sign_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignInEvent",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "signed_in"),
                            (2, "refused"),
                            (3, "signed_out"),
                            (4, "password_issued"),
                            (5, "password_changed"),
                            (6, "sessions_ended"),
                        ]
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("address", models.TextField(blank=True, default="")),
                ("device", models.TextField(blank=True, default="")),
                (
                    "sign_in",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sign_in", "at"], name="event_by_sign_in"),
                    models.Index(
                        condition=models.Q(("kind", 1)), fields=["sign_in", "address", "at"], name="success_by_address"
                    ),
                ],
            },
        ),
    ]
