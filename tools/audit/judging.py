"""What is wrong with a page that stands in the browser's window, and what it weighs."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Error, Page

from tests.browser.pictures import SHOTS, WIDTHS, speak
from tests.browser.stage import PHONE

HERE = Path(__file__).parent
ENTERED = {shot.name for shot in SHOTS if shot.act and "opened" not in shot.name}
"""Pages that answer a form: they cannot be asked for again by their address."""
SIMULATED = ("bank", "demo-", "testers", "terminal", "erip-payer")
"""Pages of the demo that stand for somebody else's, in Russian alone."""
OTHER_LANGUAGES = ("be", "en")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PUBLIC = ("front", "site-", "address", "apply-", "application-status", "application-sent", "call-back")
"""How the names of the public site's pages begin: they have to be lighter and faster."""
HEAVIEST, HEAVIEST_PUBLIC = 150 * 1024, 100 * 1024
HEAVIEST_SCRIPTS = 50 * 1024


@dataclass
class Verdict:
    """A page's figures, and what is wrong with it, by the tool that says so."""

    name: str
    bytes: int = 0
    scripts: int = 0
    wrong: dict[str, set[str]] = field(default_factory=dict)

    def add(self, tool: str, fault: str) -> None:
        """Note a fault, once."""
        self.wrong.setdefault(tool, set()).add(fault)


@dataclass
class Judge:
    """Looks at every page that it is shown, and keeps the page's HTML for the validators."""

    axe: str
    folder: Path
    verdicts: dict[str, Verdict] = field(default_factory=dict)

    def look(self, page: Page, name: str) -> None:
        """Judge a page at every width and theme, and in the other languages where it can be asked for again."""
        verdict = self.verdicts.setdefault(name, Verdict(name))
        page.emulate_media(reduced_motion="reduce")
        self._weigh(page, verdict)
        self._keep(page, name)
        for width, height in WIDTHS.items():
            for theme in THEMES:
                self._patiently(page, verdict, (width, height), theme)
        if name not in ENTERED and not name.startswith(SIMULATED):
            self._in_other_languages(page, verdict)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)

    def _weigh(self, page: Page, verdict: Verdict) -> None:
        page.wait_for_load_state("networkidle")
        seen = _measured(page)
        verdict.bytes, verdict.scripts = max(verdict.bytes, seen["bytes"]), max(verdict.scripts, seen["scripts"])
        if verdict.bytes > (HEAVIEST_PUBLIC if verdict.name.startswith(PUBLIC) else HEAVIEST):
            verdict.add("weight", f"{verdict.bytes} bytes")
        if verdict.scripts > HEAVIEST_SCRIPTS:
            verdict.add("weight", f"{verdict.scripts} bytes of scripts")
        for host in seen["hosts"]:
            verdict.add("hosts", host)

    def _keep(self, page: Page, name: str) -> None:
        """The HTML as it was sent, or as it stands if that cannot be asked for again."""
        sent = page.content() if name in ENTERED else page.request.get(page.url).text()
        (self.folder / f"{name}.html").write_text(sent, encoding="utf-8")

    def _patiently(self, page: Page, verdict: Verdict, size: tuple[int, int], theme: Literal["light", "dark"]) -> None:
        """Judge once more if the page went on by itself in the meantime."""
        try:
            self._judge(page, verdict, size, theme)
        except Error:
            page.wait_for_load_state("networkidle")
            self._judge(page, verdict, size, theme)

    def _judge(self, page: Page, verdict: Verdict, size: tuple[int, int], theme: Literal["light", "dark"]) -> None:
        width, height = size
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": height})
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(tall, height)})
        for fault in self._axe_faults(page, only_colours=theme == "dark"):
            verdict.add("axe", f"{fault} ({width}, {theme})")
        if theme == "light":
            seen = _measured(page)
            for small in seen["small"]:
                verdict.add("targets", f"{small} ({width})")
            if seen["over"]:
                verdict.add("width", f"{seen['over']} px beyond {width}")

    def _axe_faults(self, page: Page, *, only_colours: bool) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate("() => {" + self.axe + "\n}")
        only = {"runOnly": ["color-contrast"]} if only_colours else {}
        found = page.evaluate("async (only) => (await axe.run(document, only)).violations", only)
        return [f"{fault['id']}: {node['html'][:90]}" for fault in found for node in fault["nodes"]]

    def _in_other_languages(self, page: Page, verdict: Verdict) -> None:
        """The same page in the other languages, on a phone."""
        for language in OTHER_LANGUAGES:
            speak(page, page.url, language)
            page.goto(page.url)
            self._keep(page, f"{verdict.name}.{language}")
            said = page.evaluate("document.documentElement.lang")
            if said != language:
                verdict.add("language", f"{said} for {language}")
            self._patiently(page, verdict, (PHONE["width"], PHONE["height"]), "light")
        speak(page, page.url, "ru")


def _measured(page: Page) -> dict[str, Any]:
    seen: dict[str, Any] = page.evaluate((HERE / "browser.js").read_text(encoding="utf-8"))
    return seen
