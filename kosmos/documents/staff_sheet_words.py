"""What the sheet of one of the operator's people says; what stands in braces is filled in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffSheetWords:
    """The texts of the sheet."""

    title: str
    member: str
    role: str
    fold: str
    steps: tuple[str, ...]


STAFF_SHEET = StaffSheetWords(
    title="Лист доступа сотрудника",
    member="Сотрудник",
    role="Роль",
    fold="Передать сотруднику лично. Сложить по пунктиру текстом внутрь и заклеить.",
    steps=(
        "1. Откройте {site}.",
        "2. Введите логин и пароль с этого листа. Большие и маленькие буквы различаются.",
        "3. Придумайте свой пароль. После этого пароль с листа больше не действует.",
        "4. Настройте вход с кодом: понадобится телефон с приложением, которое показывает коды. "
        "Запасные коды сохраните отдельно от телефона.",
        "Войти по этому листу можно до {until}. Не успели: администратор напечатает новый. "
        "Пароль с листа не знает никто, и никто его у вас не спросит.",
    ),
)
