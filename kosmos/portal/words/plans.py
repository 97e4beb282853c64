"""Names of plans and extras by their codes, as a page may print them without a query of its own."""

from collections.abc import Callable
from time import monotonic

from kosmos.catalogue.models import Extra, Plan
from kosmos.wording.typography import quoted, text

_SECONDS = 60.0
_Names = dict[str, tuple[dict[str, str], dict[str, str]]]


class _Remembered:
    """Every name and its service's, asked again after a minute or when a code is not among them."""

    def __init__(self, ask: Callable[[], _Names]) -> None:
        self.ask = ask
        self.names: _Names = {}
        self.asked_at = 0.0

    def of(self, code: str) -> tuple[dict[str, str], dict[str, str]] | None:
        if code not in self.names or monotonic() - self.asked_at > _SECONDS:
            self.names = self.ask()
            self.asked_at = monotonic()
        return self.names.get(code)


def _plans() -> _Names:
    found = Plan.objects.values_list("code", "name", "service__name")
    return {plan: (name, service) for plan, name, service in found}


def _extras() -> _Names:
    return {code: (name, {}) for code, name in Extra.objects.values_list("code", "name")}


_remembered = _Remembered(_plans)
_remembered_extras = _Remembered(_extras)


def forget_names() -> None:
    """Ask the database again for the next name."""
    _remembered.names = {}
    _remembered_extras.names = {}


def plan_name(code: str) -> str:
    """A plan's name in quotes: «Орбита 100»; its code where it has none."""
    found = _remembered.of(code)
    return quoted(text(found[0]) if found else code)


def extra_name(code: str) -> str:
    """What can be ordered once, in quotes: «Роутер Wi-Fi»; its code where it has none."""
    found = _remembered_extras.of(code)
    return quoted(text(found[0]) if found else code)


def plan_title(code: str, name: dict[str, str] | None = None) -> str:
    """A plan's service and name: "Интернет «Орбита 100»"; the name that is given, or the code, of an unknown one."""
    found = _remembered.of(code)
    return f"{text(found[1])} {quoted(text(found[0]))}" if found else quoted(text(name) if name else code)
