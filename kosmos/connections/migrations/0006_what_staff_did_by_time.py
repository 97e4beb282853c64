"""What staff did about applications is found by time and by who did it, for the audit."""

from django.db import migrations, models

BY_STAFF = models.Q(("by__isnull", False))


class Migration(migrations.Migration):
    dependencies = [("connections", "0005_contracts_signed")]

    operations = [
        migrations.AddIndex("applicationentry", models.Index(fields=["at"], name="entry_by_time", condition=BY_STAFF)),
        migrations.AddIndex(
            "applicationentry", models.Index(fields=["by", "at"], name="entry_by_staff", condition=BY_STAFF)
        ),
    ]
