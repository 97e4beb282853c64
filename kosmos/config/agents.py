"""Which agents take money for the operator: their names, protocols and addresses, as KOSMOS_AGENTS says."""

import re
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import IPv4Network, IPv6Network, ip_network

from kosmos.kernel.errors import SetupError
from kosmos.kernel.providers import RESERVED

RAILS = ("osmp", "cyberplat", "sberbank")
CANCELS = ("prv_txn", "cancel_txn_id")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
SUM = re.compile(r"[0-9]{1,7}(\.[0-9]{2})?")
_EXAMPLE = "kiosk osmp 203.0.113.0/24 198.51.100.7 most=500.00; bank sberbank 192.0.2.1"


@dataclass(frozen=True, slots=True)
class AgentSetting:
    """An agent as the settings describe it; who comes from none of its networks is not served."""

    name: str
    rail: str
    networks: tuple[IPv4Network | IPv6Network, ...]
    least_kopecks: int = 1
    most_kopecks: int = 500_000
    cancel: str = ""


def read_agents(text: str) -> tuple[AgentSetting, ...]:
    """Agents, one after each semicolon. SetupError if one of them cannot be read."""
    agents = tuple(_agent(words) for part in text.split(";") if (words := part.split()))
    if len({agent.name for agent in agents}) != len(agents):
        raise SetupError("bad_setting", "KOSMOS_AGENTS names an agent twice.")
    return agents


def _agent(words: list[str]) -> AgentSetting:
    options = options_of("KOSMOS_AGENTS", words)
    plain = [word for word in words if "=" not in word]
    name, rail, networks = "".join(plain[:1]), "".join(plain[1:2]), plain[2:]
    good = _NAME.fullmatch(name) and rail in RAILS and networks and options.keys() <= {"least", "most", "cancel"}
    sums = [options.get("least", "0.01"), options.get("most", "5000.00")]
    if not good or not all(map(SUM.fullmatch, sums)) or options.get("cancel", CANCELS[0]) not in CANCELS:
        raise SetupError("bad_setting", f"KOSMOS_AGENTS has {' '.join(words)!r}; agents are written like: {_EXAMPLE}")
    try:
        nets = tuple(ip_network(one) for one in networks)
    except ValueError as error:
        raise SetupError("bad_setting", f"KOSMOS_AGENTS, {name}: {error}.") from error
    if name in RESERVED:
        raise SetupError(
            "bad_setting", f"KOSMOS_AGENTS names an agent {name!r}, which is a provider's name: choose another."
        )
    least, most = sums_of("KOSMOS_AGENTS", sums)
    return AgentSetting(name, rail, nets, least, most, options.get("cancel", ""))


def sums_of(name: str, texts: list[str]) -> tuple[int, int]:
    """The least and the most that is taken, in kopecks, as they stand in a setting. SetupError."""
    least, most = (int(Decimal(text) * 100) for text in texts)
    if not 0 < least <= most:
        raise SetupError(
            "bad_setting",
            f"{name} has least={texts[0]} most={texts[1]}; the least must be a sum, and no more than the most.",
        )
    return least, most


def options_of(name: str, words: list[str]) -> dict[str, str]:
    """The options among the words of a setting, each said once. SetupError."""
    pairs = [word.partition("=")[::2] for word in words if "=" in word]
    found = dict(pairs)
    if len(found) != len(pairs):
        raise SetupError("bad_setting", f"{name} says an option twice: {' '.join(words)!r}.")
    return found
