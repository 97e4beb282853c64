"""kosmos news: what the operator tells all his subscribers."""

from datetime import datetime
from uuid import UUID

import click

from kosmos.cli.accounts import DAY
from kosmos.config.database import installation


@click.group()
def news() -> None:
    """Tell all subscribers something, in the cabinet and to whoever wants it by mail or SMS.

    \b
    Example: kosmos news publish --title "Работы на сети" --text "28 ноября с 2:00 до 5:00 связи не будет."
    """


@news.command()
@click.option("--title", required=True, help="In Russian.")
@click.option("--text", required=True, help="In Russian.")
@click.option("--title-be", default="", help="In Belarusian.")
@click.option("--text-be", default="", help="In Belarusian.")
@click.option("--title-en", default="", help="In English.")
@click.option("--text-en", default="", help="In English.")
@click.option("--until", type=DAY, help="The last day on which it is worth telling.")
def publish(until: datetime | None, **said: str) -> None:
    """Publish news; the worker tells them. Prints their id.

    \b
    Example: kosmos news publish --title "Работы на сети" --text "28 ноября с 2:00 до 5:00 связи не будет."
    """
    title = {language: said[name] for language, name in (("ru", "title"), ("be", "title_be"), ("en", "title_en"))}
    body = {language: said[name] for language, name in (("ru", "text"), ("be", "text_be"), ("en", "text_en"))}
    with installation():
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.notifications.services import publish as publish_news  # noqa: PLC0415

        made = publish_news(title=title, body=body, now=now(), until_on=until.date() if until else None)
    click.echo(str(made))


@news.command()
@click.argument("news_id", type=click.UUID)
def withdraw(news_id: UUID) -> None:
    """Take news back: whoever was not told yet is not told.

    \b
    Example: kosmos news withdraw 6f1c2a34-8d1b-4a57-9a43-0a8f8e0b8d11
    """
    with installation():
        from kosmos.notifications.services import withdraw as withdraw_news  # noqa: PLC0415 - needs Django set up

        found = withdraw_news(news_id)
    click.echo("withdrawn" if found else "there are no news of this id")


COMMANDS = (news,)
