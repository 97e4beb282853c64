"""The simulator of bePaid's ERIP."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gateway", "0003_card_providers"),
    ]

    operations = [
        migrations.AddField("simulatedattempt", "account", models.TextField(default="")),
        migrations.AddField("simulatedattempt", "expires_at", models.DateTimeField(null=True)),
    ]
