"""KOSMOS_ERIP and its salt: what is read, and what stops the start by its name."""

from ipaddress import ip_network

import pytest

from kosmos.config.erip import EripSetting, read_erip_setting
from kosmos.kernel.errors import SetupError

ERIP = "192.0.2.0/24"


def test_addresses_and_options_are_read() -> None:
    assert read_erip_setting("", "") is None
    text = f"{ERIP} service=4571,4572 least=1.00 most=500 encoding=utf-8 mark=, next=ServiceInfo returns=dropped"
    assert read_erip_setting(text, "соль") == EripSetting(
        networks=(ip_network(ERIP),),
        services=("4571", "4572"),
        salt="соль",
        least_kopecks=100,
        most_kopecks=50_000,
        encoding="utf-8",
        mark=",",
        next_request="ServiceInfo",
        drops_returns=True,
    )


@pytest.mark.parametrize(
    ("text", "salt", "says"),
    [
        pytest.param("service=4571", "", "KOSMOS_ERIP names no address", id="no address"),
        pytest.param("192.0.2.1/24", "", "has host bits set", id="a network that is none"),
        pytest.param(f"{ERIP} colour=red", "", "is written like", id="no such option"),
        pytest.param(f"{ERIP} next=Storn", "", "is written like", id="no such request"),
        pytest.param(f"{ERIP} most=5 most=6", "", "says an option twice", id="twice"),
        pytest.param(f"{ERIP} least=6 most=5", "", "least=6 most=5", id="more than the most"),
        pytest.param(f"{ERIP} least=0", "", "the least must be a sum", id="nothing"),
        pytest.param(f"{ERIP} service=tv", "", "services are numbers", id="no number of a service"),
        pytest.param(f"{ERIP} service=4571,", "", "services are numbers", id="an empty service"),
        pytest.param("", "salt", "KOSMOS_ERIP_SALT is set, but KOSMOS_ERIP is not", id="a salt alone"),
        pytest.param(
            ERIP, "塩", "KOSMOS_ERIP_SALT has signs that cp1251 lacks", id="a salt that cannot be signed with"
        ),
        pytest.param(ERIP, "salt ", "KOSMOS_ERIP_SALT has spaces around it", id="a salt with a space"),
    ],
)
def test_what_cannot_be_stops_the_start(text: str, salt: str, says: str) -> None:
    with pytest.raises(SetupError, match="KOSMOS_ERIP") as refused:
        read_erip_setting(text, salt)
    assert says in str(refused.value)
