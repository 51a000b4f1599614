"""A plain console: terminals, cases, envelopes. All of it is read; the one thing to do is to revoke a terminal."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from central.opening.cases import ratings_of
from central.store.models import Case, Envelope, Terminal


class ReadOnly(ModelAdmin):
    """What terminals sent is changed by nobody."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Terminal)
class TerminalPage(ReadOnly):
    list_display = ["name", "branch", "district", "enrolled_at", "last_seen", "revoked"]
    list_filter = ["revoked", "branch"]
    search_fields = ["name", "branch", "id"]
    fields = ["id", "name", "branch", "district", "enrolled_at", "last_seen", "health", "revoked"]
    actions = ["revoke"]
    list_select_related = ["heartbeat"]

    @admin.display(description="last seen", empty_value="never")
    def last_seen(self, terminal: Terminal) -> Any:
        beat = getattr(terminal, "heartbeat", None)
        return beat.seen_at if beat else None

    @admin.display(description="components", empty_value="unknown")
    def health(self, terminal: Terminal) -> str | None:
        beat = getattr(terminal, "heartbeat", None)
        return ", ".join(f"{name}: {state}" for name, state in beat.health.items()) if beat else None

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

    list_display = ["reference", "state", "item", "terminal", "received_at", "opened_at"]
    list_filter = ["state", "item"]
    search_fields = ["reference"]
    list_select_related = ["terminal"]
    exclude = ["strokes", "content_digest"]
    readonly_fields = ["rating"]

    @admin.display(description="rating", empty_value="none")
    def rating(self, case: Case) -> int | None:
        return ratings_of([case]).get(case.pk)


@admin.register(Envelope)
class EnvelopePage(ReadOnly):
    list_display = ["terminal", "seq", "state", "conflict", "reason", "received_at"]
    list_filter = ["state", "conflict"]
    search_fields = ["identifier", "digest"]
    list_select_related = ["terminal"]
    exclude = ["body"]
