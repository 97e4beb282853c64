"""Equipment and visits that are charged once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_catalogue")]

    operations = [
        migrations.CreateModel(
            name="Extra",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name", models.JSONField()),
                ("description", models.JSONField(null=True)),
                ("kind", models.SmallIntegerField(choices=[(1, "equipment"), (2, "visit")])),
                ("status", models.SmallIntegerField(choices=[(1, "open"), (2, "archived")], default=1)),
                ("audiences", models.JSONField(default=list)),
                ("price_kopecks", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name__has_key", "ru")), name="extra_in_russian"),
                    models.CheckConstraint(condition=models.Q(("price_kopecks__gt", 0)), name="extra_costs_something"),
                ],
            },
        ),
    ]
