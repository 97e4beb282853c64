"""KOSMOS_AGENTS: what can be written, and what stops the start."""

from ipaddress import ip_network

import pytest

from kosmos.config.agents import AgentSetting, read_agents
from kosmos.kernel.errors import SetupError


def test_agents_with_their_options() -> None:
    text = "kiosk osmp 203.0.113.0/24 192.0.2.7 least=1.00 most=500 cancel=cancel_txn_id ; bank sberbank 2001:db8::/48;"
    kiosk, bank = read_agents(text)
    networks = (ip_network("203.0.113.0/24"), ip_network("192.0.2.7"))
    assert kiosk == AgentSetting("kiosk", "osmp", networks, 100, 50_000, "cancel_txn_id")
    assert bank == AgentSetting("bank", "sberbank", (ip_network("2001:db8::/48"),))
    assert read_agents("") == ()


@pytest.mark.parametrize(
    "text",
    [
        "kiosk",
        "kiosk osmp",
        "kiosk smoke 192.0.2.1",
        "Kiosk osmp 192.0.2.1",
        "kiosk osmp 192.0.2.300",
        "kiosk osmp 192.0.2.1 most=1e9",
        "kiosk osmp 192.0.2.1 cancel=maybe",
        "kiosk osmp 192.0.2.1 colour=red",
        "most=1 least=1 192.0.2.1",
        "kiosk osmp 192.0.2.1; kiosk cyberplat 192.0.2.1",
        "kiosk osmp 192.0.2.1 most=1 most=2",
        "kiosk osmp 192.0.2.1 least=2 most=1",
        "kiosk osmp 192.0.2.1 least=0",
        "erip osmp 192.0.2.1",
        "assist sberbank 192.0.2.1",
    ],
)
def test_what_cannot_be_read_stops_the_start(text: str) -> None:
    with pytest.raises(SetupError, match="KOSMOS_AGENTS"):
        read_agents(text)
