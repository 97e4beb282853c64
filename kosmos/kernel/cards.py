"""Payment card numbers, told from other numbers by their own check."""


def passes_luhn(digits: str) -> bool:
    """Whether digits pass the check that every card number passes, and one number in ten by chance."""
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
