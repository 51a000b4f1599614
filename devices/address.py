"""Device URLs taken apart: `scheme:target?option=value&…`.

The target is what stands between the scheme and the options and may be a URL itself (`sdt:socket://10.0.0.9:4001`).
Options the adapter does not know stay in a target that is a URL (they are pyserial's); elsewhere they are refused.
"""

from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from devices.ports import UnknownDevice

Value = TypeVar("Value", int, float)


@dataclass(frozen=True, slots=True)
class Address:
    """`options` holds only names the adapter knows."""

    scheme: str
    target: str
    options: dict[str, str] = field(default_factory=dict)

    def number(self, name: str, default: Value, least: Value, most: Value) -> Value:
        """Option `name` within bounds. Raises UnknownDevice."""
        text = self.options.get(name)
        if text is None:
            return default
        try:
            value = type(default)(text)
        except ValueError as error:
            raise UnknownDevice(f"option {name} is no number") from error
        if not least <= value <= most:
            raise UnknownDevice(f"option {name} is not between {least} and {most}")
        return value

    def switch(self, name: str, *, default: bool) -> bool:
        """Option `name` as 0 or 1. Raises UnknownDevice."""
        text = self.options.get(name, str(int(default)))
        if text not in ("0", "1"):
            raise UnknownDevice(f"option {name} is neither 0 nor 1")
        return text == "1"


def split_scheme(url: str) -> tuple[str, str]:
    """`sdt:/dev/ttyUSB0` → (`sdt`, `/dev/ttyUSB0`). Raises UnknownDevice."""
    scheme, colon, rest = url.partition(":")
    if not colon or not scheme or not rest:
        raise UnknownDevice("a device URL is SCHEME:WHERE")
    return scheme, rest


def parse_address(url: str, known: frozenset[str]) -> Address:
    """Raises UnknownDevice."""
    scheme, rest = split_scheme(url)
    target, _, query = rest.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    options = {name: value for name, value in pairs if name in known}
    others = [(name, value) for name, value in pairs if name not in known]
    if others and "://" not in target:
        raise UnknownDevice(f"unknown option {others[0][0]}")
    if not target:
        raise UnknownDevice("a device URL is SCHEME:WHERE")
    return Address(scheme, f"{target}?{urlencode(others)}" if others else target, options)
