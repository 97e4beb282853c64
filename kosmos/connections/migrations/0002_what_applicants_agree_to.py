"""An applicant agrees that his application is worked on, and, apart from that, to advertising."""

from django.db import migrations, models

AGREEMENTS = ["application", "sms_advertising"]


class Migration(migrations.Migration):
    dependencies = [("connections", "0003_reasons_and_calls")]

    operations = [
        migrations.RemoveConstraint(model_name="applicationconsent", name="application_consent_known"),
        migrations.AlterField(
            model_name="applicationconsent",
            name="purpose",
            field=models.TextField(choices=[("application", "Application"), ("sms_advertising", "Sms Advertising")]),
        ),
        migrations.AddConstraint(
            model_name="applicationconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", AGREEMENTS)), name="application_consent_known"
            ),
        ),
    ]
