"""How the operator is found in ERIP."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_traffic_choices_and_bundles")]

    operations = [
        migrations.CreateModel(
            name="Erip",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("service_code", models.TextField()),
                ("path", models.JSONField()),
                ("payee", models.TextField()),
                ("city", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_erip"),
                    models.CheckConstraint(
                        condition=models.Q(("service_code__regex", "^[0-9]{1,8}$")), name="erip_code_of_digits"
                    ),
                    models.CheckConstraint(condition=models.Q(("path", []), _negated=True), name="erip_has_a_path"),
                ],
            },
        ),
    ]
