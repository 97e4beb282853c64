"""kosmos registry: statements of banks and the post, and the profiles that they are read by."""

import sys
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from kosmos.cli.accounts import DAY
from kosmos.cli.output import as_json, console, print_json
from kosmos.config.database import installation
from kosmos.kernel.errors import SetupError
from kosmos.kernel.money import plain

FILE = click.argument("file", type=click.Path(path_type=Path))
LARGEST_PROFILE = 100_000


@click.group()
def registry() -> None:
    """Statements of banks and the post: read by a profile, posted once.

    \b
    Example: kosmos registry load november.txt --profile bank
    """


@registry.command()
@FILE
@click.option("--profile", "profile_name", required=True, help="By which profile it is read.")
@click.option("--good-only", is_flag=True, help="Post the good lines though some are bad; else a bad line stops all.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and post nothing.")
@as_json
def load(file: Path, *, profile_name: str, good_only: bool, dry_run: bool, as_json: bool) -> None:
    """Post a statement's payments, each once however often it is sent. Exit status 1 if bad lines stopped it.

    \b
    Example: kosmos registry load november.txt --profile bank --dry-run
    """
    with installation():
        told = _foreseen(file, profile_name) if dry_run else _posted(file, profile_name, good_only=good_only)
    if as_json:
        print_json(told)
    else:
        for bad in told["bad_lines"]:
            click.echo(f"line {bad['line']}: {_words(bad)}")
        click.echo(", ".join(f"{name} {_figure(name, told[name])}" for name in told if name != "bad_lines"))
    sys.exit(1 if told["state"] == "read" and not dry_run else 0)


def _foreseen(file: Path, profile_name: str) -> dict[str, Any]:
    from kosmos.payments.services.registry import profile_named  # noqa: PLC0415 - needs Django set up
    from kosmos.payments.services.registry.reading import foresee, read_content  # noqa: PLC0415

    profile = profile_named(profile_name)
    read = read_content(profile, _content(file))
    seen = foresee(profile.provider, read)
    return {
        "state": "read",
        "credits": len(read.credits),
        "amount_kopecks": read.kopecks,
        "bad": len(seen.faults),
        "fresh": seen.fresh,
        "fresh_kopecks": seen.fresh_kopecks,
        "repeated": seen.repeated,
        "nobodys": len(seen.unknown),
        "nobodys_kopecks": seen.unknown_kopecks,
        "bad_lines": [asdict(fault) for fault in seen.faults],
    }


def _posted(file: Path, profile_name: str, *, good_only: bool) -> dict[str, Any]:
    from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
    from kosmos.payments.services.registry import LANES, load_statement, profile_named  # noqa: PLC0415

    profile, content = profile_named(profile_name), _content(file)
    done, faults = load_statement(content, name=file.name, profile=profile, good_only=good_only, now=now(), lanes=LANES)
    names = ("state", "credits", "amount_kopecks", "bad", "posted", "posted_kopecks", "repeated", "nobodys")
    told = {"statement": str(done.id), **{name: getattr(done, name) for name in names}}
    told |= {"nobodys_kopecks": done.nobodys_kopecks, "fee_kopecks": done.fee_kopecks}
    return told | {"state": str(done.state), "bad_lines": [asdict(fault) for fault in faults]}


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SetupError("file_unreadable", f"{file} cannot be read: {error.strerror}.") from error


def _words(told: dict[str, Any]) -> str:
    field = f"{told['field']}: " if told["field"] else ""
    detail = f" ({told['detail']})" if told["detail"] else ""
    return f"{field}{told['code'].replace('_', ' ')}{detail}"


def _figure(name: str, value: object) -> str:
    return plain(value) if name.endswith("_kopecks") and isinstance(value, int) else str(value)


@registry.command()
@FILE
@click.option("--agent", required=True, help="Whose registry it is, as KOSMOS_AGENTS names him.")
@click.option("--day", type=DAY, required=True, help="Which day it is of, by the agent's clock.")
@as_json
def reconcile(file: Path, *, agent: str, day: datetime, as_json: bool) -> None:
    """Compare an agent's daily registry with his payments; each difference becomes a case. Exit status 1 if any is.

    \b
    Example: kosmos registry reconcile QIWI_22_202611231.csv --agent kiosk --day 2026-11-23
    """
    with installation():
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.kernel.days import ONE_DAY, start_of  # noqa: PLC0415
        from kosmos.payments.rails.osmp.registry import RegistryForm  # noqa: PLC0415
        from kosmos.payments.services.reconciling import reconcile as compare  # noqa: PLC0415

        form = RegistryForm()
        first, until = start_of(day.date(), form.zone), start_of(day.date() + ONE_DAY, form.zone)
        stream = BytesIO(_content(file))
        found = compare(stream, agent=agent, first=first, until=until, form=form, now=now())
    differences = [{"kind": one.kind, "reference": one.reference, "details": one.details} for one in found.differences]
    bad = [{"line": one.number, "error": str(one.error)} for one in found.bad]
    if as_json:
        told = {"stand": found.stand, "stand_kopecks": found.stand_kopecks}
        print_json({**told, "differences": differences, "bad_lines": bad})
    else:
        for line in bad:
            click.echo(line["error"])
        for one in differences:
            click.echo(f"{one['reference']}: {one['kind'].replace('_', ' ')}, {one['details']}")
        click.echo(f"{found.stand} payments stand, {plain(found.stand_kopecks)}; {len(differences)} differ")
    sys.exit(1 if differences or bad else 0)


@registry.command()
@FILE
@as_json
def profile(file: Path, *, as_json: bool) -> None:
    """Keep a profile from a YAML file; one that changed becomes the next version of its name.

    \b
    Example: kosmos registry profile demo/statements/bank.yaml
    """
    import yaml  # noqa: PLC0415 - only here

    try:
        text = _content(file)[:LARGEST_PROFILE].decode()
        data = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SetupError("profile_unreadable", f"{file}: {' '.join(str(error).split())}") from None
    if not isinstance(data, dict):
        raise SetupError("profile_unreadable", f"{file}: not a mapping")
    with installation():
        from kosmos.kernel.clock import now  # noqa: PLC0415 - needs Django set up
        from kosmos.payments.services.registry import keep_profile  # noqa: PLC0415

        kept = keep_profile(data, now=now())
    told = {"name": kept.name, "version": kept.version, "provider": kept.provider}
    if as_json:
        print_json(told)
    else:
        click.echo(f"profile {kept.name}, version {kept.version}, provider {kept.provider}")


@registry.command()
@as_json
def profiles(*, as_json: bool) -> None:
    """List the profiles in force.

    \b
    Example: kosmos registry profiles
    """
    with installation():
        from kosmos.payments.services.registry import profiles as known  # noqa: PLC0415 - needs Django set up

        found = [
            {"name": one.name, "version": one.version, "provider": one.provider, "layout": one.form["layout"]}
            for one in known()
        ]
    if as_json:
        print_json(found)
        return
    table = Table("name", "version", "provider", "layout")
    for one in found:
        table.add_row(*(str(value) for value in one.values()))
    console.print(table)


COMMANDS = (registry,)
