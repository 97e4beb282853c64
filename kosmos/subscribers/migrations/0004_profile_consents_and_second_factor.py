"""Contacts are changed by their owners, consents kept by purpose, sign-ins may ask for a code, and people be forgotten."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0003_staff_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmailWish",
            fields=[
                (
                    "subscriber",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="email_wish",
                        serialize=False,
                        to="subscribers.subscriber",
                    ),
                ),
                ("email", models.TextField()),
                ("digest", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                (
                    "sign_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="second_factor",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("secret", models.TextField()),
                ("begun_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("last_step", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="subscriber",
            name="email_confirmed_at",
            field=models.DateTimeField(null=True),
        ),
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
                ]
            ),
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("digest", models.TextField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "sign_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.TextField(
                        choices=[
                            ("advertising", "advertising"),
                            ("sms_advertising", "sms_advertising"),
                            ("passing_on", "passing_on"),
                            ("payment_token", "payment_token"),
                        ]
                    ),
                ),
                ("version", models.SmallIntegerField()),
                ("given", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("address", models.TextField(blank=True, default="")),
                ("device", models.TextField(blank=True, default="")),
                ("guardian", models.TextField(blank=True, default="")),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="noted_consents",
                        to="subscribers.staffmember",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subscriber", "purpose", "at"], name="consent_by_purpose")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ["advertising", "sms_advertising", "passing_on", "payment_token"])
                        ),
                        name="consent_purpose_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("version__gt", 0)), name="consent_text_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("guardian", ""), ("noted_by__isnull", False), _connector="OR"),
                        name="guardian_noted_by_staff",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("field", models.TextField(choices=[("phone", "phone"), ("email", "email"), ("language", "language")])),
                ("before", models.TextField(blank=True, default="")),
                ("after", models.TextField(blank=True, default="")),
                ("address", models.TextField(blank=True, default="")),
                ("device", models.TextField(blank=True, default="")),
                (
                    "subscriber",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_changes",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subscriber", "at"], name="contact_change_by_subscriber")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["phone", "email", "language"])), name="contact_field_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeletionRequest",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("planned_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "subscriber",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deletion_requests",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at__isnull", True), ("done_at__isnull", True)),
                        fields=["planned_at"],
                        name="deletion_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True), ("done_at__isnull", True)),
                        fields=("subscriber",),
                        name="one_deletion_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cancelled_at__isnull", True), ("done_at__isnull", True), _connector="OR"),
                        name="deletion_cancelled_or_done",
                    ),
                ],
            },
        ),
    ]
