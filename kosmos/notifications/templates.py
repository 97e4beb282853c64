"""What messages say as data: the house's words, what may stand in braces, and how a message looks with sample data."""

from string import Formatter
from zoneinfo import ZoneInfo

from kosmos.notifications.models import Message, MessageTemplate
from kosmos.notifications.rules import TOPIC_OF
from kosmos.notifications.words import Saying
from kosmos.notifications.writing import TONGUES, Names, fields_of, one_space, saying_of, subject_and_text

EVENTS = tuple(event for event in TOPIC_OF if event != "news")
"""What an operator may say in his own words; news are his own anyway."""
LONGEST_SMS = 134
"""Two parts in Cyrillic."""
NEEDED = {
    "email_code_asked": {"text": {"code"}},
    "bill_made": {"text": {"link"}, "sms": {"link"}},
    "access_link_email": {"text": {"link"}},
    "access_link_sms": {"text": {"link"}, "sms": {"link"}},
}
"""What must not be left out, by event and part."""
PARTS = ("subject", "text", "sms")
_PLAN = {"ru": "Орбита 100", "be": "Арбіта 100", "en": "Orbit 100"}
_SAMPLE: dict[str, object] = {
    "subscription": 1,
    "number": 27,
    "on": "2026-12-01",
    "first_on": "2026-12-01",
    "last_on": "2026-12-31",
    "until_on": "2026-12-05",
    "until_at": "2026-12-04T07:00:00+00:00",
    "planned_at": "2026-12-31T07:00:00+00:00",
    "kopecks": 2790,
    "before": 2590,
    "from": "old",
    "to": "new",
    "plan": "old",
    "left_bytes": 10 * 1024**3,
    "then": "throttle",
    "field": "phone",
    "code": "042042",
    "comment": "—",
}
_SAMPLE_LINK = "https://example.by/access/a1b2c3/"
_ZONE = ZoneInfo("Europe/Minsk")


def house_template(event: str) -> MessageTemplate | None:
    """What the house says of an event, in all languages; None for what nobody words."""
    if event not in EVENTS:
        return None
    made = {part: {code: getattr(tongue.sayings[event], part) for code, tongue in TONGUES.items()} for part in PARTS}
    return MessageTemplate(event=event, **made)


def fields_named(text: str) -> set[str]:
    """What stands in braces; ValueError where braces are anything but a plain name in them."""
    found = set()
    for _before, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(name)
        found.add(name)
    return found


def fields_for(event: str) -> set[str]:
    """What may stand in braces of an event's words: what the house's words name in any language."""
    sayings = [tongue.sayings[event] for tongue in TONGUES.values()]
    return {name for one in sayings for part in PARTS for name in fields_named(getattr(one, part))}


def example_of(template: MessageTemplate, language: str) -> Saying:
    """A message with sample data: subject, text and SMS as a subscriber would read them."""
    event = template.event
    about = {**_SAMPLE, **({} if event.startswith("plan_change") else {"from": None, "to": None})}
    message = Message(account_id=0, event=event, key="", channel="email", about=about)
    plans = {"old": _PLAN, "new": {code: f"{name[:-3]}200" for code, name in _PLAN.items()}}
    filled = fields_of(message, language, Names({(0, 1): _PLAN}, plans, {}), _ZONE, 590)
    filled["link"] = _SAMPLE_LINK
    saying = saying_of(template, event, language)
    subject, text = subject_and_text(saying, filled)
    return Saying(subject, text, one_space(saying.sms.format_map(filled)))
