"""kosmos migrate, check-migrations and clock: the installation itself."""

import os
import re
from datetime import datetime, timedelta

import click
import django

from kosmos.cli.output import as_json, print_json
from kosmos.config.database import bring_up_to_date, installation, reachable_database

_SPAN = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@click.command()
def migrate() -> None:
    """Bring the database up to date as its owner, and give the application's role its rights.

    \b
    Example: DATABASE_OWNER_URL=postgresql://owner@host/kosmos kosmos migrate
    """
    with reachable_database() as environment:
        django.setup()
        bring_up_to_date(environment)
    click.echo("the database is up to date")


@click.command("check-migrations")
def check_migrations() -> None:
    """Say whether the models have changes that no migration holds yet; needs no database.

    \b
    Example: kosmos check-migrations
    """
    from django.core.management import call_command  # noqa: PLC0415 - after the settings are known

    os.environ.setdefault("DATABASE_URL", "postgresql:///kosmos")
    django.setup()
    call_command("makemigrations", check=True, dry_run=True, skip_checks=True, verbosity=1)


@click.group()
def clock() -> None:
    """Show the time, and move it forward in the demo.

    \b
    Example: kosmos clock advance 1d
    """


@clock.command()
@as_json
def show(*, as_json: bool) -> None:
    """Show the operator's time.

    \b
    Example: kosmos clock show
    """
    with installation():
        _tell_time(as_json=as_json)


@clock.command("set")
@click.argument("to", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]))
@as_json
def set_command(to: datetime, *, as_json: bool) -> None:
    """Move the demo's clock forward to an instant, opening every day on the way.

    \b
    Example: kosmos clock set 2026-12-01T10:00
    """
    with installation():
        from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415 - needs Django set up
        from kosmos.charging.jobs import pass_time  # noqa: PLC0415

        pass_time(to.replace(tzinfo=operator_zone()), workers=2)
        _tell_time(as_json=as_json)


@clock.command()
@click.argument("span")
@as_json
def advance(span: str, *, as_json: bool) -> None:
    """Move the demo's clock forward by days, hours or minutes, opening every day on the way.

    \b
    Example: kosmos clock advance 1d
    """
    found = _SPAN.fullmatch(span)
    if not found:
        raise click.BadParameter(f"{span!r} is not a span such as 1d, 6h or 30m")
    with installation():
        from kosmos.charging.jobs import pass_time  # noqa: PLC0415 - needs Django set up
        from kosmos.kernel.clock import now  # noqa: PLC0415

        pass_time(now() + timedelta(**{_UNITS[found[2]]: int(found[1])}), workers=2)
        _tell_time(as_json=as_json)


def _tell_time(*, as_json: bool) -> None:
    from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import now  # noqa: PLC0415

    local = now().astimezone(operator_zone())
    if as_json:
        print_json({"now": local.isoformat(timespec="seconds")})
    else:
        click.echo(f"{local:%Y-%m-%d %H:%M} {local.tzinfo}")


COMMANDS = (migrate, check_migrations, clock)
