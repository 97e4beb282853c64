"""Two editors, or two clicks, at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from kosmos.catalogue.models import Article
from kosmos.connections.tests.people import staff
from kosmos.editing.errors import ChangedMeanwhile, Unfit
from kosmos.editing.models import Edit
from kosmos.editing.services import ARTICLES, Form, Saved, mark_of, save_article
from kosmos.subscribers.tests.people import NOW

pytestmark = pytest.mark.usefixtures("committed")


def values(title: str, slug: str = "router") -> dict[str, object]:
    return {"slug": slug, "title": {"ru": title}, "body": {"ru": "Включите."}}


def both(tries: Sequence[Callable[[], Saved]]) -> list[object]:
    """Call two things at once, each on a connection of its own; their results."""

    def tried(one: Callable[[], Saved]) -> object:
        try:
            return one().fresh
        except (ChangedMeanwhile, Unfit) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(tried, tries))


def test_one_form_adds_one_article() -> None:
    form = Form(staff("tamara", "editor"), "k", NOW)
    found = both([partial(save_article, None, values("Роутер"), form)] * 2)
    assert sorted(map(str, found)) == ["False", "True"]
    assert Article.objects.count() == Edit.objects.count() == 1


def test_two_articles_with_one_address() -> None:
    editor = staff("tamara", "editor")
    tries = [partial(save_article, None, values(key), Form(editor, key, NOW)) for key in ("a", "b")]
    found = both(tries)
    assert Unfit in found and True in found
    assert Article.objects.count() == Edit.objects.count() == 1


def test_of_two_changes_of_one_state_one_is_made() -> None:
    editor = staff("tamara", "editor")
    made = save_article(None, values("Роутер"), Form(editor, "new", NOW)).object_id
    seen = mark_of(ARTICLES.state(Article.objects.get()))
    forms = [Form(editor, key, NOW, seen) for key in ("a", "b")]
    found = both([partial(save_article, made, values(form.key), form) for form in forms])
    assert ChangedMeanwhile in found and True in found
    last = Edit.objects.exclude(before__isnull=True).get()
    assert last.after is not None and last.after["title"] == Article.objects.get().title
    assert last.before is not None and last.before["title"] == {"ru": "Роутер"}
