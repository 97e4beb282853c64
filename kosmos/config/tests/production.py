"""Django under the settings of a production with https, in a process of its own."""

import os
import subprocess
import sys

HOST = "cabinet.example.by"
BEGIN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "cabinet.example.by", "x-forwarded-proto": "https"})
get = client.get
"""


def in_production(code: str, **settings: str) -> str:
    """What a piece of Python prints there; warnings are errors."""
    environment = os.environ | {
        "KOSMOS_PUBLIC_URL": f"https://{HOST}",
        "KOSMOS_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    }
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", BEGIN + code],
        env=environment | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()
