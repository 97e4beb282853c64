"""What the simulator of Assist remembers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SimulatedAttempt",
            fields=[
                ("bill", models.TextField(primary_key=True, serialize=False)),
                ("order_number", models.TextField(db_index=True)),
                ("amount_kopecks", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("return_url", models.TextField()),
                ("masked_card", models.TextField()),
                ("state", models.TextField(default="In Process")),
                ("response_code", models.TextField(default="AS300")),
                ("operations", models.SmallIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SimulatedPush",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("bill", models.TextField()),
                ("body", models.TextField()),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("answered", models.TextField(default="")),
            ],
        ),
    ]
