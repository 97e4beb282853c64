"""The menu of each role stays usable."""

import pytest
from django.utils.translation import override

from kosmos.backoffice.grouping import FEW, GROUPS, groups_for, menu_for, sections_by_role
from kosmos.backoffice.menu import SECTIONS, sections_for
from kosmos.subscribers.models import StaffRole


def test_every_section_has_its_heading_and_only_one() -> None:
    for name, _words, function in SECTIONS:
        assert [function in held for _heading, held in GROUPS].count(True) == 1, name


@pytest.mark.parametrize("role", StaffRole.values)
def test_a_menu_has_every_section_of_the_role_once_and_few_entries(role: str) -> None:
    with override("ru"):
        shown = [one.name for group in menu_for(role) for one in group.sections]
        assert sorted(shown) == sorted(one.name for one in sections_for(role))
        assert len(menu_for(role)) <= FEW
        assert sections_by_role()[role] == [str(one.words) for one in sections_for(role)]


def test_the_current_heading_is_marked() -> None:
    with override("ru"):
        groups = groups_for("administrator", "/staff/audit/")
    assert [str(group.words) for group in groups if group.current] == ["Управление"]
