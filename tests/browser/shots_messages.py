"""Pages about what a subscriber was told."""

from tests.browser.shot import Shot

SHOTS = (
    Shot("messages", "/cabinet/messages/", "anna"),
    Shot("messages-unread", "/cabinet/messages/?show=unread", "irina"),
    Shot("messages-settings", "/cabinet/messages/settings/", "anna"),
    Shot("demo-mail", "/demo/mail/"),
    Shot("demo-sms", "/demo/sms/"),
)
