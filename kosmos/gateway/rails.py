"""How payments find the rails that the settings name."""

from kosmos.config.wiring import RailNotSetUp, rail
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.rails.base import Rail


def wired_rail(name: str) -> Rail:
    """The rail of a name as config wires it. RailNotConfigured."""
    try:
        found: Rail = rail(name)
    except RailNotSetUp as error:
        raise RailNotConfigured(str(error), **error.parameters) from error
    return found
