"""What a technician goes through at a visit, by service; each thing in the languages of the pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A thing to be seen to, by its code."""

    code: str
    name: dict[str, str]


CABLE = Check(
    "cable",
    {
        "ru": "Кабель заведён и закреплён",
        "be": "Кабель заведзены і замацаваны",
        "en": "The cable is brought in and fastened",
    },
)
SIGNAL = Check(
    "signal",
    {"ru": "Уровень сигнала в норме", "be": "Узровень сігналу ў норме", "en": "The signal level is right"},
)
SHOWN = Check(
    "shown",
    {
        "ru": "Абоненту показано, как пользоваться и куда звонить",
        "be": "Абаненту паказана, як карыстацца і куды тэлефанаваць",
        "en": "The customer was shown how to use it and where to call",
    },
)
CLEAN = Check(
    "clean",
    {"ru": "Место работы убрано", "be": "Месца працы прыбрана", "en": "The place of work was left clean"},
)
_TUNED = Check(
    "tuned",
    {"ru": "Каналы настроены и показывают", "be": "Каналы наладжаны і паказваюць", "en": "The channels are tuned"},
)

_OF_SERVICE: dict[str, tuple[Check, ...]] = {
    "internet": (
        CABLE,
        SIGNAL,
        Check(
            "router",
            {"ru": "Роутер включён и настроен", "be": "Роўтар уключаны і наладжаны", "en": "The router is set up"},
        ),
        Check(
            "speed",
            {
                "ru": "Скорость измерена и соответствует тарифу",
                "be": "Хуткасць вымераная і адпавядае тарыфу",
                "en": "The speed was measured and is the plan's",
            },
        ),
    ),
    "digital_tv": (
        CABLE,
        SIGNAL,
        Check(
            "box",
            {
                "ru": "Приставка или карта установлена",
                "be": "Прыстаўка або карта ўсталявана",
                "en": "The box is set up",
            },
        ),
        _TUNED,
    ),
    "analog_tv": (CABLE, SIGNAL, _TUNED),
    "mmds": (
        Check(
            "antenna",
            {
                "ru": "Антенна закреплена и наведена",
                "be": "Антэна замацавана і наведзена",
                "en": "The aerial is aligned",
            },
        ),
        SIGNAL,
        _TUNED,
    ),
    "telephony": (
        CABLE,
        Check(
            "calls",
            {
                "ru": "Звонок туда и обратно проверен",
                "be": "Званок туды і назад правераны",
                "en": "A call out and a call in were tried",
            },
        ),
    ),
    "video": (
        CABLE,
        Check(
            "cameras",
            {
                "ru": "Камеры показывают и пишут",
                "be": "Камеры паказваюць і пішуць",
                "en": "The cameras show and record",
            },
        ),
    ),
}
_ANY: tuple[Check, ...] = (CABLE, SIGNAL)
"""Of an application that names no service, and of a service that has no list."""


def checklist_of(service: str) -> tuple[Check, ...]:
    """What is gone through for a service, by its code in the catalogue."""
    return (*_OF_SERVICE.get(service, _ANY), SHOWN, CLEAN)
