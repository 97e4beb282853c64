"""What a subscriber agrees to, word by word, by purpose and version; a version is never changed, a new one is added."""

from dataclasses import dataclass

from kosmos.subscribers.errors import UnknownPurpose
from kosmos.subscribers.models import Purpose


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A version of the text of a purpose in each language."""

    purpose: Purpose
    version: int
    texts: dict[str, str]


TEXTS = (
    ConsentText(
        Purpose.ADVERTISING,
        1,
        {
            "ru": "Согласен получать по электронной почте рассказы о новых тарифах, скидках и акциях оператора. "
            "Для этого оператор использует имя, адрес почты и список подключённых услуг. Согласие действует, "
            "пока его не отозвали; после отзыва письма прекращаются.",
            "be": "Згодны атрымліваць па электроннай пошце расказы пра новыя тарыфы, зніжкі і акцыі аператара. "
            "Для гэтага аператар выкарыстоўвае імя, адрас пошты і спіс падключаных паслуг. Згода дзейнічае, "
            "пакуль яе не адклікалі; пасля адклікання лісты спыняюцца.",
            "en": "I agree to get e-mail about the operator's new plans, discounts and offers. For this the operator "
            "uses my name, my e-mail address and the list of my services. The consent holds until I withdraw it; "
            "after that the letters stop.",
        },
    ),
    ConsentText(
        Purpose.SMS_ADVERTISING,
        1,
        {
            "ru": "Согласен получать рекламу оператора в SMS на номер из профиля. Для этого оператор использует номер "
            "телефона и список подключённых услуг и передаёт номер и текст оператору мобильной связи. Согласие "
            "действует, пока его не отозвали.",
            "be": "Згодны атрымліваць рэкламу аператара ў SMS на нумар з профілю. Для гэтага аператар выкарыстоўвае "
            "нумар тэлефона і спіс падключаных паслуг і перадае нумар і тэкст аператару мабільнай сувязі. Згода "
            "дзейнічае, пакуль яе не адклікалі.",
            "en": "I agree to get the operator's advertising by SMS to the number in my profile. For this the operator "
            "uses my phone number and the list of my services, and passes number and text to the mobile network. "
            "The consent holds until I withdraw it.",
        },
    ),
    ConsentText(
        Purpose.SMS_ADVERTISING,
        2,
        {
            "ru": "Согласен получать рекламу оператора в SMS на мой номер телефона. Для этого оператор использует "
            "номер и список подключённых услуг и передаёт номер и текст оператору мобильной связи. Согласие "
            "действует, пока его не отозвали.",
            "be": "Згодны атрымліваць рэкламу аператара ў SMS на мой нумар тэлефона. Для гэтага аператар выкарыстоўвае "
            "нумар і спіс падключаных паслуг і перадае нумар і тэкст аператару мабільнай сувязі. Згода дзейнічае, "
            "пакуль яе не адклікалі.",
            "en": "I agree to get the operator's advertising by SMS to my phone number. For this the operator uses the "
            "number and the list of my services, and passes number and text to the mobile network. The consent holds "
            "until I withdraw it.",
        },
    ),
    ConsentText(
        Purpose.PASSING_ON,
        1,
        {
            "ru": "Согласен, чтобы оператор передавал партнёрам, чьи услуги он продаёт вместе со своими, имя, телефон "
            "и адрес подключения, когда я сам заказываю такую услугу. Для других целей данные не передаются. "
            "Согласие действует, пока его не отозвали.",
            "be": "Згодны, каб аператар перадаваў партнёрам, чые паслугі ён прадае разам са сваімі, імя, тэлефон "
            "і адрас падключэння, калі я сам заказваю такую паслугу. Для іншых мэт даныя не перадаюцца. "
            "Згода дзейнічае, пакуль яе не адклікалі.",
            "en": "I agree that the operator passes my name, phone and the address of my services on to partners whose "
            "services he sells with his own, when I order such a service myself. The data goes to nobody for "
            "anything else. The consent holds until I withdraw it.",
        },
    ),
)
"""Storage of a payment token has no text yet: it is asked for where a card is first kept."""


def texts_now() -> tuple[ConsentText, ...]:
    """The latest version of each purpose that can be asked about, in the order of the page."""
    latest = {text.purpose: text for text in sorted(TEXTS, key=lambda text: text.version)}
    return tuple(latest[purpose] for purpose in Purpose if purpose in latest)


def text_of(purpose: str, version: int | None = None) -> ConsentText:
    """A version of a purpose's text, the latest unless told otherwise. UnknownPurpose."""
    found = [text for text in TEXTS if text.purpose == purpose and version in {None, text.version}]
    if not found:
        raise UnknownPurpose(f"There is no text {version or ''} for {purpose}.", purpose=purpose)
    return max(found, key=lambda text: text.version)
