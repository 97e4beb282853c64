"""Plans, prices, policies and templates are edited too; files and days are tried before anything is changed."""

import django.db.models.deletion
from django.db import migrations, models

SUBJECTS = [
    ("article", "Article"),
    ("news", "News"),
    ("outage", "Outage"),
    ("building", "Building"),
    ("payment_point", "Payment Point"),
    ("plan", "Plan"),
    ("price", "Price"),
    ("family", "Family"),
    ("extra", "Extra"),
    ("policy", "Policy"),
    ("template", "Template"),
    ("answer", "Answer"),
    ("coverage", "Coverage"),
]


def _by() -> "models.ForeignKey[models.Model]":
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="subscribers.staffmember",
    )


class Migration(migrations.Migration):
    dependencies = [("editing", "0001_edits"), ("subscribers", "0003_staff_members")]

    operations = [
        migrations.AlterField("edit", "subject", models.TextField(choices=SUBJECTS)),
        migrations.RemoveConstraint("edit", "edit_subject_known"),
        migrations.AddConstraint(
            "edit",
            models.CheckConstraint(
                condition=models.Q(("subject__in", [code for code, _words in SUBJECTS])), name="edit_subject_known"
            ),
        ),
        migrations.AddIndex("edit", models.Index(fields=["at", "id"], name="edit_by_time")),
        migrations.AddIndex("edit", models.Index(fields=["staff", "at"], name="edit_by_staff")),
        migrations.CreateModel(
            name="CoverageFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("staff", _by()),
                ("at", models.DateTimeField()),
                ("name", models.TextField()),
                ("content", models.BinaryField()),
                ("loaded_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DayTrial",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("staff", _by()),
                ("asked_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("fees", models.JSONField(default=dict)),
                ("moves", models.JSONField(default=dict)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("found", models.JSONField(null=True)),
                ("failed", models.TextField(default="")),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("finished_at", None)), fields=["asked_at"], name="day_trial_waits")
                ]
            },
        ),
    ]
