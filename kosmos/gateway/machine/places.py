"""Which desks there are, as the settings say, and the address of each."""

from kosmos.config.wiring import agents, erip
from kosmos.gateway.endpoints.cards import PUSHING
from kosmos.gateway.machine.desks import AgentDesk, desk_of
from kosmos.gateway.machine.erip_desk import EripDesk, erip_desk
from kosmos.gateway.machine.push_desk import Asker, PushDesk
from kosmos.gateway.machine.speech import Desk
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.rails.base import rail_named


def open_desks() -> dict[str, Desk]:
    """The desks by their addresses: agents' by protocol and name, ERIP's, and one for each provider that pushes."""
    desks: dict[str, Desk] = {f"/rails/{one.rail}/{one.name}": desk_of(one) for one in agents()}
    if setting := erip():
        desks["/rails/erip"] = erip_desk(setting)
    for name in PUSHING:
        try:
            rail = rail_named(name)
        except RailNotConfigured:
            continue
        desks[f"/rails/{name}/push"] = PushDesk(rail, Asker(rail))
    for desk in desks.values():
        if isinstance(desk, AgentDesk | EripDesk):
            desk.guard.remember()
    return desks
