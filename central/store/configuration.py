"""Configuration as central keeps it: who may sign, every revision for ever, and how far each one has gone."""

from django.conf import settings
from django.db import models

NAME_LENGTH, KEY_LENGTH = 64, 64
PERSON = settings.AUTH_USER_MODEL


class AdminKey(models.Model):
    """Whose key it is. `key_id` as in root.json; one person has one key, one key one person."""

    person = models.OneToOneField(PERSON, on_delete=models.PROTECT, related_name="admin_key")
    key_id = models.CharField(max_length=KEY_LENGTH, unique=True)

    def __str__(self) -> str:
        return str(self.person)


class Revision(models.Model):
    """What one layer says, whole, for ever. `metadata`: the targets role with this revision, as far as it is signed.

    The author signs first, the approver second; that they are two people with two keys is the database's business too.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PROPOSED = "proposed", "waits for a second signature"
        APPROVED = "approved", "approved by two"
        DISCARDED = "discarded", "discarded"

    layer = models.CharField(max_length=16)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    number = models.IntegerField()
    body = models.BinaryField()
    comment = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT, db_index=True)
    author = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="authored")
    author_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    approver = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="approved")
    approver_key = models.CharField(max_length=KEY_LENGTH, null=True, blank=True)
    metadata = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["layer", "name", "number"], name="a_revision_once"),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="proposed"), name="one_revision_waits_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(approver=None) | ~models.Q(author=models.F("approver")),
                name="author_and_approver_are_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(approver_key=None) | ~models.Q(author_key=models.F("approver_key")),
                name="author_and_approver_have_two_keys",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_at__isnull=False),
                name="what_is_approved_was_approved_once",
            ),
        ]

    def __str__(self) -> str:
        place = f" {self.name}" if self.name else ""
        return f"{self.layer}{place} {self.number}"


class Rollout(models.Model):
    """How a revision goes out. Seconds, per cent, and how many terminals may come back before all stops.

    `only`: label → value a terminal must have (district, branch, name); empty means all the layer is for.
    """

    class State(models.TextChoices):
        CANARIES = "canaries", "first few"
        SOAKING = "soaking", "first few are watched"
        EVERYONE = "everyone", "everyone"
        PAUSED = "paused", "paused"
        DONE = "done", "done"
        STOPPED = "stopped", "stopped and taken back"

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="rollout")
    only = models.JSONField(default=dict, blank=True)
    canaries = models.IntegerField(default=1)
    soak_seconds = models.IntegerField(default=600)
    success_percent = models.IntegerField(default=90)
    errors_allowed = models.IntegerField(default=0)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State.choices, default=State.CANARIES, db_index=True)
    paused_from = models.CharField(max_length=16, blank=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"rollout of {self.revision}"


class RolloutTerminal(models.Model):
    """One terminal of a rollout. `manifest`: the version by which it was offered; `reason` as the terminal said it."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        OFFERED = "offered", "pending"
        APPLIED = "applied", "applied"
        RETURNED = "returned", "returned"

    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="terminals")
    terminal = models.ForeignKey("store.Terminal", on_delete=models.PROTECT, related_name="rollouts")
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    manifest = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rollout", "terminal"], name="a_terminal_once_in_a_rollout")]

    def __str__(self) -> str:
        return f"{self.terminal} {self.state}"
