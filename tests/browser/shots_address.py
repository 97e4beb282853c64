"""The check of an address, and its states."""

from tests.browser.shot import Shot

SHOTS = (
    Shot("address", "/address/"),
    Shot("address-list", "/address/?q=красная"),
    Shot("address-house", "/address/?q=rhfcyfz 6"),
    Shot("address-dormitory", "/address/?q=общага 4"),
    Shot("address-near", "/address/?q=минск красная 7"),
    Shot("address-none", "/address/?q=гродно, советская, 1"),
    Shot("address-wait", "/apply/home/?address=гродно, советская, 1&wait=1"),
)
"""Every page of the topic, and its states."""
