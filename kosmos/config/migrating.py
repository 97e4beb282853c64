"""Brings the database of the environment up to date, in a process of its own."""

import django

from kosmos.config.database import bring_up_to_date
from kosmos.config.environment import read_environment

if __name__ == "__main__":
    django.setup()
    bring_up_to_date(read_environment())
