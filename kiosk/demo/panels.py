"""Panels a tour can be drawn on: known sizes with their millimetres, others as if 27 inches across."""

import re

from kiosk.terminal_file import Panel

_KNOWN = {
    "1080x1920": Panel(336, 598, 1080, 1920),  # 27-inch portrait
    "1920x1080": Panel(476, 268, 1920, 1080),  # 21.5-inch landscape
    "1280x1024": Panel(376, 301, 1280, 1024),  # 19-inch
    "1366x768": Panel(344, 194, 1366, 768),  # 15.6-inch
}
_PIXELS_PER_MM = 3.21


def panel_of(size: str) -> Panel | None:
    """None when `size` is not WIDTHxHEIGHT."""
    if size in _KNOWN:
        return _KNOWN[size]
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", size)
    if not found:
        return None
    width, height = int(found[1]), int(found[2])
    return Panel(round(width / _PIXELS_PER_MM), round(height / _PIXELS_PER_MM), width, height)
