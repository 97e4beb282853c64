"""A made-up register of houses: towns, villages and streets as Belarus has them, as many as are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random


def _words(*lines: str) -> list[str]:
    return [word for line in lines for word in line.split()]


CAPITAL = "Минск"
CENTRES = _words("Гомель Витебск Могилёв Гродно Брест")
TOWNS = _words(
    "Бобруйск Барановичи Борисов Пинск Орша Мозырь Солигорск Новополоцк Лида Молодечно Полоцк Жлобин Светлогорск",
    "Речица Слуцк Жодино Слоним Кобрин Волковыск Калинковичи Сморгонь Рогачёв Осиповичи Горки Новогрудок",
)
DISTRICTS = _words(
    "Вилейка Берёза Кричев Дзержинск Ивацевичи Лунинец Поставы Добруш Марьина-Горка Столбцы Несвиж Глубокое Лепель",
    "Новолукомль Быхов Житковичи Столин Шклов Мосты Костюковичи Климовичи Щучин Смолевичи Заславль Ошмяны Иваново",
    "Пружаны Фаниполь Каменец Дрогичин Толочин Микашевичи Хойники Малорита Ганцевичи Ляховичи Клецк Чаусы Чериков",
    "Мстиславль Браслав Копыль Логойск Любань Червень Березино Узда Воложин Мядель Крупки Старые-Дороги Петриков",
    "Наровля Брагин Буда-Кошелёво Ветка Чечерск Корма Лоев Ельск Лельчицы Октябрьский Ивье Дятлово Зельва Свислочь",
    "Берестовица Кореличи Вороново Островец Верхнедвинск Миоры Докшицы Ушачи Россоны Городок Сенно Чашники Бешенковичи",
)
_VILLAGE_BEGINS = _words(
    "Нов Стар Мал Велик Бел Красн Чернолес Заречн Залес Подгорн Дубров Берёз Ольхов Каменк Лип Осин Сосн Вишн Яблон",
    "Журавл Сокол Лебед Бобр Зубр Волк Лис Мед Пчел Рыб Озер Болот Мост Млын Кузн Гут Буд Руд Слобод Городищ Замост",
    "Михал Андре Степан Богдан Рад Мир Люб Твор Вол Княж Пан Шлях Корч Хут Двор Сел",
)
_VILLAGE_ENDS = _words("ичи овка ино ое ево ки щина яны ень уша ное ишки ля ица ов ец овцы аны уки невичи ятичи еево")
_SURNAME_BEGINS = _words(
    "Ковал Мельник Шевч Карп Марк Адам Богдан Васил Гринк Данил Ермак Захар Станк Сенк Юшк Янк Макар Тышк Пашк Михал",
    "Бондар Кравч Лук Яр Баб Бород Голуб Дорош Ждан Мороз Козл Зайц Гриб Жук Дзюб Савч Роман Марч Юх Клим Рудь",
)
_SURNAME_ENDS = _words("ова ева ина ского евича овича ича юка енко яка онка ухи ейчика унова инского")
SURNAMES = _words(
    "Ленина Пушкина Гоголя Чехова Горького Маяковского Есенина Лермонтова Некрасова Толстого Тургенева Островского",
    "Гагарина Титова Королёва Циолковского Комарова Чкалова Кирова Калинина Фрунзе Дзержинского Куйбышева Свердлова",
    "Орджоникидзе Чапаева Котовского Щорса Суворова Кутузова Ушакова Нахимова Матросова Космодемьянской Гастелло",
    "Купалы Коласа Богдановича Богушевича Скорины Калиновского Костюшко Мицкевича Огинского Дунина-Марцинкевича",
    "Шевченко Франко Тимирязева Мичурина Менделеева Ломоносова Павлова Пирогова Жукова Рокоссовского Конева Ватутина",
    "Сурганова Машерова Притоминского Притыцкого Одинцова Матусевича Голодеда Плеханова Кижеватова Казинца",
    "Слободская Логойская Семашко Горецкого Короля Жиновича Рафиева Громова Любимова Алибегова Прушинских Чюрлёниса",
    "Кульман Осипенко Хоружей Гикало Кнорина Волгоградская Седых Шугаева Карбышева Мирошниченко Тикоцкого Гамарника",
)
ADJECTIVES = _words(
    "Красная Советская Октябрьская Первомайская Комсомольская Пионерская Партизанская Молодёжная Садовая Лесная",
    "Полевая Луговая Школьная Набережная Центральная Заводская Железнодорожная Рабочая Крестьянская Колхозная",
    "Интернациональная Социалистическая Пролетарская Студенческая Спортивная Солнечная Весенняя Зелёная Цветочная",
    "Вишнёвая Сиреневая Берёзовая Дубовая Кленовая Рябиновая Тополиная Сосновая Озёрная Речная Родниковая Ключевая",
    "Северная Южная Восточная Западная Новая Старая Большая Малая Широкая Короткая Дальняя Нагорная Подгорная Парковая",
    "Строителей Энергетиков Металлургов Мелиораторов Космонавтов Победы Мира Дружбы Свободы Труда Юности Танкистов",
    "Бобруйская Витебская Гомельская Брестская Гродненская Могилёвская Минская Слуцкая Полоцкая Оршанская Пинская",
)
WITH_NUMBERS = ["8 Марта", "40 лет Победы", "50 лет Октября", "17 Сентября", "3 Июля", "1 Мая", "30 лет Победы"]
DOUBLE = [
    *("Якуба Коласа", "Янки Купалы", "Максима Богдановича", "Карла Маркса", "Розы Люксембург", "Веры Хоружей"),
    *("Франциска Скорины", "Кузьмы Чорного", "Янки Брыля", "Максима Танка", "Петруся Бровки", "Ивана Мележа"),
    *("Веры Засулич", "Карла Либкнехта", "Зои Космодемьянской", "Льва Сапеги", "Петра Мстиславца", "Змитрока Бядули"),
]
AVENUES = [
    f"проспект {name}" for name in _words("Независимости Победителей Дзержинского Пушкина Машерова Рокоссовского")
]
UNIVERSITIES = _words("БГУ БНТУ БГУИР БГЭУ БГТУ БГМУ БГПУ ГрГУ ВГУ ГГУ БрГУ МГУ")


@dataclass(frozen=True, slots=True)
class MadeHouse:
    """A house of the register."""

    city: str
    street: str
    house: str
    dormitory: str = ""


def register(count: int, seed: int = 1) -> Iterator[MadeHouse]:
    """So many houses, the largest towns first; the same for the same seed."""
    dice = Random(seed)
    left = count
    for city, share in _cities(dice):
        houses = _of_city(city, min(left, max(20, int(count * share))), dice)
        yield from houses
        left -= len(houses)
        if left <= 0:
            return


def _cities(dice: Random) -> Iterator[tuple[str, float]]:
    yield CAPITAL, 0.12
    yield from ((city, 0.04) for city in CENTRES)
    yield from ((city, 0.01) for city in TOWNS)
    yield from ((city.replace("-", " "), 0.0025) for city in DISTRICTS)
    for begin in _VILLAGE_BEGINS:
        yield from ((f"{dice.choice(('аг.', 'д.'))} {begin}{end}", 0.0006) for end in _VILLAGE_ENDS)
    for number in range(1, 100_000):
        yield from ((f"д. {dice.choice(_VILLAGE_BEGINS)}{end} {number}", 0.0006) for end in _VILLAGE_ENDS)


def _of_city(city: str, count: int, dice: Random) -> list[MadeHouse]:
    houses: list[MadeHouse] = []
    for street in _streets(dice):
        houses += _of_street(city, street, min(dice.randint(8, 42), count - len(houses)), dice)
        if len(houses) >= count:
            break
    return houses


def _streets(dice: Random) -> Iterator[str]:
    names = [*SURNAMES, *ADJECTIVES, *WITH_NUMBERS, *DOUBLE]
    names += [dice.choice(_SURNAME_BEGINS) + dice.choice(_SURNAME_ENDS) for _ in range(len(names))]
    names = list(dict.fromkeys(names))
    dice.shuffle(names)
    yield from AVENUES[:2]
    yield from names
    for number in range(1, 100_000):
        yield from (f"{number}-й пер. {name}" if number > 1 else f"пер. {name}" for name in names)


def _of_street(city: str, street: str, count: int, dice: Random) -> list[MadeHouse]:
    houses: list[MadeHouse] = []
    number = 0
    while len(houses) < count:
        number += dice.choice((1, 1, 1, 2))
        ends = dice.choice(([""], [""], [""], [""], ["А"], ["", "А"], ["", "/2"], ["", " корп. 2", " корп. 3"]))
        houses += [MadeHouse(city, street, f"{number}{end}", _dormitory(dice)) for end in ends]
    return houses[:count]


def _dormitory(dice: Random) -> str:
    if dice.random() > 0.001:
        return ""
    return f"Общежитие № {dice.randint(1, 15)} {dice.choice(UNIVERSITIES)}"
