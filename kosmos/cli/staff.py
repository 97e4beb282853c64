"""kosmos staff: the operator's people who sign in to the staff's pages."""

from datetime import UTC, datetime

import click

from kosmos.cli.output import as_json, print_json
from kosmos.config.database import installation
from kosmos.kernel.errors import SetupError

ROLES = ("agent", "cashier", "technician", "sales", "finance", "editor", "administrator")


@click.group()
def staff() -> None:
    """Add members of staff, change what they may do, help whoever lost the phone.

    \b
    Example: kosmos staff add --login vera --name "Вера Ким" --role agent
    """


@staff.command()
@click.option("--login", required=True, help="What is typed to sign in; letters' case does not matter.")
@click.option("--name", required=True, help="As subscribers see it under answers.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the pages let this person do.")
@as_json
def add(login: str, name: str, role: str, *, as_json: bool) -> None:
    """Add a member of staff and print the first password, this once.

    It has to be replaced at the first sign-in, within a week.

    \b
    Example: kosmos staff add --login vera --name "Вера Ким" --role agent
    """
    with installation() as environment:
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.subscribers.services import add_staff_member  # noqa: PLC0415

        member, password = add_staff_member(login=login, name=name, role=role, now=now())
        address = f"{environment.public_url}/staff/"
    if as_json:
        print_json({"login": member.sign_in.login, "role": member.role, "password": password, "address": address})
    else:
        click.echo(f"{member.name} ({member.role}) signs in at {address} as {member.sign_in.login}")
        click.echo(f"first password, shown this once: {password}")


@staff.command()
@click.argument("login")
@click.option("--role", type=click.Choice(ROLES), help="What the pages let this person do from now on.")
@click.option("--active/--inactive", default=None, help="Switch the sign-in on, or off for whoever has left.")
def change(login: str, role: str | None, *, active: bool | None) -> None:
    """Give a member of staff another role, or switch the sign-in off. It holds at once; his sessions end.

    \b
    Example: kosmos staff change vera --role sales
    """
    if role is None and active is None:
        raise click.UsageError("Say what to change: --role, --active or --inactive.")
    with installation():
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.subscribers.services import change_staff_member  # noqa: PLC0415

        changed = change_staff_member(login, role=role, active=active, now=now())
    click.echo("changed; signed out everywhere" if changed else "it is so already: nothing was changed")


@staff.command("reset-factor")
@click.argument("login")
def reset_factor(login: str) -> None:
    """Drop the second factor of a member of staff who lost the phone and the recovery codes.

    See first that it is this person who asks. His sessions end, and a new factor is set up at the next sign-in.

    \b
    Example: kosmos staff reset-factor vera
    """
    with installation():
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.subscribers.services import reset_factor as reset  # noqa: PLC0415

        dropped = reset(login, now=now())
    click.echo("dropped; a new one is set up at the next sign-in" if dropped else "none was set up")


@staff.command()
@click.argument("login")
def code(login: str) -> None:
    """Print the code that a member of the demo's staff is asked for; real people have it on their phones.

    \b
    Example: kosmos staff code agent
    """
    with installation():
        from kosmos.config.wiring import is_demo  # noqa: PLC0415 - needs Django set up
        from kosmos.subscribers.services import code_now, staff_member  # noqa: PLC0415

        if not is_demo():
            raise SetupError("not_the_demo", "Only the demo tells codes: everybody else has them on his own phone.")
        click.echo(code_now(staff_member(login).sign_in, datetime.now(UTC)))


COMMANDS = (staff,)
