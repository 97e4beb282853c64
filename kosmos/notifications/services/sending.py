"""Messages go out: looked at once more, written in the person's language, handed to a gateway, and noted.

The claim is written before the gateway is touched and the outcome after it. A sender that dies between leaves a claim
that is nobody's; its message is then handed over again under the same id (see docs/operate/messages.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from kosmos.catalogue.queries import operator_zone
from kosmos.notifications.channels.base import Delivery, GatewayDown, Letter, LetterDeferred, LetterRefused
from kosmos.notifications.models import Channel, Gateway, Message, Preference, State
from kosmos.notifications.rules import (
    AT_ONCE,
    BY_ALL,
    CONTACT_STANDS,
    GIVE_UP,
    ONLY_BY,
    House,
    is_told,
    out_of_quiet,
    wait_after,
)
from kosmos.notifications.services.claims import begin_handing, claim, free_the_left, sender
from kosmos.notifications.truth import is_still_true
from kosmos.notifications.writing import letter_of
from kosmos.subscribers.models import ContactChange, ContactField, Subscriber
from kosmos.subscribers.queries import subscriber_of

BATCH = 20


def send_due(*, now: datetime, gateways: Mapping[str, Delivery], most: int = 500, house: House | None = None) -> int:
    """Send what is due by the gateways that are up; how many messages were dealt with. Never in a transaction.

    Two may do this at once. A gateway that gives no answer rests, longer each time; its messages wait.
    """
    free_the_left()
    with sender() as number:
        turn = _Turn(number, now, operator_zone(), house or House())
        return sum(_send_by(channel, gateway, turn, most) for channel, gateway in gateways.items())


@dataclass(frozen=True, slots=True)
class _Turn:
    """Under which number messages are claimed, when, and by which rules of the house."""

    number: int
    now: datetime
    zone: ZoneInfo
    house: House


def _send_by(channel: str, gateway: Delivery, turn: _Turn, most: int) -> int:
    done = 0
    while done < most and not _rests(channel, turn.now):
        batch = claim(turn.number, channel, now=turn.now, limit=min(BATCH, most - done))
        if not batch:
            break
        for message in batch:
            if not _send(message, gateway, turn):
                return done
            done += 1
    return done


def _send(message: Message, gateway: Delivery, turn: _Turn) -> bool:
    """Deal with one claimed message; False if the gateway is down."""
    now, number = turn.now, turn.number
    waits = message.channel == Channel.SMS and message.event not in AT_ONCE
    awake_at = out_of_quiet(now, turn.zone, turn.house) if waits else now
    if awake_at > now:
        _note(message, number, state=State.QUEUED, next_at=awake_at)
        return True
    person = subscriber_of(message.account_id)
    address, reason = _where(message, person), _why_not(message, person, now)
    if reason or not address:
        _note(message, number, state=State.DROPPED, reason=reason or "no_address")
        return True
    return _hand_over(message, letter_of(message, person.language, address, now=now), gateway, turn)


def _hand_over(message: Message, letter: Letter, gateway: Delivery, turn: _Turn) -> bool:
    """Hand a letter to its gateway and note the outcome; False if the gateway is down."""
    if not begin_handing(message, turn.number):
        return True
    try:
        known_as = gateway.send(letter, again=message.attempts > 0)
    except GatewayDown as error:
        _wait(message, turn.number, str(error), turn.now)
        _let_rest(message.channel, turn.now)
        return False
    except LetterDeferred as error:
        _wait(message, turn.number, str(error), turn.now)
        return True
    except LetterRefused as error:
        _note(message, turn.number, state=State.FAILED, reason=str(error), address=letter.to)
        return True
    said: dict[str, object] = {"address": letter.to, "subject": letter.subject, "text": letter.text}
    if message.event in ONLY_BY:
        said |= {"text": "", "about": {}}
    _note(message, turn.number, state=State.SENT, sent_at=turn.now, provider_id=known_as, reason="", **said)
    Gateway.objects.filter(channel=message.channel).exclude(silences=0).update(silences=0, rests_until=None)
    return True


def _where(message: Message, person: Subscriber) -> str:
    """The address that a message goes to: of a change of contacts, the one that was there before."""
    about, mail = message.about, message.channel == Channel.EMAIL
    if message.event in ONLY_BY:
        return str(about.get("to", ""))
    if message.event not in BY_ALL:
        return person.email if mail else person.phone
    what = ContactField.EMAIL if mail else ContactField.PHONE
    return str(about["old"]) if about.get("field") == what else _contact_before(message, person, what)


def _contact_before(message: Message, person: Subscriber, what: ContactField) -> str:
    """The contact that stood when nothing had been changed lately: not one that came with the change itself."""
    lately = ContactChange.objects.filter(subscriber=person, field=what, at__gt=message.at - CONTACT_STANDS)
    before = lately.exclude(before="").order_by("at").values_list("before", flat=True).first()
    return before or (person.email if what == ContactField.EMAIL else person.phone)


def _why_not(message: Message, person: Subscriber, now: datetime) -> str:
    """Why a message is not sent any more; nothing if it is."""
    if message.at < now - GIVE_UP:
        return "too_late"
    chosen = Preference.objects.filter(subscriber=person).values_list("topic", "channel", "wanted")
    wanted = {(topic, channel): want for topic, channel, want in chosen}
    if not is_told(message.event, message.channel, wanted):
        return "not_wanted"
    return "" if is_still_true(message, now) else "not_true"


def _wait(message: Message, number: int, reason: str, now: datetime) -> None:
    """Queue a message again, for later each time."""
    _note(message, number, state=State.QUEUED, next_at=now + wait_after(message.attempts + 1), reason=reason)


def _let_rest(channel: str, now: datetime) -> None:
    """Leave a gateway in peace, longer after each silence in a row."""
    Gateway.objects.get_or_create(channel=channel)
    found = Gateway.objects.filter(channel=channel)
    found.update(silences=F("silences") + 1)
    found.update(rests_until=now + wait_after(found.get().silences))


def _rests(channel: str, now: datetime) -> bool:
    return Gateway.objects.filter(channel=channel, rests_until__gt=now).exists()


def _note(message: Message, number: int, *, state: State, **values: object) -> None:
    """Write a claimed message's outcome; nothing if it is not held any more."""
    mine = Message.objects.filter(pk=message.pk, state=State.SENDING, claimed_by=number)
    mine.update(state=state, claimed_by=None, **values)
