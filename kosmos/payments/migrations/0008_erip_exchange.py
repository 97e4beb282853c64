"""When files were last exchanged with ERIP."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_cards")]

    operations = [
        migrations.CreateModel(
            name="EripExchange",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("fault", models.TextField(default="")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(id=1), name="one_erip_exchange")],
            },
        ),
    ]
