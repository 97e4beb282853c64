"""A wish to leave knows the changes of plan that it replaced."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charging", "0004_plans_that_wait")]

    operations = [
        migrations.AddField(model_name="leaving", name="replaced", field=models.JSONField(default=dict)),
    ]
