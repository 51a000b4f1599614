"""A plain console: terminals, cases, envelopes. All of it is read; the one thing to do is to revoke a terminal."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timesince import timesince
from unfold.admin import ModelAdmin
from unfold.decorators import display

from central.console import words
from central.opening.cases import ratings_of
from central.store.models import Case, Envelope, Terminal, with_conflicts

IN_CONTACT = timedelta(minutes=2)
"""A terminal's call is held up to 50 s and written down within 10 s; two missed calls are silence."""
STATES = {"needs a clerk": "danger", "opened": "success", "received": "info", "sealed": "info"}
OPENED = ("Applicant, as the card says", "Application")


class ReadOnly(ModelAdmin):
    """What terminals sent is changed by nobody."""

    list_fullwidth = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="number in logs and commands")
    def number(self, row: Any) -> str:
        return str(row.pk)

    @display(description="received", ordering="received_at")
    def received(self, row: Any) -> str | None:
        return words.moment(row.received_at)

    @display(description="state", label=STATES, ordering="state")
    def state_word(self, row: Any) -> str:
        return str(row.get_state_display())

    @display(description="why a clerk is needed", empty_value="-")
    def reason_words(self, row: Any) -> str | None:
        return words.REASONS.get(row.reason, row.reason) or None


@admin.register(Terminal)
class TerminalPage(ReadOnly):
    list_display = ["name", "branch", "service", "contact", "last_heard", "components", "alarms"]
    list_filter = ["revoked", "branch"]
    search_fields = ["name", "branch", "id"]
    search_help_text = "name, branch or number of a terminal"
    fieldsets = [
        (None, {"fields": ["name", "branch", "district", "service", "enrolled", "number"]}),
        ("As it said last", {"fields": ["contact", "last_heard", "components"]}),
        (
            "Alarms",
            {
                "description": "An envelope for a place of its book that this terminal had filled with other bytes "
                "before. Both are kept. It means a copied key, a disk set back to an earlier day, or a forged chain.",
                "fields": ["alarms"],
            },
        ),
    ]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Terminal]:
        return with_conflicts().order_by("branch", "name")

    @display(description="service", label={"in service": "success", "taken out": "danger"}, ordering="revoked")
    def service(self, terminal: Terminal) -> str:
        return "taken out" if terminal.revoked else "in service"

    @display(description="contact", label={"in contact": "success", "silent": "warning"})
    def contact(self, terminal: Terminal) -> str:
        beat = getattr(terminal, "heartbeat", None)
        if beat is None:
            return "never called"
        return "in contact" if datetime.now(UTC) - beat.seen_at < IN_CONTACT else "silent"

    @display(description="last heard", ordering="heartbeat__seen_at")
    def last_heard(self, terminal: Terminal) -> str:
        beat = getattr(terminal, "heartbeat", None)
        if beat is None:
            return "never"
        return (
            "just now" if datetime.now(UTC) - beat.seen_at < timedelta(minutes=1) else f"{timesince(beat.seen_at)} ago"
        )

    @display(description="devices")
    def components(self, terminal: Terminal) -> str:
        beat = getattr(terminal, "heartbeat", None)
        fitted = {name: state for name, state in beat.health.items() if state != "absent"} if beat else {}
        wrong = [
            f"{name.replace('_', ' ')}: {state}" for name, state in fitted.items() if state not in ("ready", "busy")
        ]
        return ", ".join(wrong) or (f"all {len(fitted)} ready" if fitted else "unknown")

    @display(description="alarms", ordering="conflicts")
    def alarms(self, terminal: Any) -> str:
        return f"{terminal.conflicts} conflicting" if terminal.conflicts else "none"

    @display(description="enrolled", ordering="enrolled_at")
    def enrolled(self, terminal: Terminal) -> str | None:
        return words.moment(terminal.enrolled_at)

    @admin.action(description="Take out of service: its requests are refused from now on", permissions=["revoke"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[Terminal]) -> None:
        for terminal in chosen:
            self.log_change(request, terminal, "revoked")
        self.message_user(request, f"{chosen.update(revoked=True)} taken out of service")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        allowed: bool = request.user.has_perm("store.change_terminal")
        return allowed


@admin.register(Case)
class CasePage(ReadOnly):
    """Personal data stands on the page of one case, not in the list."""

    list_display = ["reference", "state_word", "item_word", "terminal", "received", "rating"]
    list_filter = ["state", "item", "kind"]
    search_fields = ["reference"]
    search_help_text = "the reference on the receipt, such as SZ-2PN6-18B3-Q"
    list_select_related = ["terminal"]
    fieldsets = [
        (None, {"fields": ["reference", "state_word", "reason_words", "item_word", "received", "terminal", "rating"]}),
        (OPENED[0], {"fields": ["person", "basis"]}),
        (OPENED[1], {"fields": ["answered", "agreed", "signature", "spoken"]}),
        (
            "Against the paper receipt",
            {
                "description": "The check code on the paper must be this one. The envelope is the page of its "
                "book on which the terminal recorded the application; the paper's square code proves it.",
                "fields": ["check_code", "place", "number"],
            },
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is sealed has no person and no answers to show."""
        shown = super().get_fieldsets(request, obj)
        return [part for part in shown if part[0] not in OPENED or obj.opened_at]

    @display(description="service item", ordering="item")
    def item_word(self, case: Case) -> str:
        if case.item:
            return words.item_name(case.item)
        return "cannot be read" if case.state == Case.State.NEEDS_CLERK else "sealed"

    @display(description="rating")
    def rating(self, case: Case) -> str:
        score = ratings_of([case]).get(case.pk)
        return f"{score} of 5" if score else "none"

    @display(description="person")
    def person(self, case: Case) -> str:
        return words.person(case.applicant or {})

    @display(description="identity")
    def basis(self, case: Case) -> str:
        return str(words.BASIS.get(case.identity_basis, case.identity_basis))

    @display(description="answers")
    def answered(self, case: Case) -> str:
        return words.answers(case.item, case.answers or {})

    @display(description="agreed to")
    def agreed(self, case: Case) -> str:
        return words.consent(case.consent or {})

    @display(description="signature")
    def signature(self, case: Case) -> str:
        return words.signature(case.strokes or [])

    @display(description="language of the visit")
    def spoken(self, case: Case) -> str:
        return words.language(case.language)

    @display(description="envelope")
    def place(self, case: Case) -> str:
        return f"number {case.seq} in book {case.epoch[:8]} of this terminal"


@admin.register(Envelope)
class EnvelopePage(ReadOnly):
    """For the engineer who asks where a letter went: what lies in the store, sealed or not."""

    list_display = ["place", "terminal", "holds", "state_word", "alarm", "received"]
    list_filter = ["conflict", "state", "kind"]
    search_fields = ["identifier", "digest"]
    search_help_text = "digest or case number, in hexadecimal"
    list_select_related = ["terminal"]
    fields = ["place", "terminal", "holds", "state_word", "alarm", "reason_words", "received", "identifier", "digest"]

    @display(description="number in its book", ordering="seq")
    def place(self, envelope: Envelope) -> str:
        return f"{envelope.seq} in {envelope.epoch[:8]}"

    @display(description="holds", ordering="kind")
    def holds(self, envelope: Envelope) -> str:
        return {0: "note of the terminal", 1: "application", 2: "rating"}.get(envelope.kind, f"kind {envelope.kind}")

    @display(description="alarm", label={"place taken before": "danger"}, ordering="conflict")
    def alarm(self, envelope: Envelope) -> str:
        return "place taken before" if envelope.conflict else "none"
