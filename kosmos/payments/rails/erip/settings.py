"""How one side of ERIP's online protocol speaks; what no document confirms is a setting."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

MINSK = ZoneInfo("Europe/Minsk")


@dataclass(frozen=True, slots=True)
class EripSettings:
    """Online ERIP as one provider set it up.

    ``encoding`` is that of bodies without a declaration, and of answers. ``mark`` is written in sums (both are read).
    The clock of DateTime is taken as Minsk's, the tail of amounts as two decimals in every currency: unconfirmed.
    """

    encoding: str = "cp1251"
    mark: str = "."
    zone: ZoneInfo = MINSK
    line_signs: int = 2_000
    lines: int = 100

    @property
    def declared(self) -> str:
        """The encoding's name in XML and in Content-Type."""
        return "windows-1251" if self.encoding == "cp1251" else self.encoding

    @property
    def content_type(self) -> str:
        """The Content-Type of answers."""
        return f"text/xml; charset={self.declared}"
