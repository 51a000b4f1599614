"""A pseudo terminal with a device behind it: the far end of a serial line, for simulators.

The simulator holds its own descriptor of the near end too, so the line survives a program that closes it. `link`, when
given, is a path that always leads to the present pty: pulling and plugging changes the pty, as USB does.
"""

import os
import select
import termios
import tty
from pathlib import Path
from types import MappingProxyType

_SPEEDS = MappingProxyType({getattr(termios, f"B{speed}"): speed for speed in (9600, 19200, 38400, 57600, 115200)})


class PtyPort:
    def __init__(self, link: Path | None = None) -> None:
        self._link = link
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        os.set_blocking(self._far, False)
        self.device = os.ttyname(self._near)
        if link is not None:
            self._point(link)

    @property
    def path(self) -> str:
        return str(self._link or self.device)

    @property
    def speed(self) -> int:
        """Bits a second as the program at the near end has set it; 0 when it set none of the usual ones."""
        return _SPEEDS.get(termios.tcgetattr(self._near)[4], 0)

    def fileno(self) -> int:
        return self._far

    def read(self) -> bytes:
        """What is there now; empty for nothing."""
        try:
            return os.read(self._far, 65536)
        except BlockingIOError:
            return b""

    def write(self, data: bytes) -> None:
        """All that fits: a line nobody reads loses the rest, as a real one does."""
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._far, left) :]
            except BlockingIOError:
                if not select.select([], [self._far], [], 0.2)[1]:
                    return

    def close(self) -> None:
        """Pull the plug: a program that has the line open sees it vanish."""
        if self._link is not None and self._link.is_symlink() and str(self._link.readlink()) == self.device:
            self._link.unlink()
        os.close(self._near)
        os.close(self._far)

    def _point(self, link: Path) -> None:
        """Atomically, for a program may be opening it this moment."""
        fresh = link.with_name(link.name + ".new")
        fresh.symlink_to(self.device)
        fresh.replace(link)
