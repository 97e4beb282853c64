"""A plan's traffic: what goes together."""

from collections.abc import Mapping
from typing import Any

from kosmos.catalogue.models import UsedUp
from kosmos.editing.rules import Faults


def traffic_faults(values: Mapping[str, Any]) -> Faults:
    """What does not go together of a plan's traffic: the volume, what follows, what may be chosen, what it costs."""
    after, choices = values["used_up"], values["used_up_choices"]
    ways = {after, *choices} - {None}
    if not values["volume_bytes"]:
        others = ("used_up", "throttle_kbps", "megabyte_kopeck_hundredths", "used_up_choices", "bundles")
        return {name: "no_volume" for name in others if values[name]}
    faults: Faults = {} if after else {"used_up": "missing"}
    for way, name in ((UsedUp.THROTTLE, "throttle_kbps"), (UsedUp.CHARGE, "megabyte_kopeck_hundredths")):
        if (way in ways) != bool(values[name]):
            faults[name] = "way" if way in ways else "no_way"
    if choices and (len(choices) < 2 or after not in choices):
        faults["used_up_choices"] = "choices"
    return faults
