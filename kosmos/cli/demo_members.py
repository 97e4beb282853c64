"""The demo's staff: one or two of each role, with a second factor that everybody knows, and newcomers without one."""

from dataclasses import dataclass

AGENT = "agent"
SECRET = "KOSMOSDEMOKOSMOSDEMOKOSMOSDEMOKO"  # noqa: S105 - the demo's, printed for everybody


@dataclass(frozen=True, slots=True)
class Member:
    """One of the demo's staff; a newcomer has an issued password and no second factor yet."""

    login: str
    name: str
    role: str
    new: bool = False


STAFF = (
    Member(AGENT, "Вера Ким", "agent"),
    Member("sales", "Олег Дрозд", "sales"),
    Member("master", "Игорь Савич", "technician"),
    Member("master2", "Денис Лапко", "technician"),
    Member("editor", "Тамара Голуб", "editor"),
    Member("cashier", "Нина Рудая", "cashier"),
    Member("cashier2", "Лидия Ковш", "cashier"),
    Member("finance", "Раиса Шевчук", "finance"),
    Member("admin", "Павел Мороз", "administrator"),
    Member("admin2", "Жанна Левкович", "administrator"),
    Member("newcomer", "Яна Белая", "sales", new=True),
    Member("newcomer2", "Ян Чёрный", "agent", new=True),
)
