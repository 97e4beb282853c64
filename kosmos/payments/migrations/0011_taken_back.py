"""Money that was nobody's may be taken back by its provider, from wherever it lies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The state and what goes with it."""

    dependencies = [("payments", "0010_refused_pushes")]

    operations = [
        migrations.AlterField(
            model_name="unidentified",
            name="state",
            field=models.TextField(
                choices=[
                    ("waiting", "Waiting"),
                    ("assigned", "Assigned"),
                    ("returned", "Returned"),
                    ("taken_back", "Taken Back"),
                ],
                default="waiting",
            ),
        ),
        migrations.RemoveConstraint(model_name="unidentified", name="unidentified_settled_whole"),
        migrations.AddConstraint(
            model_name="unidentified",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assigned_to", None), ("settled_at", None), ("state", "waiting")),
                    models.Q(("assigned_to__isnull", False), ("settled_at__isnull", False), ("state", "assigned")),
                    models.Q(("assigned_to", None), ("settled_at__isnull", False), ("state", "returned")),
                    models.Q(("settled_at__isnull", False), ("state", "taken_back")),
                    _connector="OR",
                ),
                name="unidentified_settled_whole",
            ),
        ),
    ]
