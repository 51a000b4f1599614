"""The inner half of devices.simulators.pcsc_room: started by `unshare -mn`, so all it mounts and listens to is its own.

Words over the socket given as standard input: `start`, `signal N`, `connect PORT` (answered with the connected socket).
Every word is answered; the end of the socket ends pcscd.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

_LONGEST = 64


def main() -> None:
    folder = Path(sys.argv[1])
    for words in (
        ["mount", "-t", "tmpfs", "tmpfs", "/run"],
        ["mkdir", "/run/pcscd"],
        ["mount", "--bind", str(folder), "/run/pcscd"],
        ["ip", "link", "set", "lo", "up"],
    ):
        subprocess.run(words, check=True)
    control = socket.socket(fileno=os.dup(0))
    service: subprocess.Popen[bytes] | None = None
    while word := control.recv(_LONGEST).decode():
        match word.split():
            case ["start"]:
                service = _started(folder)
                control.send(b"done")
            case ["signal", number] if service is not None:
                service.send_signal(int(number))
                if int(number) in (signal.SIGKILL, signal.SIGTERM):
                    service.wait()
                control.send(b"done")
            case ["connect", port]:
                with _connected(int(port)) as card:
                    socket.send_fds(control, [b"done"], [card.fileno()])
    if service is not None and service.poll() is None:
        service.kill()
        service.wait()


def _started(folder: Path) -> subprocess.Popen[bytes]:
    (folder / "pcscd.comm").unlink(missing_ok=True)
    (folder / "pcscd.pid").unlink(missing_ok=True)
    null = subprocess.DEVNULL
    words = ["pcscd", "-f", "-c", str(folder / "readers")]
    return subprocess.Popen(words, stdin=null, stdout=null, stderr=null)


def _connected(port: int) -> socket.socket:
    """The reader listens some milliseconds after the service has started."""
    end = time.monotonic() + 10
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


if __name__ == "__main__":
    main()
