"""The pages of traffic: what is left, low and used up; buying more; what follows; and what is not limited."""

from tests.browser.shot import Shot

SHOTS = (
    Shot("traffic", "/cabinet/traffic/", "anna"),
    Shot("traffic-month", "/cabinet/traffic/?month=2026-11", "anna"),
    Shot("traffic-used-up", "/cabinet/traffic/", "dmitry"),
    Shot("traffic-suspended", "/cabinet/traffic/", "sergey"),
    Shot("traffic-unlimited", "/cabinet/traffic/", "pavel"),
    Shot("traffic-none", "/cabinet/traffic/", "alesya"),
    Shot("traffic-more", "/cabinet/traffic/1/more/", "anna"),
    Shot("traffic-more-preview", "/cabinet/traffic/1/more/?gb=10", "anna"),
    Shot("traffic-more-refused", "/cabinet/traffic/1/more/?gb=20", "sergey"),
    Shot("traffic-then", "/cabinet/traffic/1/then/", "anna"),
    Shot("traffic-then-charge", "/cabinet/traffic/1/then/?then=charge", "anna"),
)
"""Where each of them is in the demo."""
