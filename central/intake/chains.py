"""How far central holds a terminal's chain without a gap: only that may be called received.

An envelope counts when it names the digest of the one before; what came out of order waits for what is missing. A
branch that breaks the chain is kept as evidence and never counted, so the terminal keeps its copy.
"""

from dataclasses import dataclass

from central.store.models import Chain, Envelope, Terminal

NOTHING = "00" * 32
STEP = 500


@dataclass(frozen=True, slots=True)
class Progress:
    """`head`: digest (hex) of envelope `seq`; zeros for 0."""

    seq: int = 0
    head: str = NOTHING


def progress_of(terminal: str, epoch: str) -> Progress:
    """Read only; an unknown epoch stands at 0."""
    chain = Chain.objects.filter(terminal_id=terminal, epoch=epoch).first()
    return Progress(chain.seq, chain.head) if chain else Progress()


def advance(terminal: Terminal, epoch: str) -> Progress:
    """Follow the chain as far as it reaches now. Inside the caller's transaction."""
    before = progress_of(terminal.pk, epoch)
    after = before
    while (further := _followed(terminal, epoch, after)) != after:
        after = further
    if after != before:
        fields = {"seq": after.seq, "head": after.head}
        Chain.objects.update_or_create(terminal=terminal, epoch=epoch, defaults=fields)
    return after


def _followed(terminal: Terminal, epoch: str, progress: Progress) -> Progress:
    """Up to STEP envelopes further."""
    rows = Envelope.objects.filter(
        terminal=terminal, epoch=epoch, seq__gt=progress.seq, seq__lte=progress.seq + STEP
    ).order_by("seq", "id")
    following: dict[tuple[int, str], str] = {}
    for seq, previous, digest in rows.values_list("seq", "previous", "digest"):
        following.setdefault((seq, previous), digest)
    seq, head = progress.seq, progress.head
    while (found := following.get((seq + 1, head))) is not None:
        seq, head = seq + 1, found
    return Progress(seq, head)
