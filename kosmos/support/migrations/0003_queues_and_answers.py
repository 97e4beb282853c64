"""Requests are given, merged and closed with a line each; ready texts are data; what the next-button gave is kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0005_access"),
        ("support", "0002_outages"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerText",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("topic", models.TextField(blank=True, default="")),
                ("texts", models.JSONField()),
                ("removed", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Taking",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("object_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="entry_kind_known",
        ),
        migrations.AddField(
            model_name="request",
            name="merged_into",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.TextField(
                choices=[
                    ("subscriber", "Subscriber"),
                    ("answer", "Answer"),
                    ("note", "Note"),
                    ("owner", "Owner"),
                    ("merged", "Merged"),
                    ("closed", "Closed"),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["subscriber", "answer", "note", "owner", "merged", "closed"])),
                name="entry_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", None), ("state", "closed"), _connector="OR"),
                name="merged_request_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="answertext",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="answer_text_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="answertext",
            constraint=models.CheckConstraint(
                condition=models.Q(("texts__has_key", "ru")), name="answer_text_in_russian"
            ),
        ),
        migrations.AddConstraint(
            model_name="answertext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("topic", ""),
                    ("topic__in", ["money", "internet", "tv", "equipment", "documents", "leaving", "other"]),
                    _connector="OR",
                ),
                name="answer_text_topic_known",
            ),
        ),
        migrations.AddField(
            model_name="taking",
            name="staff",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subscribers.staffmember",
            ),
        ),
    ]
