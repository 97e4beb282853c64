"""The house's rules hold for the whole tree."""

import pytest

from tests.house.rules import RULES, Rule
from tests.house.tree import ROOT


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Rule) -> None:
    broken = list(rule(ROOT))
    assert not broken, "\n".join(["", *broken])
