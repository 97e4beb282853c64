"""The profile, consents, one's own data, the second factor."""

from tests.browser.shot import Shot

SHOTS = (
    Shot("profile", "/cabinet/profile/", "anna"),
    Shot("profile-phone", "/cabinet/profile/phone/", "anna"),
    Shot("profile-email", "/cabinet/profile/email/", "anna"),
    Shot("consents", "/cabinet/profile/consents/", "anna"),
    Shot("my-data", "/cabinet/profile/data/", "anna"),
    Shot("deletion", "/cabinet/profile/data/deletion/", "anna"),
    Shot("second-factor", "/cabinet/profile/second-factor/", "anna"),
)
