"""kosmos staff: the operator's people who sign in to the staff's pages."""

import click

from kosmos.cli.output import as_json, print_json
from kosmos.config.database import installation

ROLES = ("agent", "cashier", "technician", "sales", "finance", "editor", "administrator")


@click.group()
def staff() -> None:
    """Add members of staff.

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


COMMANDS = (staff,)
