"""What people type, and what they meant: the wrong keyboard, Latin letters, letters that pass for one another.

Who searches forgets to switch the keyboard («rhfcyfz» is «красная», «шмфтщм» is "ivanov"), or has no Cyrillic one
("krasnaya"). A text is read in every way that it can have been meant, and all of them are looked for.

PostgreSQL's trigrams know no letters but a–z and digits where the database's character type is C, as the embedded
server's is; so what is to be compared by trigrams is kept as ``spelled`` writes it, one sign for each letter.
"""

import re
import unicodedata

_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю."
_BELARUSIAN = "ёйцукенгшўзх'фывапролджэячсмітьбю."
_LAST_SHIFTED = ","


def _keyboard(letters: str) -> dict[int, str]:
    """What each key of a Latin keyboard writes on another one."""
    capitals = letters[:-1].upper() + _LAST_SHIFTED
    return {ord(key): letter for key, letter in zip(_KEYS + _SHIFTED, letters + capitals, strict=True)}


_AS_RUSSIAN, _AS_BELARUSIAN = _keyboard(_RUSSIAN), _keyboard(_BELARUSIAN)
_AS_LATIN = {ord(letter): chr(key) for keys in (_AS_BELARUSIAN, _AS_RUSSIAN) for key, letter in keys.items()}

_PASSES_FOR = str.maketrans({"ё": "е", "ў": "у", "і": "и", "ъ": "ь", "'": "", "’": "", "ʼ": "", "‘": "", "`": ""})
_SIGN_OF = str.maketrans("абвгдежзийклмнопрстуфхцчшщыьэюя", "abvgdejziyklmnoprstufhc4wqx8379")
_MARKS = str.maketrans({"́": None, "̆": None, "̈": None})

_SOUNDS = (
    *(
        ("shch", "щ"),
        ("sch", "щ"),
        ("yye", "ые"),
        ("iya", "ия"),
        ("aya", "ая"),
        ("oye", "ое"),
        ("zh", "ж"),
        ("kh", "х"),
    ),
    *(("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("ya", "я"), ("ja", "я"), ("ia", "я"), ("yu", "ю"), ("ju", "ю")),
    *(("iu", "ю"), ("yo", "е"), ("jo", "е"), ("ye", "е"), ("je", "е"), ("iy", "ий"), ("yi", "ый"), ("ij", "ий")),
    *(("ck", "к"), ("ph", "ф"), ("x", "кс"), ("w", "в"), ("q", "к"), ("j", "й"), ("c", "ц"), ("h", "х")),
    *zip("abvgdezijklmnoprstuf", "абвгдезийклмнопрстуф", strict=True),
)
_SOUND = re.compile("|".join(sound for sound, _ in _SOUNDS) + "|y")
_WRITTEN = dict(_SOUNDS)
_VOWELS = frozenset("aeiou")
_LATIN = re.compile(r"[A-Za-z]")


def folded(text: str) -> str:
    """A text as it is compared: no capitals, no accents, letters alike that are typed for one another."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_PASSES_FOR)
    return plain.translate(_MARKS)


def readings(text: str) -> tuple[str, ...]:
    """Every way in which a text can have been meant in Cyrillic, the likeliest first; itself without Latin letters.

    What has no Latin letter in it stays as it is in every reading.
    """
    if not _LATIN.search(text):
        return (text,)
    chunks = text.split()
    ways = [[way(chunk) for chunk in chunks] for way in (in_cyrillic, _on_russian_keys, _on_belarusian_keys)]
    return tuple(dict.fromkeys(" ".join(words) for words in ways))


def in_cyrillic(text: str) -> str:
    """Latin letters by their sound: "krasnaya" is «красная»; "y" is «й» after a vowel and «ы» elsewhere."""
    return _SOUND.sub(_sound, text.casefold()) if _LATIN.search(text) else text


def on_latin_keys(text: str) -> str:
    """Cyrillic letters that were meant to be Latin: «шмфтщм» is "ivanov"."""
    return text.translate(_AS_LATIN)


def spelled(word: str) -> str:
    """A folded word in a–z and digits, one sign for each letter, so that trigrams work in any database."""
    return word.translate(_SIGN_OF)


def _sound(match: re.Match[str]) -> str:
    found, before = match[0], match.string[match.start() - 1 : match.start()]
    if found == "y":
        return "й" if before in _VOWELS and before else "ы"
    return _WRITTEN[found]


def _on_russian_keys(chunk: str) -> str:
    return chunk.translate(_AS_RUSSIAN) if _LATIN.search(chunk) else chunk


def _on_belarusian_keys(chunk: str) -> str:
    return chunk.translate(_AS_BELARUSIAN) if _LATIN.search(chunk) else chunk
