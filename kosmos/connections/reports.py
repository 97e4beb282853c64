"""What a technician may say of a visit: bounds and shapes of a report; no database, no clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kosmos.connections.remarks import LONGEST_REMARK, plain
from kosmos.connections.visit_errors import ReportRefused

MOST_SERIALS = 20
SERIAL = re.compile(r"[A-Z0-9](?:[A-Z0-9./:_-]{2,38})[A-Z0-9]")
LONGEST_NAME = 120
WIDTH, HEIGHT = 320, 120
"""The field in which a signature is drawn."""
LONGEST_SIGNATURE = 12_000
LEAST_POINTS = 5
"""Fewer are a slip of the finger, not a signature."""
STROKE = re.compile(r"M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*")
PATH = re.compile(rf"(?:{STROKE.pattern})+")
WHY_NOT = ("nobody_home", "no_access", "customer_refused", "not_possible", "no_equipment", "other")
"""Why a visit came to nothing; the last has to be explained."""
DONE, NOT_DONE = "done", "not_done"
_LOOKS_LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
"""Russian letters that are typed for the Latin ones on a label."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came with the form, as it was typed; ``outcome`` is DONE or NOT_DONE, ``serials`` one a line."""

    outcome: str = ""
    reason: str = ""
    checklist: tuple[str, ...] = ()
    serials: str = ""
    text: str = ""
    signed_name: str = ""
    signature: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The same as it is kept."""

    done: bool
    reason: str
    checklist: tuple[str, ...]
    serials: tuple[str, ...]
    text: str
    signed_name: str
    signature: str


def read_report(said: Said, checks: Sequence[str]) -> Report:
    """A report that can be kept; ``checks`` are the codes of its checklist. ReportRefused with all that is wrong."""
    wrong: dict[str, str] = {}
    bad = ""
    done = said.outcome == DONE
    if said.outcome not in {DONE, NOT_DONE}:
        wrong["outcome"] = "outcome_missing"
    serials, fault, bad = read_serials(said.serials)
    if fault:
        wrong["serials"] = fault
    text = plain(said.text)
    wrong |= _wrong_text(text, said, checks) | (_unsigned(said) if done else _unexplained(said, text))
    if wrong:
        raise ReportRefused(wrong, serial=bad, most=MOST_SERIALS)
    ticked = tuple(code for code in checks if code in said.checklist)
    name, signature = (plain(said.signed_name), said.signature) if done else ("", "")
    return Report(done, "" if done else said.reason, ticked, serials, text, name, signature)


def read_serials(typed: str) -> tuple[tuple[str, ...], str, str]:
    """Serial numbers, one a line; what is wrong with them and which one it is, both empty if nothing."""
    lines = [re.sub(r"\s+", "", line).upper().translate(_LOOKS_LATIN) for line in typed.splitlines()]
    serials = tuple(line for line in lines if line)
    if len(serials) > MOST_SERIALS:
        return (), "serials_too_many", ""
    for index, serial in enumerate(serials):
        if not SERIAL.fullmatch(serial):
            return (), "serial_wrong", serial[:40]
        if serial in serials[:index]:
            return (), "serial_twice", serial
    return serials, "", ""


def is_signature(path: str) -> bool:
    """Whether a path is strokes inside the field, and enough of them; empty is none."""
    if len(path) > LONGEST_SIGNATURE or not PATH.fullmatch(path):
        return False
    points = [tuple(map(int, pair)) for pair in re.findall(r"(\d+) (\d+)", path)]
    return len(points) >= LEAST_POINTS and all(x <= WIDTH and y <= HEIGHT for x, y in points)


def _wrong_text(text: str, said: Said, checks: Sequence[str]) -> dict[str, str]:
    if len(text) > LONGEST_REMARK:
        return {"text": "report_too_long"}
    if not set(said.checklist) <= set(checks):
        return {"checklist": "checklist_changed"}
    if said.outcome == DONE and not text and len(set(said.checklist)) < len(checks):
        return {"text": "unticked_unexplained"}
    return {}


def _unsigned(said: Said) -> dict[str, str]:
    """What is missing of the customer's consent: his name, and a signature or a tick in its place."""
    wrong = {}
    name = plain(said.signed_name)
    if not name or len(name) > LONGEST_NAME:
        wrong["signed_name"] = "signed_name_missing" if not name else "signed_name_too_long"
    if said.signature and not is_signature(said.signature):
        wrong["signature"] = "signature_wrong"
    elif not said.signature and not said.confirmed:
        wrong["signature"] = "signature_missing"
    return wrong


def _unexplained(said: Said, text: str) -> dict[str, str]:
    if said.outcome != NOT_DONE:
        return {}
    if said.reason not in WHY_NOT:
        return {"reason": "why_not_missing"}
    return {"text": "other_unexplained"} if said.reason == WHY_NOT[-1] and not text else {}
