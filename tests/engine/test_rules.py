"""The rulebook as scenarios: every numbered rule has its stories, worked out by hand and played by the engine.

A wish that the rules refuse says so beside its event: `# refused: CODE`.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kosmos.charging.scenario import play, read_scenario
from kosmos.charging.scenario.reading import WHOLE_NUMBERS
from tests.oracle.compare import differences
from tests.oracle.model import play as play_in_memory
from tests.oracle.wishes import WISHES

ROOT = Path(__file__).parents[2]
RULES = sorted((ROOT / "tests" / "scenarios" / "rules").glob("*.yaml"))
PAGES = sorted((ROOT / "docs" / "rulebook").glob("[01]?-*.md"))
SECTIONS = [f"{number:02}" for number in range(2, 12)]
STAFF = "12"
"""What staff may do is our own page: it is played by scenarios of sections 8 and 9."""
REFUSED = re.compile(r"# refused: (\w+)$")

Told = dict[str, Any]


def told(path: Path) -> Told:
    """The story as plain data, for readers other than the engine's."""
    content: Told = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    for event in content["events"]:
        for name in WHOLE_NUMBERS & event.keys():
            event[name] = int(event[name])
        if "by_staff" in event:
            event["by_staff"] = event["by_staff"] == "true"
    return content


def expected_refusals(path: Path) -> list[dict[str, Any]]:
    """What the comments beside the events say; an event stands on one line."""
    text = path.read_text(encoding="utf-8")
    part = text[text.index("\nevents:\n") : text.index("\nexpect:\n")]
    lines = [line for line in part.splitlines() if line.startswith("  - {at:")]
    found = ((index, REFUSED.search(line)) for index, line in enumerate(lines))
    return [{"event": index, "why": match[1]} for index, match in found if match]


@pytest.mark.django_db
@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rule_holds(path: Path) -> None:
    outcome = play(read_scenario(path))
    assert outcome["failures"] == []
    assert outcome["refused"] == expected_refusals(path)
    story = told(path)
    beyond = {event["do"] for event in story["events"]} - WISHES.keys()
    if not beyond:
        assert differences(play_in_memory(story), outcome) == []
    elif beyond == {"outage"}:
        assert what_moved(play_in_memory(without_outages(story))) == what_moved(outcome)


def without_outages(story: Told) -> Told:
    """The same story with the system always up."""
    return story | {"events": [event for event in story["events"] if event["do"] != "outage"]}


def what_moved(outcome: Told) -> dict[str, list[tuple[str, str, str]]]:
    """Each account's postings without their moments: an outage changes these, and nothing else."""
    return {
        number: [(line["kind"], line["plan"], line["amount"]) for line in account["postings"]]
        for number, account in outcome["accounts"].items()
    }


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_scenario_expects_something_of_every_account(path: Path) -> None:
    story = told(path)
    assert {row["account"] for row in story["expect"]} == {row["number"] for row in story["accounts"]}
    assert all({"balance", "overdue"} <= row.keys() for row in story["expect"])
    assert story["name"]
    assert len(re.findall(r"^  - \{at:", path.read_text(encoding="utf-8"), re.MULTILINE)) == len(story["events"])


def test_every_section_has_scenarios_and_a_page() -> None:
    assert sorted({path.name[:2] for path in RULES}) == SECTIONS
    assert [page.name[:2] for page in PAGES] == [*SECTIONS, STAFF]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_links_its_scenarios(page: Path) -> None:
    """Each link leads to a scenario, and each scenario of the section is linked."""
    links = re.findall(r"\]\(\.\./\.\./tests/scenarios/rules/([^)]+)\)", page.read_text(encoding="utf-8"))
    names = {path.name for path in RULES}
    assert set(links) <= names
    assert {name for name in names if name[:2] == page.name[:2]} <= set(links)
