"""Who applied to the demo's operator, and what happened about it: days are counted back from the demo's today."""

from dataclasses import dataclass

DORMITORY = "Общежитие № 4, Октябрьская, 10А"
HELP = "Кабель заведён, роутер настроен, скорость по тарифу."


@dataclass(frozen=True, slots=True)
class Wished:
    """What was wished."""

    kind: str
    name: str
    organisation: str = ""
    address: str = ""
    dormitory: str = ""
    room: str = ""
    service: str = ""
    plan: str = ""
    comment: str = ""
    source: str = "site"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened about an application: what, when, by whom, and in which words.

    ``reason`` is why it was refused, or a company's УНП in its contract; ``kopecks`` were paid with the contract.
    """

    what: str
    clock: str
    days_ago: int = 0
    text: str = ""
    by: str = "sales"
    reason: str = ""
    again_hours: int = 0
    kopecks: int = 0


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who applied; ``hours`` is the place of the hours in which he wants to be called."""

    phone: str
    clock: str
    wish: Wished
    days_ago: int = 0
    hours: int | None = None
    steps: tuple[Step, ...] = ()


def home(name: str, address: str, plan: str = "", **more: str) -> Wished:
    """Somebody at home."""
    return Wished("home", name, address=address, plan=plan, **more)


def student(name: str, dormitory: str, room: str, plan: str = "") -> Wished:
    """Somebody in a dormitory."""
    return Wished("student", name, dormitory=dormitory, room=room, plan=plan)


def business(organisation: str, name: str, address: str, plan: str = "", **more: str) -> Wished:
    """A company."""
    return Wished("business", name, organisation=organisation, address=address, plan=plan, **more)


def call(name: str, comment: str = "") -> Wished:
    """Somebody who wants to be called."""
    return Wished("call_back", name, comment=comment)


APPLICANTS: tuple[Applicant, ...] = (
    # New: of this morning, of the night, late, not reached, opened again
    Applicant("+375291550101", "09:42", home("Ирина Вольская", "Минск, Якуба Коласа, 39/1, кв. 15", "kombo-50")),
    Applicant("+375291550102", "09:05", student("Кузьмич Арсений", DORMITORY, "318", "student-50")),
    Applicant(
        "+375291550103", "16:20", home("Виталий Прокопчук", "Минск, Притыцкого, 97, кв. 44", "kosm-60"), days_ago=1
    ),
    Applicant(
        "+375291550104", "23:10", days_ago=1,
        wish=business("ООО «Липа и Ко»", "Жанна Липа", "Минск, Сурганова, 57Б, офис 3", "business-50",
                      comment="Нужен постоянный адрес IP"),
    ),
    Applicant(
        "+375291550105", "11:15", home("Константин Радкевич", "Минск, Рокоссовского, 49, кв. 8"), days_ago=2,
        steps=(
            Step("missed", "13:00", 2, "Занято"),
            Step("missed", "10:20", 1, "Не берёт"),
            Step("missed", "18:40", 1, "Сбросил", again_hours=16),
        ),
    ),
    Applicant(
        "+375291550106", "10:00", home("Светлана Мазур", "Минск, Якуба Коласа, 37, кв. 61", "kombo-25"), days_ago=5,
        steps=(
            Step("reached", "11:00", 5, "Думает"),
            Step("refused", "11:05", 5, "Дорого за подключение", reason="too_dear"),
            Step("again", "09:20", text="Перезвонила сама: готова"),
        ),
    ),
    # Call-backs: soon, at an hour, late, asked again later, done
    Applicant("+375291550107", "09:51", call("Алеся", "Какой тариф подойдёт для игр?")),
    Applicant("+375291550108", "09:12", call("Николай Петрович"), hours=1),
    Applicant("+375291550109", "17:45", call("Юлия"), days_ago=1, steps=(Step("missed", "18:10", 1, "Не отвечает"),)),
    Applicant(
        "+375291550110", "15:30", call("Роман", "Перенести договор на жену"), days_ago=1,
        steps=(Step("reached", "16:00", 1, "На совещании, просил завтра после обеда", "agent", again_hours=22),),
    ),
    Applicant(
        "+375291550111", "12:00", call("Зинаида Ивановна", "Как платить через ЕРИП"), days_ago=1,
        steps=(Step("reached", "12:25", 1, "Рассказала про дерево ЕРИП", "agent"),),
    ),
    # Contacted: is it possible?
    Applicant(
        "+375291550112", "18:30", home("Павел Сидорович", "Минск, Чюрлёниса, 5, кв. 102", "kombo-100"), days_ago=1,
        steps=(Step("reached", "09:15", text="Просит сначала проверить подъезд: щиток закрыт"),),
    ),
    Applicant(
        "+375291550113", "10:10", home("Анжела Тур", "Минск, Лесная, 12, кв. 3"), days_ago=1,
        steps=(
            Step("reached", "11:00", 1, "Дом новый, его нет в списке"),
            Step("note", "11:10", 1, "Спросил строителей: ждём ответа о вводе кабеля"),
        ),
    ),
    # Possible: a visit is to be planned
    Applicant(
        "+375291550114", "14:00", student("Лапицкая Дарья", DORMITORY, "512", "student-20"), days_ago=1,
        steps=(Step("reached", "14:30", 1), Step("possible", "14:32", 1, "Розетка в комнате есть")),
    ),
    Applicant(
        "+375291550115", "09:30", business("ИП Белко", "Инна Белко", "Минск, проспект Независимости, 94, пом. 2",
                                           "business-100"), days_ago=3,
        steps=(Step("reached", "10:10", 3), Step("possible", "16:00", 3, "Ввод есть с торца")),
    ),
    # Connected: the contract is to be signed
    Applicant(
        "+375291550116", "12:40", home("Вадим Шкляр", "Минск, Притыцкого, 62, кв. 31", "kombo-50"), days_ago=3,
        steps=(Step("reached", "13:00", 3), Step("possible", "13:05", 3), Step("visited", "10:00", 2, "RT-24-110150")),
    ),
    Applicant(
        "+375291550117", "09:40", business("ООО «Мята»", "Ольга Мороз", "Минск, проспект Дзержинского, 11, пом. 7",
                                           "business-50"), days_ago=4,
        steps=(Step("reached", "10:00", 4), Step("possible", "11:00", 4), Step("visited", "14:00", 2, "RT-24-110151")),
    ),
    # Signed and waiting for the first payment; a subscriber
    Applicant(
        "+375291550118", "10:30", home("Тимофей Гринь", "Минск, Рокоссовского, 49, кв. 77", "kosm-30", source="office"),
        days_ago=4,
        steps=(
            Step("possible", "10:40", 4, "Пришёл в офис, дом в сети"),
            Step("visited", "09:00", 3, "RT-24-110152"),
            Step("signed", "09:10"),
        ),
    ),
    Applicant(
        "+375291550119", "16:00", home("Полина Качан", "Минск, Сурганова, 57Б, кв. 19", "kosm-60", source="phone"),
        days_ago=6,
        steps=(
            Step("possible", "16:10", 6),
            Step("visited", "14:00", 5, "RT-24-110153"),
            Step("signed", "09:25", kopecks=5_000),
        ),
    ),
    # Refused: there is no network, another operator, nobody answered, a duplicate
    Applicant(
        "+375291550120", "10:00", home("Фёдор Заяц", "Смолевичи, Социалистическая, 4, кв. 2"), days_ago=7,
        steps=(
            Step("reached", "10:45", 7),
            Step("refused", "12:00", 7, "Города нет в планах до лета", reason="no_coverage"),
        ),
    ),
    Applicant(
        "+375291550121", "20:15", home("Галина Рудько", "Минск, Октябрьская, 10А, кв. 5"), days_ago=6,
        steps=(
            Step("missed", "09:30", 5), Step("missed", "15:00", 5), Step("missed", "11:00", 4),
            Step("refused", "11:05", 4, reason="not_reached"),
        ),
    ),
    Applicant(
        "+375291550103", "17:05", home("Прокопчук В.", "Минск, Притыцкого 97-44", source="phone"), days_ago=1,
        steps=(Step("duplicate", "17:10", 1),),
    ),
    Applicant("+375291550101", "09:48", home("Вольская", "Минск, Якуба Коласа 39/1, кв. 15", source="phone")),
)  # fmt: skip
"""Whoever applied, the newest stages first."""
