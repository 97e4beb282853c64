"""An operator may say things in his own words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_messages")]

    operations = [
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                ("event", models.TextField(primary_key=True, serialize=False)),
                ("subject", models.JSONField(default=dict)),
                ("text", models.JSONField(default=dict)),
                ("sms", models.JSONField(default=dict)),
            ],
        ),
    ]
