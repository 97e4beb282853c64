"""The icons: outlines on a square of 24, drawn with the colour of the text beside them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

OUTLINES = {
    "home": '<path d="M4 11l8-7 8 7v8.5a.5.5 0 0 1-.5.5H15v-6H9v6H4.5a.5.5 0 0 1-.5-.5z"/>',
    "statement": '<path d="M6 3.5h12v17l-3-2-3 2-3-2-3 2z"/><path d="M9.5 8.5h5M9.5 12.5h5"/>',
    "services": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "help": '<path d="M4 5.5h16v11h-8l-4.5 4v-4H4z"/><path d="M8.5 10.9h.1M12 10.9h.1M15.5 10.9h.1"/>',
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "back": '<path d="M14.5 6l-6 6 6 6"/>',
    "next": '<path d="M9.5 6l6 6-6 6"/>',
    "check": '<path d="M4.5 12.5l5 5 10-11"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "alert": '<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.4v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "warning": '<path d="M12 4L2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17v.1"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.3l3.5 2"/>',
    "pause": '<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>',
    "promise": '<path d="M7 3.5h10M7 20.5h10M8 3.5v3.5l4 5-4 5v3.5M16 3.5v3.5l-4 5 4 5v3.5"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "internet": (
        '<path d="M3 9.5a13 13 0 0 1 18 0M6 13a8.5 8.5 0 0 1 12 0M9.2 16.4a4 4 0 0 1 5.6 0"/><path d="M12 19.6v.1"/>'
    ),
    "tv": '<rect x="3" y="5" width="18" height="12" rx="2"/><path d="M8.5 20.5h7"/>',
    "antenna": '<path d="M12 13v7.5M8 20.5h8M7.5 14.5a6.4 6.4 0 0 1 0-9M16.5 5.5a6.4 6.4 0 0 1 0 9M12 10v.1"/>',
    "phone": (
        '<path d="M5 4h4l1.7 4.3-2.2 1.6a11 11 0 0 0 5.6 5.6l1.6-2.2L20 15v4'
        'a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z"/>'
    ),
    "camera": '<rect x="3" y="7" width="12" height="10" rx="2"/><path d="M15 11l6-3.5v9L15 13"/>',
    "card": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3 10h18M6.5 15h4"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>',
    "company": '<path d="M5 20.5v-16h9v16M14 9.5h5v11M3 20.5h18M8 8.5h3M8 12.5h3M8 16.5h3"/>',
    "download": '<path d="M6 3.5h8l4 4v13H6z"/><path d="M12 11v6M9.5 14.5L12 17l2.5-2.5"/>',
    "keyboard": (
        '<rect x="3" y="6.5" width="18" height="11" rx="2"/>'
        '<path d="M7 10.5h.1M10.3 10.5h.1M13.6 10.5h.1M17 10.5h.1M8 14h8"/>'
    ),
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
    "print": '<path d="M7 8.5v-5h10v5M7 17H4v-8.5h16V17h-3"/><path d="M7 14h10v6.5H7z"/>',
    "chart": '<path d="M4 20h16M7 16.5v-5M12 16.5v-9M17 16.5v-12"/>',
    "place": '<path d="M12 21s-7-6-7-11.5a7 7 0 0 1 14 0C19 15 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "tools": '<path d="M14.5 6.5a4 4 0 0 0-5 5L4 17l3 3 5.5-5.5a4 4 0 0 0 5-5l-2.5 2.5-3-3z"/>',
    "bell": '<path d="M6 16.5v-5.5a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4"/>',
    "device": '<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 17.5h2"/>',
    "more": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "leave": '<path d="M14 4.5H5v15h9M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5"/>',
}
"""What is drawn, by the name that pages call it by."""

OF_STATE = {
    "ok": "check",
    "low": "clock",
    "blocked": "alert",
    "suspended": "pause",
    "promise": "promise",
    "waiting": "clock",
}
"""The icon that goes with a state's colour; never colour alone."""

OF_SERVICE = {
    "internet": "internet",
    "digital_tv": "tv",
    "analog_tv": "tv",
    "mmds": "antenna",
    "telephony": "phone",
    "video": "camera",
}
"""The icon of a service by its code in the operator's catalogue; others get the general one."""


def _drawn(outline: str) -> SafeString:
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', SafeString(outline))


DRAWN = {name: _drawn(outline) for name, outline in OUTLINES.items()}
"""Each icon ready to be put into a page."""
