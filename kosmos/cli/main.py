"""The command kosmos: words for people by default, --json for programs."""

import os
import sys

import click

from kosmos.cli import (
    accounts,
    benches,
    days,
    demo,
    erip,
    installing,
    ledger,
    loads,
    news,
    registry,
    running,
    scenarios,
    staff,
)
from kosmos.kernel.errors import DomainError, SetupError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kosmos")
def cli() -> None:
    """Kosmos: billing for cable-TV and internet operators, exact to the kopeck.

    \b
    Example: kosmos account 700000
    """


for module in (
    accounts,
    days,
    ledger,
    loads,
    news,
    registry,
    running,
    installing,
    demo,
    erip,
    scenarios,
    staff,
    benches,
):
    for command in module.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Run a command; what a person can mend is one clear line, and exit status 2 (refused: 1)."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
    try:
        cli(standalone_mode=True)
    except SetupError as error:
        click.echo(f"kosmos: {error.message}", err=True)
        sys.exit(2)
    except DomainError as refusal:
        click.echo(f"kosmos: {refusal} ({refusal.code})", err=True)
        sys.exit(1)
