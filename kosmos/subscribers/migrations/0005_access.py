"""Sheets, one-time links and checks of identity, by which a subscriber comes to a password."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_month_ends"),
        ("subscribers", "0004_profile_consents_and_second_factor"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signinevent",
            name="kind",
            field=models.SmallIntegerField(
                choices=[
                    (1, "signed_in"),
                    (2, "refused"),
                    (3, "signed_out"),
                    (4, "password_issued"),
                    (5, "password_changed"),
                    (6, "sessions_ended"),
                    (7, "code_asked"),
                    (8, "second_factor_on"),
                    (9, "second_factor_off"),
                    (10, "contact_changed"),
                    (11, "consent_changed"),
                    (12, "data_exported"),
                    (13, "deletion_asked"),
                    (14, "deletion_cancelled"),
                    (15, "erased"),
                    (16, "identity_checked"),
                    (17, "link_sent"),
                    (18, "link_used"),
                ]
            ),
        ),
        migrations.CreateModel(
            name="AccessAsk",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("sealed", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="access_ask_by_age")],
            },
        ),
        migrations.CreateModel(
            name="AccessLink",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("digest", models.TextField(unique=True)),
                ("channel", models.TextField(choices=[("sms", "sms"), ("email", "email")])),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("used", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.staffmember",
                    ),
                ),
                (
                    "sign_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["sms", "email"])), name="link_channel_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used", False), ("ended_at__isnull", False), _connector="OR"),
                        name="used_link_is_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessSheet",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    models.TextField(
                        choices=[
                            ("first", "first"),
                            ("lost", "lost"),
                            ("expired", "expired"),
                            ("spoiled", "spoiled"),
                            ("other", "other"),
                        ]
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.staffmember",
                    ),
                ),
                (
                    "sign_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["first", "lost", "expired", "spoiled", "other"])),
                        name="sheet_reason_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
                ("asked", models.JSONField()),
                ("judged_at", models.DateTimeField(null=True)),
                ("right", models.SmallIntegerField(default=0)),
                ("passed", models.BooleanField(default=False)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.staffmember",
                    ),
                ),
                (
                    "sign_in",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sign_in", "begun_at"], name="identity_check_by_sign_in")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("passed", False), ("judged_at__isnull", False), _connector="OR"),
                        name="passed_when_judged",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at__isnull", True), ("passed", True), _connector="OR"),
                        name="used_when_passed",
                    ),
                ],
            },
        ),
    ]
