"""What an applicant agrees to, word by word, by purpose and version; a version is never changed, a new one is added."""

from dataclasses import dataclass

from kosmos.connections.models import Agreement
from kosmos.subscribers.consent_texts import text_of


@dataclass(frozen=True, slots=True)
class AgreementText:
    """A version of a purpose's text in each language; without a needed one nothing can be done."""

    purpose: Agreement
    version: int
    texts: dict[str, str]
    needed: bool


_APPLICATION = AgreementText(
    Agreement.APPLICATION,
    1,
    {
        "ru": "Согласен, чтобы оператор использовал имя, телефон и адрес из этой заявки, чтобы позвонить мне, "
        "проверить возможность подключения и подготовить договор. Согласие действует, пока заявка не закрыта; "
        "отозвать его раньше можно звонком или в офисе.",
        "be": "Згодны, каб аператар выкарыстоўваў імя, тэлефон і адрас з гэтай заяўкі, каб патэлефанаваць мне, "
        "праверыць магчымасць падключэння і падрыхтаваць дагавор. Згода дзейнічае, пакуль заяўка не закрыта; "
        "адклікаць яе раней можна званком або ў офісе.",
        "en": "I agree that the operator uses the name, phone and address of this application to call me, to see "
        "whether I can be connected and to prepare the contract. The consent holds until the application is closed; "
        "I can withdraw it before that by phone or at the office.",
    },
    needed=True,
)


def agreements_now() -> tuple[AgreementText, ...]:
    """The latest version of what an applicant is asked, the needed one first."""
    advertising = text_of(Agreement.SMS_ADVERTISING)
    return _APPLICATION, AgreementText(Agreement.SMS_ADVERTISING, advertising.version, advertising.texts, needed=False)
