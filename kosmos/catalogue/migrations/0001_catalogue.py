"""The operator, his services, plans, prices, policies, payment points, coverage and help."""

import django.db.models.deletion
import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Family",
            fields=[
                ("id", models.SmallAutoField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "code", "from_on", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.TextField()),
                ("from_on", models.DateField()),
                ("value", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("slug", models.TextField(unique=True)),
                ("title", models.JSONField()),
                ("body", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title__has_key", "ru")), name="article_title_in_russian"
                    ),
                    models.CheckConstraint(condition=models.Q(("body__has_key", "ru")), name="article_body_in_russian"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Operator",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("name", models.JSONField()),
                ("timezone", models.TextField()),
                ("currency", models.TextField()),
                ("phones", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_operator"),
                    models.CheckConstraint(condition=models.Q(("name__has_key", "ru")), name="operator_in_russian"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentPoint",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "office"),
                            (2, "bank"),
                            (3, "post"),
                            (4, "shop"),
                            (5, "kiosk"),
                            (6, "atm"),
                            (7, "phone"),
                            (8, "emoney"),
                            (9, "erip"),
                        ]
                    ),
                ),
                ("name", models.JSONField()),
                ("address", models.JSONField(null=True)),
                ("hours", models.JSONField(null=True)),
                ("note", models.JSONField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name__has_key", "ru")), name="payment_point_in_russian"
                    ),
                    models.UniqueConstraint(
                        models.F("kind"),
                        django.db.models.fields.json.KeyTextTransform("ru", "name"),
                        django.db.models.fields.json.KeyTextTransform("ru", "address"),
                        name="one_payment_point",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.SmallAutoField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name__has_key", "ru")), name="service_in_russian")
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name", models.JSONField()),
                ("kind", models.SmallIntegerField(choices=[(1, "base"), (2, "package")], default=1)),
                ("settlement", models.SmallIntegerField(choices=[(1, "prepaid"), (2, "postpaid")])),
                ("blocks", models.SmallIntegerField(choices=[(1, "short"), (2, "negative")], default=1)),
                ("needs", models.SmallIntegerField(choices=[(1, "full_fee"), (2, "next_share")], default=2)),
                ("status", models.SmallIntegerField(choices=[(1, "open"), (2, "archived")], default=1)),
                ("audiences", models.JSONField(default=list)),
                ("connection_fee_kopecks", models.BigIntegerField(default=0)),
                ("speed_kbps", models.IntegerField(null=True)),
                ("volume_bytes", models.BigIntegerField(null=True)),
                (
                    "used_up",
                    models.SmallIntegerField(choices=[(1, "throttle"), (2, "stop"), (3, "charge")], null=True),
                ),
                ("throttle_kbps", models.IntegerField(null=True)),
                ("megabyte_kopeck_hundredths", models.BigIntegerField(null=True)),
                (
                    "family",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.family"),
                ),
                (
                    "service",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalogue.service"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="family",
            name="service",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalogue.service"),
        ),
        migrations.CreateModel(
            name="Building",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("city", models.TextField()),
                ("street", models.TextField()),
                ("house", models.TextField()),
                ("services", models.ManyToManyField(related_name="buildings", to="catalogue.service")),
            ],
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("from_on", models.DateField()),
                ("fee_kopecks", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="catalogue.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "from_on"), name="one_price_a_month"),
                    models.CheckConstraint(condition=models.Q(("from_on__day", 1)), name="price_from_the_first"),
                    models.CheckConstraint(condition=models.Q(("fee_kopecks__gte", 0)), name="fee_positive"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(condition=models.Q(("name__has_key", "ru")), name="plan_in_russian"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("megabyte_kopeck_hundredths", None),
                        ("throttle_kbps", None),
                        ("used_up", None),
                        ("volume_bytes", None),
                    ),
                    models.Q(
                        ("used_up", 1),
                        ("used_up__isnull", False),
                        ("volume_bytes__gt", 0),
                        ("volume_bytes__isnull", False),
                        ("throttle_kbps__isnull", False),
                        ("throttle_kbps__gt", 0),
                        ("megabyte_kopeck_hundredths__isnull", True),
                    ),
                    models.Q(
                        ("used_up", 2),
                        ("used_up__isnull", False),
                        ("volume_bytes__gt", 0),
                        ("volume_bytes__isnull", False),
                        ("throttle_kbps__isnull", True),
                        ("megabyte_kopeck_hundredths__isnull", True),
                    ),
                    models.Q(
                        ("used_up", 3),
                        ("used_up__isnull", False),
                        ("volume_bytes__gt", 0),
                        ("volume_bytes__isnull", False),
                        ("throttle_kbps__isnull", True),
                        ("megabyte_kopeck_hundredths__isnull", False),
                        ("megabyte_kopeck_hundredths__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="traffic_is_consistent",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("speed_kbps", None), ("speed_kbps__gt", 0), _connector="OR"),
                name="speed_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", 2), ("settlement", 2), _negated=True), name="packages_are_prepaid"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("connection_fee_kopecks__gte", 0)), name="connection_fee_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="family",
            constraint=models.CheckConstraint(condition=models.Q(("name__has_key", "ru")), name="family_in_russian"),
        ),
        migrations.AddConstraint(
            model_name="building",
            constraint=models.UniqueConstraint(fields=("city", "street", "house"), name="one_building"),
        ),
    ]
