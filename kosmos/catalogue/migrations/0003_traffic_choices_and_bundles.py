"""What may be chosen to follow a used-up volume, and what more traffic can be bought."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_extras"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="plan",
            name="traffic_is_consistent",
        ),
        migrations.AddField(
            model_name="plan",
            name="bundles",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="plan",
            name="used_up_choices",
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("megabyte_kopeck_hundredths", None),
                        ("throttle_kbps", None),
                        ("used_up", None),
                        ("volume_bytes", None),
                        ("bundles", []),
                        ("used_up_choices", []),
                    ),
                    models.Q(
                        ("used_up", 1),
                        ("used_up__isnull", False),
                        ("volume_bytes__gt", 0),
                        ("volume_bytes__isnull", False),
                        ("throttle_kbps__gt", 0),
                        ("throttle_kbps__isnull", False),
                        models.Q(
                            models.Q(
                                ("megabyte_kopeck_hundredths__gt", 0),
                                ("megabyte_kopeck_hundredths__isnull", False),
                                ("used_up_choices__contains", [3]),
                            ),
                            ("megabyte_kopeck_hundredths__isnull", True),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("used_up", 2),
                        ("used_up__isnull", False),
                        ("volume_bytes__gt", 0),
                        ("volume_bytes__isnull", False),
                        models.Q(
                            models.Q(
                                ("throttle_kbps__gt", 0),
                                ("throttle_kbps__isnull", False),
                                ("used_up_choices__contains", [1]),
                            ),
                            ("throttle_kbps__isnull", True),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(
                                ("megabyte_kopeck_hundredths__gt", 0),
                                ("megabyte_kopeck_hundredths__isnull", False),
                                ("used_up_choices__contains", [3]),
                            ),
                            ("megabyte_kopeck_hundredths__isnull", True),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("used_up", 3),
                        ("used_up__isnull", False),
                        ("volume_bytes__gt", 0),
                        ("volume_bytes__isnull", False),
                        models.Q(
                            models.Q(
                                ("throttle_kbps__gt", 0),
                                ("throttle_kbps__isnull", False),
                                ("used_up_choices__contains", [1]),
                            ),
                            ("throttle_kbps__isnull", True),
                            _connector="OR",
                        ),
                        ("megabyte_kopeck_hundredths__gt", 0),
                        ("megabyte_kopeck_hundredths__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="traffic_is_consistent",
            ),
        ),
    ]
