"""The history keeps the reason of a refusal and when to call again; what waits is found by its deadline."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connections", "0001_applications_and_visits")]

    operations = [
        migrations.AddField(
            model_name="applicationentry", name="reason", field=models.TextField(blank=True, default="")
        ),
        migrations.AddField(model_name="applicationentry", name="again_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="application_waiting"
            ),
        ),
    ]
