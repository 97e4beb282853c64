"""Passwords are hashed cheaply here: what is tested is who gets in, and how often."""

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def cheap_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
