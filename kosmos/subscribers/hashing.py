"""How passwords are kept: argon2id with the cost that OWASP's cheat sheet asks for at least."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: some hundredths of a second, so a flood of sign-ins leaves payments a core."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
