"""A real pcscd with a virtual reader in a room of its own, and a card that speaks vpcd's protocol.

vpcd listens on every address without asking who comes, so pcscd runs in mount and network namespaces of its own; its
socket comes out through a bind mount, and the card's connection by being handed over. Needs pcscd, vsmartcard-vpcd and
either root or user namespaces. Never on a terminal.

vpcd: LEN (2, big endian) and payload both ways; one byte is a control (0 off, 1 on, 2 reset, 4 = tell your ATR), more
is an APDU.
"""

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

_PORT = 35963
_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READER = "Kiosk Virtual PCD"
_TELL_ATR = b"\x04"
_ATR = bytes.fromhex("3B80800101")
_PATIENCE = 20.0

Chip = Callable[[bytes], bytes | None]
"""An APDU's answer with status; None: the card keeps silent."""


class RoomNotToBeHad(Exception):
    """What this machine lacks, in one line."""


def _namespaces() -> list[str]:
    """Raises RoomNotToBeHad."""
    if shutil.which("pcscd") is None or not _DRIVER.exists():
        raise RoomNotToBeHad("pcscd or vsmartcard-vpcd is not installed")
    for flags in ("-mn", "-Urmn"):
        if subprocess.run(["unshare", flags, "true"], capture_output=True, check=False).returncode == 0:
            return ["unshare", flags]
    raise RoomNotToBeHad("this machine gives no namespace of its own")


class VirtualCard:
    """A chip behind one connection to vpcd. One thread; ends when the card is lifted."""

    def __init__(self, connection: socket.socket, chip: Chip) -> None:
        self._connection, self._chip = connection, chip
        self._thread = threading.Thread(target=self._serve, name="virtual-card", daemon=True)
        self._thread.start()

    def lift(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._connection.close()

    def _serve(self) -> None:
        while (payload := self._received()) is not None:
            answer = _ATR if payload == _TELL_ATR else self._chip(payload) if len(payload) > 1 else None
            if answer is not None:
                with contextlib.suppress(OSError):
                    self._connection.sendall(len(answer).to_bytes(2, "big") + answer)

    def _received(self) -> bytes | None:
        head = self._exactly(2)
        return None if head is None else self._exactly(int.from_bytes(head, "big"))

    def _exactly(self, count: int) -> bytes | None:
        held = b""
        while len(held) < count:
            try:
                self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)  # else 40 ms an APDU
                came = self._connection.recv(count - len(held))
            except OSError:
                return None
            if not came:
                return None
            held += came
        return held


class PcscRoom:
    """Raises RoomNotToBeHad. Methods are called from one thread."""

    def __init__(self) -> None:
        namespaces = _namespaces()
        self._folder = Path(tempfile.mkdtemp(prefix="pcsc-"))
        readers = self._folder / "readers"
        readers.mkdir()
        (readers / "reader").write_text(
            f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:0x{_PORT:X}\nLIBPATH {_DRIVER}\nCHANNELID 0x{_PORT:X}\n'
        )
        self._control, inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_PATIENCE)
        inside = Path(__file__).with_name("pcsc_inside.py")
        words = [*namespaces, sys.executable, "-I", str(inside), str(self._folder)]
        self._process = subprocess.Popen(words, stdin=inner.fileno(), stdout=subprocess.DEVNULL)
        inner.close()
        self._card: VirtualCard | None = None
        self._say("start")

    @property
    def socket_path(self) -> Path:
        return self._folder / "pcscd.comm"

    @property
    def url(self) -> str:
        return f"pcsc:{READER}*?socket={self.socket_path}&poll=0.05"

    def lay(self, chip: Chip) -> None:
        self.lift()
        self._control.send(f"connect {_PORT}".encode())
        _, descriptors, _, _ = socket.recv_fds(self._control, 16, 1)
        self._card = VirtualCard(socket.socket(fileno=descriptors[0]), chip)

    def lift(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.lift()

    def unplug(self) -> None:
        """The service dies, and with it every reader."""
        self._say(f"signal {int(signal.SIGKILL)}")

    def replug(self) -> None:
        self._say("start")

    def mute(self) -> None:
        """The service stands still."""
        self._say(f"signal {int(signal.SIGSTOP)}")

    def speak(self) -> None:
        self._say(f"signal {int(signal.SIGCONT)}")

    def close(self) -> None:
        """Twice is as good as once."""
        self.lift()
        self._control.close()
        self._process.wait(_PATIENCE)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _say(self, word: str) -> None:
        self._control.send(word.encode())
        if self._control.recv(16) != b"done":
            raise RuntimeError(f"pcscd's room did not do: {word}")
