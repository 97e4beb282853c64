"""Sign-ins, subscribers and the contracts by which they hold accounts."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("login", models.TextField(unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=True)),
                ("password_expires_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("login"), name="one_login"),
                    models.CheckConstraint(condition=models.Q(("login__regex", "^\\S+$")), name="login_without_spaces"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.SmallIntegerField(choices=[(1, "person"), (2, "student"), (3, "organisation")]),
                ),
                ("name", models.TextField()),
                ("unp", models.TextField(blank=True, default="")),
                ("phone", models.TextField(blank=True, default="")),
                ("email", models.TextField(blank=True, default="")),
                (
                    "language",
                    models.TextField(
                        choices=[("ru", "Русский"), ("be", "Беларуская"), ("en", "English")], default="ru"
                    ),
                ),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Replace(
                            django.db.models.functions.text.Replace(
                                django.db.models.functions.text.Replace(
                                    django.db.models.functions.text.Lower("name"),
                                    models.Value("ё"),
                                    models.Value("её"),
                                ),
                                models.Value("і"),
                                models.Value("иі"),
                            ),
                            models.Value("ў"),
                            models.Value("уў"),
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "sign_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriber",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.TextField()),
                ("signed_on", models.DateField()),
                ("city", models.TextField()),
                ("street", models.TextField(blank=True, default="")),
                ("house", models.TextField(blank=True, default="")),
                ("building", models.TextField(blank=True, default="")),
                ("apartment", models.TextField(blank=True, default="")),
                ("dormitory", models.TextField(blank=True, default="")),
                ("room", models.TextField(blank=True, default="")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="ledger.account",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(fields=["name_key"], name="subscriber_by_name"),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(fields=["phone"], name="subscriber_by_phone"),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("unp", ""), _negated=True), fields=["unp"], name="subscriber_by_unp"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", 3), ("unp__regex", "^[0-9A-Z]{9}$")),
                    models.Q(models.Q(("kind", 3), _negated=True), ("unp", "")),
                    _connector="OR",
                ),
                name="unp_of_organisations",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone", ""), ("phone__regex", "^\\+[1-9][0-9]{6,14}$"), _connector="OR"),
                name="phone_e164",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("email__contains", "@"), _connector="OR"),
                name="email_has_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["ru", "be", "en"])), name="language_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [1, 2, 3])), name="subscriber_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="subscriber_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(fields=("account",), name="one_contract_an_account"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("street", ""), _negated=True), models.Q(("house", ""), _negated=True)),
                    models.Q(models.Q(("dormitory", ""), _negated=True), models.Q(("room", ""), _negated=True)),
                    _connector="OR",
                ),
                name="address_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("city", ""), _negated=True), models.Q(("number", ""), _negated=True)),
                name="contract_has_number_and_city",
            ),
        ),
    ]
