"""How ERIP asks online, as KOSMOS_ERIP says."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from kosmos.config.agents import SUM, options_of, sums_of
from kosmos.kernel.errors import SetupError

ENCODINGS = {"windows-1251": "cp1251", "utf-8": "utf-8"}
NEXT = {"", "ServiceInfo", "TransactionStart"}
DEFAULTS = {
    "service": "",
    "least": "0.01",
    "most": "5000.00",
    "encoding": "windows-1251",
    "mark": ".",
    "next": "",
    "returns": "signed",
}
_SERVICE = re.compile(r"[0-9]{1,8}")
_EXAMPLE = "203.0.113.0/24 service=4571 most=500.00"


@dataclass(frozen=True, slots=True)
class EripSetting:
    """Where ERIP comes from, for which services, and what its messages look like; ``salt`` if both sides sign them."""

    networks: tuple[IPv4Network | IPv6Network, ...]
    services: tuple[str, ...] = ()
    salt: str = ""
    least_kopecks: int = 1
    most_kopecks: int = 500_000
    encoding: str = "cp1251"
    mark: str = "."
    next_request: str = ""
    drops_returns: bool = False


def read_erip_setting(text: str, salt: str) -> EripSetting | None:
    """ERIP's setting: its addresses, then options; None if there is none. SetupError if it cannot be read."""
    words = text.split()
    if not words:
        if salt:
            raise SetupError("missing_setting", f"KOSMOS_ERIP_SALT is set, but KOSMOS_ERIP is not, like: {_EXAMPLE}")
        return None
    said = DEFAULTS | options_of("KOSMOS_ERIP", words)
    good = said["encoding"] in ENCODINGS and said["mark"] in {".", ","} and said["returns"] in {"signed", "dropped"}
    good = good and all(SUM.fullmatch(said[name]) for name in ("least", "most"))
    if not good or said.keys() != DEFAULTS.keys() or said["next"] not in NEXT:
        raise SetupError("bad_setting", f"KOSMOS_ERIP is {text!r}; it is written like: {_EXAMPLE}")
    least, most = sums_of("KOSMOS_ERIP", [said["least"], said["most"]])
    return EripSetting(
        networks=_networks(words),
        services=_services(said["service"]),
        salt=_salt(salt, ENCODINGS[said["encoding"]]),
        least_kopecks=least,
        most_kopecks=most,
        encoding=ENCODINGS[said["encoding"]],
        mark=said["mark"],
        next_request=said["next"],
        drops_returns=said["returns"] == "dropped",
    )


def _services(text: str) -> tuple[str, ...]:
    found = tuple(text.split(",")) if text else ()
    if not all(_SERVICE.fullmatch(one) for one in found):
        raise SetupError(
            "bad_setting", f"KOSMOS_ERIP has service={text}; services are numbers, like: service=4571,4572"
        )
    return found


def _salt(salt: str, encoding: str) -> str:
    """The salt, which is signed with in the encoding of the messages."""
    try:
        salt.encode(encoding)
    except UnicodeEncodeError as error:
        raise SetupError("bad_setting", f"KOSMOS_ERIP_SALT has signs that {encoding} lacks: copy it anew.") from error
    if salt != salt.strip() or not salt.isprintable():
        raise SetupError(
            "bad_setting", "KOSMOS_ERIP_SALT has spaces around it, or signs that cannot be seen: copy it anew."
        )
    return salt


def _networks(words: list[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        found = tuple(ip_network(word) for word in words if "=" not in word)
    except ValueError as error:
        raise SetupError("bad_setting", f"KOSMOS_ERIP: {error}.") from error
    if not found:
        raise SetupError("bad_setting", f"KOSMOS_ERIP names no address that ERIP comes from, like: {_EXAMPLE}")
    return found
