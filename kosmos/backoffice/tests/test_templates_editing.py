"""What messages say in the operator's words: looked at with sample data, checked, kept, and taken back."""

import uuid
from typing import Any

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_editing import send, words
from kosmos.catalogue.models import Plan
from kosmos.config.context import moment
from kosmos.editing.models import Edit
from kosmos.notifications.models import Message, MessageTemplate
from kosmos.notifications.templates import EVENTS, example_of, fields_for, house_template
from kosmos.notifications.writing import TONGUES, said_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anna")]
PAGE = "/staff/templates/price_changed/"
NEW = {
    "subject-ru": "Новая цена {plans}",
    "text-ru": "С {on} {plans}: {sum}.",
    "sms-ru": "С {on}: {sum}",
}


@pytest.fixture
def editor(signed_in: SignedIn) -> Client:
    return signed_in("editor")


def told() -> Message:
    about = {"plan": "orbit", "on": "2017-01-01", "kopecks": 2790, "before": 2590}
    return Message(account_id=1, event="price_changed", key="k", channel="cabinet", id=uuid.uuid4(), about=about)


def test_own_words_are_said_until_they_are_taken_back(editor: Client) -> None:
    house = said_of([told()], "ru", now=moment().now)
    assert send(editor, PAGE, NEW).status_code == 303
    own = [text.replace("\u00a0", " ") for text in said_of([told()], "ru", now=moment().now)[0]]
    assert own == ["Новая цена «Орбита 100»", "С 1 января (вс) «Орбита 100»: 27,90 BYN."]
    assert said_of([told()], "be", now=moment().now)[0][0] == TONGUES["be"].sayings["price_changed"].subject
    assert "Свой текст" in words(editor.get("/staff/templates/"))
    assert send(editor, PAGE, {}, do="end").status_code == 303
    assert said_of([told()], "ru", now=moment().now) == house and not MessageTemplate.objects.exists()
    assert Edit.objects.count() == 2


def test_shown_with_sample_data_and_not_saved(editor: Client) -> None:
    shown = send(editor, PAGE, NEW, do="show-ru")
    assert shown.status_code == 200 and not MessageTemplate.objects.exists()
    assert "С 1 декабря (вт) «Орбита 100»: 27,90 BYN." in words(shown) and "1 часть" in words(shown)


def test_odd_names_and_markup_are_plain_text(editor: Client) -> None:
    odd = {**NEW, "text-ru": "<script>alert(1)</script> {plans}"}
    shown = send(editor, PAGE, odd, do="show-ru").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; «Орбита 100»" in shown and "<script>alert" not in shown
    Plan.objects.filter(code="orbit").update(name={"ru": '<i>{on}</i> & {0} "Ко"'})
    assert send(editor, PAGE, odd).status_code == 303
    said = said_of([told()], "ru", now=moment().now)[0][1]
    assert said == '<script>alert(1)</script> <i>{on}</i> & {0} "Ко"'
    assert "<script>alert" not in editor.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("event", "changes", "said"),
    [
        ("price_changed", {"text-ru": "{salary}"}, "только то, что есть в списке"),
        ("price_changed", {"text-ru": "{on.year}"}, "только название вставки"),
        ("price_changed", {"text-ru": "{on!r}"}, "только название вставки"),
        ("price_changed", {"text-ru": "{"}, "только название вставки"),
        ("price_changed", {"text-ru": ""}, "Напишите хотя бы по-русски"),
        ("price_changed", {"sms-ru": "я" * 140}, "длиннее двух частей"),
        ("access_link_sms", {"text-ru": "Новый пароль"}, "верните вставку"),
    ],
)
def test_what_no_message_can_say(editor: Client, event: str, changes: dict[str, Any], said: str) -> None:
    plain = {**NEW, **({"text-ru": "{link}", "sms-ru": "{link}", "subject-ru": "!"} if "link" in event else {})}
    answer = send(editor, f"/staff/templates/{event}/", {**plain, **changes})
    assert answer.status_code == 422 and said in words(answer), words(answer)
    assert not MessageTemplate.objects.exists()


def test_of_two_editors_the_second_sees_the_first(editor: Client) -> None:
    shown = editor.get(PAGE)
    send(editor, PAGE, NEW)
    form = {"key": "other", "seen": shown.content.decode().split('name="seen" value="')[1][:32], "do": "save", **NEW}
    refused = editor.post(PAGE, {**form, "subject-ru": "Иначе"})
    assert refused.status_code == 422 and "сохранил другой человек" in words(refused)


def test_every_message_can_be_looked_at(editor: Client) -> None:
    assert Plan.objects.exists()
    for event in EVENTS:
        template = house_template(event)
        assert template is not None and editor.get(f"/staff/templates/{event}/").status_code == 200
        for language in TONGUES:
            said = example_of(template, language)
            assert said.subject and said.text and not {"{", "}"} & set(said.subject + said.text + said.sms)
    assert fields_for("price_changed") == {"on", "plans", "sum", "before"}
    assert editor.get("/staff/templates/news/").status_code == 404
