"""Promise, suspension, leaving and extras."""

from tests.browser.shot import Shot

SHOTS = (
    Shot("promise-not-needed", "/cabinet/promise/", "anna"),
    Shot("suspension", "/cabinet/suspension/", "anna"),
    Shot("leaving", "/cabinet/leaving/", "anna"),
    Shot("extras", "/cabinet/extras/", "anna"),
    Shot("extra", "/cabinet/extras/router/", "anna"),
)
