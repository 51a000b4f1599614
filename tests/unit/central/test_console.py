"""People sign in, see terminals and cases in words, and change nothing but whether a terminal serves."""

import http.client
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import pytest

from kiosk.contract.reference import reference_of
from tests.unit.central.conftest import Serving, command, until
from tests.unit.central.terminals import Terminal, a_rating, an_application

pytestmark = pytest.mark.xdist_group("central")

LOGIN = "/console/login/"


@dataclass
class Browser:
    """Cookies and nothing else."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, Location, text."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return answer.status, answer.getheader("Location", ""), answer.read().decode()
        finally:
            connection.close()

    def page(self, path: str) -> str:
        status, _, text = self.ask("GET", path)
        assert status == 200, (path, status)
        return text

    def send(self, path: str, **form: str) -> tuple[int, str, str]:
        """With the token of the page that the form stands on."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page(path))
        assert found
        return self.ask("POST", path, {"csrfmiddlewaretoken": found[1], **form})


@pytest.fixture(scope="module")
def password(service: Serving) -> str:
    status, facts, _ = command("admin", "--state", service.state, "--name", "clerk")
    assert status == 0
    return str(facts["password"])


@pytest.fixture(scope="module")
def session(service: Serving, password: str) -> dict[str, str]:
    """Cookies of one who signed in: a password takes half a second to check."""
    browser = Browser(service.url)
    status, where, _ = browser.send(LOGIN, username="clerk", password=password)
    assert (status, where) == (302, "/console/")
    return browser.cookies


@pytest.fixture
def browser(service: Serving, session: dict[str, str]) -> Browser:
    return Browser(service.url, dict(session))


@pytest.fixture(scope="module")
def at_work(service: Serving) -> tuple[Terminal, Any, Any]:
    """A terminal with an application that was rated, and one nobody can read."""
    terminal, application, bad = service.terminal(), an_application(), an_application()
    key = service.sealing_key()
    sealed = [terminal.seal(application, key), terminal.seal(a_rating(application.id, 4), key)]
    sealed.append(terminal.seal(bad, key, plaintext=b"{nonsense"))
    terminal.deliver(service.url, *(terminal.envelope(one) for one in sealed))
    from central.store.models import Case

    assert until(lambda: Case.objects.filter(pk=bad.id.hex(), state="needs-clerk").exists())
    return terminal, application, bad


def test_nobody_sees_a_page_without_signing_in(service: Serving) -> None:
    for path in ("/console/", "/console/store/case/", "/console/store/terminal/", "/console/auth/user/"):
        status, where, _ = Browser(service.url).ask("GET", path)
        assert (status, where) == (302, f"{LOGIN}?next={path}")


def test_the_root_leads_to_the_console(service: Serving) -> None:
    assert Browser(service.url).ask("GET", "/")[:2] == (302, "/console/")


def test_a_wrong_password_is_told_in_words(service: Serving) -> None:
    status, _, text = Browser(service.url).send(LOGIN, username="clerk", password="wrong")
    assert status == 200
    assert "Please enter the correct username and password" in text


def test_a_form_without_its_token_is_refused(service: Serving, password: str) -> None:
    form = {"username": "clerk", "password": password}
    assert Browser(service.url).ask("POST", LOGIN, form)[0] == 403


def test_the_list_of_terminals_says_how_each_one_is(service: Serving, browser: Browser) -> None:
    terminal = service.terminal()
    health = {"id_card": "ready", "receipt_printer": "attention", "scanner": "absent"}
    path = f"/console/store/terminal/?q={terminal.id.hex()}"
    assert "never called" in browser.page(path)
    from central.fleet.heartbeats import Beat, Heartbeats

    heartbeats = Heartbeats()
    heartbeats.note(terminal.id.hex(), Beat(int(time.time()), 1, "", health))
    heartbeats.write()
    text = browser.page(path)
    for words in ("in service", "in contact", "receipt printer: attention", "just now"):
        assert words in text
    assert "scanner" not in text


def test_a_terminal_is_taken_out_of_service_there(service: Serving, browser: Browser) -> None:
    terminal = service.terminal()
    path = f"/console/store/terminal/?q={terminal.id.hex()}"
    status, _, _ = browser.send(path, action="revoke", _selected_action=terminal.id.hex())
    assert status == 302
    assert "taken out" in browser.page(path)
    assert terminal.post(service.url, "/v1/sync", b"{}").code == "revoked"
    assert "revoked" in browser.page(f"/console/store/terminal/{terminal.id.hex()}/history/")


def test_the_list_of_cases_names_items_and_no_person(browser: Browser, at_work: Any) -> None:
    _, application, bad = at_work
    text = browser.page("/console/store/case/")
    for words in (reference_of(application.id), "Filing for medical treatment in another region", "4 of 5"):
        assert words in text
    assert reference_of(bad.id) in text
    assert application.applicant.name not in text
    assert application.applicant.number not in text


def test_a_case_is_found_by_its_reference(browser: Browser, at_work: Any) -> None:
    _, application, bad = at_work
    text = browser.page(f"/console/store/case/?q={reference_of(application.id)}")
    assert reference_of(application.id) in text
    assert reference_of(bad.id) not in text


def test_the_page_of_a_case_says_in_words_what_the_citizen_said(browser: Browser, at_work: Any) -> None:
    _, application, _ = at_work
    text = browser.page(f"/console/store/case/{application.id.hex()}/change/")
    for words in ("样本", "resident identity card", "Temporary treatment", "Shanghai (310000)", "polyline", "4 of 5"):
        assert words in text
    assert "{&quot;" not in text, "raw JSON on the page"
    assert "\\u" not in text.partition("fieldset")[2].partition("</form>")[0]


def test_the_page_of_a_case_nobody_can_read_says_why(browser: Browser, at_work: Any) -> None:
    _, _, bad = at_work
    text = browser.page(f"/console/store/case/{bad.id.hex()}/change/")
    assert "Its content has not the form of an application." in text
    assert "Applicant, as the card says" not in text


def test_what_a_citizen_typed_is_text_and_never_markup(service: Serving, browser: Browser) -> None:
    terminal = service.terminal()
    hostile = msgspec.structs.replace(
        an_application(), answers={"<script>alert(1)</script>": '"><script>alert(2)</script>'}, item="<b>item</b>"
    )
    terminal.deliver(service.url, terminal.envelope(terminal.seal(hostile, service.sealing_key())))
    from central.store.models import Case

    assert until(lambda: Case.objects.filter(pk=hostile.id.hex(), state="opened").exists())
    text = browser.page(f"/console/store/case/{hostile.id.hex()}/change/")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(2)" in text
    assert "<b>item</b>" not in browser.page("/console/store/case/")


@pytest.mark.parametrize("page", ["case", "envelope", "terminal"])
def test_nothing_is_added_changed_or_deleted_by_hand(browser: Browser, at_work: Any, page: str) -> None:
    from central.store.models import Envelope

    terminal, application, _ = at_work
    envelope = str(Envelope.objects.filter(identifier=application.id.hex()).values_list("pk", flat=True)[0])
    key = {"case": application.id.hex(), "terminal": terminal.id.hex(), "envelope": envelope}[page]
    assert browser.ask("GET", f"/console/store/{page}/add/")[0] == 403
    assert browser.ask("GET", f"/console/store/{page}/{key}/delete/")[0] == 403
    assert browser.send(f"/console/store/{page}/{key}/change/", state="opened", name="x")[0] == 403


@pytest.mark.parametrize("path", ["", "store/case/", "store/terminal/", "store/envelope/", "auth/user/"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_fetch_nothing_from_elsewhere(service: Serving, browser: Browser, path: str, language: str) -> None:
    browser.cookies["django_language"] = language
    fetched = re.findall(r"""(?:src|href)=["']((?:https?:)?//[^"']+)""", browser.page(f"/console/{path}"))
    assert fetched == []


def test_styles_and_scripts_are_served_here(service: Serving, browser: Browser) -> None:
    wanted = re.findall(r'(?:src|href)="(/static/[^"?]+)', browser.page("/console/"))
    assert len(wanted) > 5
    for path in wanted:
        assert service.get(path).status == 200, path
