"""What finance finds in the demo: profiles of statements, and a statement that waits for a choice."""

from datetime import date, timedelta
from pathlib import Path

import yaml

import kosmos
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import start_of
from kosmos.payments.services.registry import keep_profile, profile_named, take_statement

PROFILES = Path(kosmos.__file__).parent.parent / "demo" / "statements"
LINES = (
    "номер;дата;время;сумма;комиссия;плательщик;назначение",
    "101;{day};09:01:02;25,90;0,26;Ким Анна Петровна;Оплата услуг, л/с 7000012",
    "102;{day};09:14:40;18,00;0,18;Янковский Иван;За интернет, договор утерян",
    "103;{day};09:20:11;семь;0;Дрозд Мария;л/с 7000012",
)


def create_finance(today: date) -> None:
    """Keep the profiles and the statement, once."""
    now = start_of(today, operator_zone()) + timedelta(hours=10)
    for file in sorted(PROFILES.glob("*.yaml")):
        keep_profile(yaml.safe_load(file.read_text(encoding="utf-8")), now=now)
    content = "\r\n".join(LINES).format(day=today.strftime("%d.%m.%Y")).encode("cp1251")
    take_statement(content, name="bank.csv", profile=profile_named("bank"), now=now)
