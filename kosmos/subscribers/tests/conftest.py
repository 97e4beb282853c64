"""Passwords are hashed cheaply here: what is tested is who gets in, and how often."""

import pytest
from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def cheap_hashing(settings: SettingsWrapper) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
