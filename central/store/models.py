"""What central keeps. Ids are 16 bytes in hexadecimal; times are aware datetimes; envelopes stay as they came.

The tables up to Event hold no personal data in clear. Case and Rating are the case store: only the opening role fills
their contents, and only people who sign in to the console see them.
"""

from django.db import models
from django.db.models import functions

from central.store.configuration import AdminKey, Revision, Rollout, RolloutTerminal

__all__ = [
    "AdminKey",
    "Case",
    "Chain",
    "EnrolmentOffer",
    "Envelope",
    "Event",
    "Heartbeat",
    "Rating",
    "Revision",
    "Rollout",
    "RolloutTerminal",
    "Terminal",
    "with_conflicts",
]

ID_LENGTH, DIGEST_LENGTH = 32, 64


class Terminal(models.Model):
    """One enrolment: a terminal set up anew is a new row, the old one is revoked by a person."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    name = models.CharField(max_length=64)
    branch = models.CharField(max_length=64)
    district = models.CharField(max_length=64, blank=True)
    envelope_key = models.BinaryField()
    receipt_key = models.BinaryField()
    request_key = models.BinaryField()
    statement = models.BinaryField()
    enrolled_at = models.DateTimeField()
    revoked = models.BooleanField(default=False)

    class Meta:
        ordering = ["branch", "name"]

    def __str__(self) -> str:
        return f"{self.branch} {self.name}"


def with_conflicts() -> models.QuerySet[Terminal]:
    """Each terminal with `conflicts`: how many envelopes it sent for a place it had filled with other bytes."""
    theirs = Envelope.objects.filter(terminal=models.OuterRef("pk"), conflict=True).order_by().values("terminal")
    counted = theirs.annotate(number=models.Count("pk")).values("number")
    conflicts = functions.Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)
    return Terminal.objects.select_related("heartbeat").annotate(conflicts=conflicts)


class EnrolmentOffer(models.Model):
    """A one-time code given out; the code itself is nowhere, `digest` is keyed."""

    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    name = models.CharField(max_length=64)
    branch = models.CharField(max_length=64)
    district = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    terminal = models.OneToOneField(Terminal, null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.branch} {self.name}"


class Heartbeat(models.Model):
    """The last a terminal said about itself, written in batches.

    `manifest`: what really runs; `offered`: the newest it has looked at; `outcome` of that, and why it came back.
    """

    terminal = models.OneToOneField(Terminal, primary_key=True, on_delete=models.PROTECT)
    seen_at = models.DateTimeField()
    manifest = models.BigIntegerField()
    offered = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=16, blank=True)
    outcome_reason = models.CharField(max_length=40, blank=True)
    build = models.CharField(max_length=64, blank=True)
    health = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.terminal_id)


class Case(models.Model):
    """One application, keyed by the id its citizen's machine gave it: two envelopes with one id are one case."""

    class State(models.TextChoices):
        RECEIVED = "received", "received"
        OPENED = "opened", "opened"
        NEEDS_CLERK = "needs-clerk", "needs a clerk"

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    reference = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16, choices=State.choices, default=State.RECEIVED, db_index=True)
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT)
    epoch = models.CharField(max_length=ID_LENGTH)
    seq = models.BigIntegerField()
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    content_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    item = models.CharField(max_length=64, blank=True)
    item_version = models.IntegerField(null=True, blank=True)
    language = models.CharField(max_length=16, blank=True)
    identity_basis = models.CharField(max_length=64, blank=True)
    check_code = models.CharField(max_length=16, blank=True)
    applicant_name = models.CharField(max_length=256, blank=True)
    applicant_number = models.CharField(max_length=64, blank=True)
    applicant = models.JSONField(null=True, blank=True)
    answers = models.JSONField(null=True, blank=True)
    consent = models.JSONField(null=True, blank=True)
    strokes = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return str(self.reference)


class Rating(models.Model):
    """Keyed by the rating's own id; `of` is the id of the rated application, which may arrive later."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    of = models.CharField(max_length=ID_LENGTH, db_index=True)
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT)
    score = models.SmallIntegerField()
    language = models.CharField(max_length=16, blank=True)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.score} for {self.of}"


class Envelope(models.Model):
    """Every envelope whose signature verified, byte for byte. The same bytes are one row for ever.

    `conflict`: another envelope with other bytes came before under this (terminal, epoch, seq). `kind` 0 is a
    statement of the keeper; the others are kiosk.contract.application.Kind as said in clear.
    """

    class State(models.TextChoices):
        KEPT = "kept", "kept"
        SEALED = "sealed", "sealed"
        OPENED = "opened", "opened"
        NEEDS_CLERK = "needs-clerk", "needs a clerk"

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT)
    epoch = models.CharField(max_length=ID_LENGTH)
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=DIGEST_LENGTH)
    previous = models.CharField(max_length=DIGEST_LENGTH)
    identifier = models.CharField(max_length=ID_LENGTH, blank=True, db_index=True)
    kind = models.SmallIntegerField()
    conflict = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State.choices)
    reason = models.CharField(max_length=32, blank=True)
    received_at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["terminal", "epoch", "seq", "digest"], name="an_envelope_once"),
            models.UniqueConstraint(
                fields=["terminal", "epoch", "seq"],
                condition=models.Q(conflict=False),
                name="a_place_has_one_first_envelope",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="sealed"), name="envelopes_to_open"),
            models.Index(fields=["terminal"], condition=models.Q(conflict=True), name="envelopes_in_conflict"),
        ]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.epoch[:8]} {self.seq}"


class Chain(models.Model):
    """How far central holds (terminal, epoch) without a gap, and the digest of that envelope."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT)
    epoch = models.CharField(max_length=ID_LENGTH)
    seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=DIGEST_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terminal", "epoch"], name="a_chain_once")]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.epoch[:8]} up to {self.seq}"


class Event(models.Model):
    """A journal event of a terminal: a name and numbers. `batch`: digest of the request it came in."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT)
    at = models.BigIntegerField()
    name = models.CharField(max_length=64)
    values = models.JSONField(default=list)
    batch = models.CharField(max_length=DIGEST_LENGTH)
    place = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terminal", "batch", "place"], name="an_event_once")]

    def __str__(self) -> str:
        return str(self.name)
