"""Dormitories among the buildings, and the words by which an address is found in spite of typing errors."""

import django.contrib.postgres.indexes
import django.db.models.functions.comparison
from django.db import migrations, models

from kosmos.kernel.extensions import extension


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_erip")]

    operations = [
        extension("pg_trgm"),
        migrations.CreateModel(
            name="CoveragePlace",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("city", models.TextField()),
                ("street", models.TextField()),
                ("dormitory", models.TextField(default="")),
                ("kind", models.TextField()),
                ("numbers", models.JSONField(default=list)),
                ("said", models.SmallIntegerField()),
                ("city_houses", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("city", "street", "dormitory"), name="one_coverage_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverageWord",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("word", models.TextField(db_collation="C")),
                ("in_city", models.BooleanField()),
                ("places", models.ManyToManyField(related_name="words", to="catalogue.coverageplace")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("word", "in_city"), name="one_coverage_word")],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="coverage_word_trigrams", opclasses=["gin_trgm_ops"]
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="building",
            name="dormitory",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="building",
            name="number",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Cast(
                    models.Func(models.F("house"), models.Value("[0-9]{1,9}"), function="substring"),
                    models.IntegerField(),
                ),
                output_field=models.IntegerField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="building",
            index=models.Index(fields=["city", "street", "number"], name="building_by_number"),
        ),
    ]
