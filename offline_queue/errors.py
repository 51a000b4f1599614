"""What the outbox may refuse.

OutboxError
├── OutboxFull       no room, by our own limit or the disk's; surely nothing was stored
├── OutboxBroken     the file or the disk failed; this epoch is closed and the next call opens another
├── OutboxUnusable   nothing can be opened here: no folder, a network file system, held by another program
└── SealRefused      what should be appended is not shaped like a sealed application

None of them carries what was to be stored.
"""


class OutboxError(Exception):
    """The answer to whoever asked is no."""


class OutboxFull(OutboxError):
    """Intake stops; acknowledging and purging go on."""


class OutboxBroken(OutboxError):
    """Not retried on the same file."""


class OutboxUnusable(OutboxError):
    """A person must look at the machine."""


class SealRefused(OutboxError):
    """A front that sends this is not our build, or no longer ours."""
