"""What is looked for in every page: tags that close, ids used once, words for pictures, nothing forbidden."""

from collections import Counter
from html.parser import HTMLParser

ALONE = {"meta", "link", "input", "br", "img", "hr", "path", "circle", "rect"}
BLOCKS = {"dd", "dt", "div", "li", "p", "h1", "h2", "h3", "summary", "section"}


class Page(HTMLParser):
    """A page read strictly: its faults, its text, and how often each element, id and class stands in it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.pieces: list[str] = []
        self.ids: Counter[str] = Counter()
        self.pointed: set[str] = set()
        self.stars = self.headings = 0
        self.feed(markup)
        self.close()
        self._judge()

    @property
    def text(self) -> str:
        """What is read, each space a plain one."""
        return " ".join(
            "".join(self.pieces).replace("\u00a0", " ").replace("\u2060", "").replace("\u2011", "-").split()
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.pieces += [" "] if tag in BLOCKS else []
        self.faults += [
            f"<{tag}> has {name} twice" for name, count in Counter(n for n, _ in attrs).items() if count > 1
        ]
        self.faults += [f"<{tag}> has {name}" for name in known if name == "style" or name.startswith("on")]
        self.ids.update(filter(None, [known.get("id")]))
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.pointed.update((known.get(name) or "").split())
        self.stars += tag in {"a", "button"} and "star" in (known.get("class") or "").split()
        self.headings += tag == "h1"
        if tag == "svg" and not (known.get("aria-hidden") or known.get("aria-label")):
            self.faults.append("a picture without words")
        if tag in BLOCKS and "p" in self.open:
            self.faults.append(f"<{tag}> in a paragraph")
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ALONE:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-3:]}")
        elif tag not in ALONE:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def _judge(self) -> None:
        self.faults += [f"left open: {tag}" for tag in self.open]
        self.faults += [f"id {name} stands {count} times" for name, count in self.ids.items() if count > 1]
        self.faults += [f"nothing has the id {name}" for name in self.pointed - set(self.ids)]
        self.faults += [f"{self.stars} stars on one screen"] if self.stars > 1 else []
        self.faults += [f"{self.headings} first headings"] if self.headings != 1 else []
        self.faults += [sign for sign in ("{{", "{%", "None", "<c-") if sign in "".join(self.pieces)]
