"""Where the operator can be found besides: his groups in social networks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default, added at once."""

    dependencies = [("catalogue", "0005_coverage_search")]
    operations = [
        migrations.AddField(
            model_name="operator",
            name="groups",
            field=models.JSONField(default=list),
        ),
    ]
