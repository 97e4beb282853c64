import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.support.errors import FileEmpty, FileTooLarge, FileTypeRefused, TooManyFiles
from kosmos.support.files import ENDINGS, LONGEST_NAME, Sent, accepted, media_type_of, safe_name, shown_name
from kosmos.support.rules import MOST_FILE_BYTES
from kosmos.support.tests.papers import HTML, JPEG, PDF, PNG, WEBP


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.webp", WEBP, "image/webp"),
        ("a.pdf", PDF, "application/pdf"),
        ("a.txt", "Привет".encode(), "text/plain"),
        ("a.LOG", "Привет".encode("cp1251"), "text/plain"),
        ("photo.txt", PNG, "image/png"),
    ],
)
def test_kinds_are_told_by_their_bytes(name: str, content: bytes, media_type: str) -> None:
    assert media_type_of(name, content) == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.png", HTML, id="a page that is called a picture"),
        pytest.param("a.txt", HTML, id="a page that is called a text"),
        pytest.param("a.txt", b'\xef\xbb\xbf <?xml version="1.0"?><svg/>', id="a drawing that is called a text"),
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n", id="a picture's sign and nothing more"),
        pytest.param("a.html", HTML, id="a page"),
        pytest.param("a.svg", b"<svg onload=alert(1)>", id="a drawing"),
        pytest.param("a.exe", b"MZ\x90\x00" + bytes(64), id="a program"),
        pytest.param("a.zip", b"PK\x03\x04" + bytes(64), id="an archive"),
        pytest.param("a.gif", b"GIF89a" + bytes(64), id="another picture"),
        pytest.param("a.txt", b"MZ\x90\x00" + bytes(64), id="a program that is called a text"),
        pytest.param("noname", "слова".encode(), id="a text that is not called one"),
        pytest.param("a.webp", b"RIFF\x00\x00\x00\x00WAVEfmt ", id="a sound"),
    ],
)
def test_other_kinds_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        accepted([Sent(name, content)])


def test_no_more_and_no_larger_and_not_empty() -> None:
    good = Sent("a.png", PNG)
    assert len(accepted([good] * 5)) == 5
    with pytest.raises(TooManyFiles):
        accepted([good] * 6)
    with pytest.raises(FileEmpty):
        accepted([good, Sent("b.png", b"")])
    accepted([Sent("c.jpg", JPEG.ljust(MOST_FILE_BYTES, b"\0"))])
    with pytest.raises(FileTooLarge) as refused:
        accepted([Sent("c.jpg", JPEG.ljust(MOST_FILE_BYTES + 1, b"\0"))])
    assert refused.value.parameters == {"name": "c.jpg", "most_megabytes": 10}


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("фото.JPG", "image/jpeg", "фото.JPG"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("..\\..\\boot.ini", "text/plain", "boot.ini.txt"),
        ("/", "image/png", "file.png"),
        ("..", "image/png", "file.png"),
        (".png", "image/png", "png.png"),
        ("a\0b\r\nc.png", "image/png", "abc.png"),
        ('x";evil="1.png', "image/png", "x;evil=1.png"),
        ("gnp\u202e.exe", "image/png", "gnp.exe.png"),
        ("page.html", "image/png", "page.html.png"),
        ("CON.png", "image/png", "_CON.png"),
        ("чек 4111 1111 1111 1111.pdf", "application/pdf", "чек **** **** **** 1111.pdf"),
        (f"{'я' * 200}.png", "image/png", f"{'я' * 96}.png"),
    ],
)
def test_names_are_made_harmless(name: str, media_type: str, kept: str) -> None:
    assert safe_name(name, media_type) == kept


@given(st.text(), st.sampled_from(sorted(ENDINGS)))
def test_any_name_becomes_one(name: str, media_type: str) -> None:
    for made in (safe_name(name, media_type), shown_name(name)):
        assert made and len(made) <= LONGEST_NAME + 1 and made.isprintable() and not set(made) & set("/\\<>|")
        made.encode()


def test_a_texts_card_numbers_are_masked_and_it_is_kept_in_one_encoding() -> None:
    (kept,) = accepted([Sent("a.txt", "карта 4111 1111 1111 1111".encode("cp1251"))])
    assert kept.content.decode() == "карта **** **** **** 1111"
