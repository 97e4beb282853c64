"""The simulators of further providers of cards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gateway", "0002_simulated_gateways"),
    ]

    operations = [
        migrations.CreateModel(
            name="SimulatedKey",
            fields=[
                ("rail", models.TextField(primary_key=True, serialize=False)),
                ("pem", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="SimulatedPage",
            fields=[
                ("token", models.TextField(primary_key=True, serialize=False)),
                ("rail", models.TextField()),
                ("order_number", models.TextField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("return_url", models.TextField()),
                ("delay", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SimulatedRefund",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("bill", models.TextField(db_index=True)),
                ("key", models.TextField(unique=True)),
                ("number", models.TextField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="simulatedattempt",
            name="delay",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="simulatedattempt",
            name="rail",
            field=models.TextField(default="assist"),
        ),
        migrations.AddField(
            model_name="simulatedpush",
            name="headers",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="simulatedpush",
            name="rail",
            field=models.TextField(default="assist"),
        ),
    ]
