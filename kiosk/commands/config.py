"""`kiosk config show|verify|explain KEY`: what configuration this terminal runs, and which layer decided what."""

import argparse
import time
from pathlib import Path
from typing import Any

import msgspec

from kiosk.commands.answer import fail, say
from kiosk.configuration.bundle import BundleError
from kiosk.configuration.explaining import Explanation, explain
from kiosk.configuration.store import ConfigurationStore, NoConfiguration
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.terminal_file import TerminalFileError, read_terminal_file
from kiosk.trust import TrustError, Verified, load_trust

SUMMARY = "what configuration this terminal runs"
PRODUCTION_TRUST = Path("/etc/kiosk/trust.json")


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=("show", "verify", "explain"),
        help="show the merged settings, verify all once more, explain one",
    )
    parser.add_argument("key", nargs="?", default="", help="for explain: a dotted key, e.g. timers.veil")
    parser.add_argument("--trust", type=Path, help="the trust file; default by kind of terminal")


def run(arguments: argparse.Namespace) -> int:
    if (arguments.action == "explain") != bool(arguments.key):
        return fail(arguments, ExitCode.USAGE, None, "explain needs a key, the others take none")
    store = ConfigurationStore(arguments.state)
    try:
        believed = _believed(arguments, store)
        damaged = store.damaged_content() if arguments.action == "verify" else []
    except FileNotFoundError as error:
        sentence = f"this machine is no terminal: {error.filename} is missing"
        return fail(arguments, ExitCode.USAGE, FailureCode.TRUST_MISSING, sentence)
    except TerminalFileError as error:
        return fail(arguments, ExitCode.USAGE, FailureCode.TERMINAL_FILE_BROKEN, str(error))
    except (TrustError, NoConfiguration) as error:
        return fail(arguments, ExitCode.INTEGRITY, error.code, str(error))
    except BundleError as error:
        return fail(arguments, ExitCode.INTEGRITY, FailureCode.CONFIGURATION_REFUSED, str(error))
    except OSError as error:
        return fail(arguments, ExitCode.STORAGE, FailureCode.STATE_UNUSABLE, str(error))
    match arguments.action:
        case "show":
            return say(arguments, _shown(believed), _readable(believed))
        case "verify":
            return _verified(arguments, believed, damaged)
        case _:
            return _explained(arguments, explain(believed, arguments.key))


def _believed(arguments: argparse.Namespace, store: ConfigurationStore) -> Verified:
    trust = load_trust((arguments.trust or _usual_trust(arguments.state)).read_bytes())
    return store.verified(trust, int(time.time()))


def _usual_trust(state: Path) -> Path:
    terminal = state / "terminal.toml"
    production = terminal.exists() and read_terminal_file(terminal).kind == "production"
    return PRODUCTION_TRUST if production else state / "trust.json"


def _shown(believed: Verified) -> dict[str, Any]:
    return {
        "manifest": believed.manifest_version,
        "terminal": believed.terminal.terminal.hex(),
        "name": believed.terminal.name,
        "stale": believed.stale,
        "expires": believed.expires,
        "layers": [{"layer": part.layer, "name": part.name, "revision": part.revision} for part in believed.parts],
        "settings": believed.layers,
        "versions": dict(believed.versions),
    }


def _readable(believed: Verified) -> str:
    settings = msgspec.json.format(msgspec.json.encode(believed.layers), indent=2).decode()
    stale = " (stale: central has not been heard for long)" if believed.stale else ""
    return f"manifest {believed.manifest_version}{stale}\n{settings}"


def _verified(arguments: argparse.Namespace, believed: Verified, damaged: list[str]) -> int:
    facts = {"manifest": believed.manifest_version, "stale": believed.stale, "damaged": damaged}
    if damaged:
        sentence = f"{len(damaged)} content file(s) are missing or altered"
        return fail(arguments, ExitCode.INTEGRITY, FailureCode.CONFIGURATION_REFUSED, sentence, facts)
    return say(arguments, facts, f"manifest {believed.manifest_version}: all signatures and digests hold")


def _explained(arguments: argparse.Namespace, explanation: Explanation | None) -> int:
    if explanation is None:
        return fail(arguments, ExitCode.NO, None, f"no layer and no default speaks of {arguments.key}")
    lines = [f"{arguments.key} = {_text(explanation.value)}, decided by {explanation.decided_by}"]
    lines += [f"  {wish.layer} {wish.revision} wants {_text(wish.value)}" for wish in explanation.wishes]
    facts = {
        "key": arguments.key,
        "value": explanation.value,
        "decided_by": explanation.decided_by,
        "wanted": [
            {"layer": wish.layer, "name": wish.name, "revision": wish.revision, "value": wish.value}
            for wish in explanation.wishes
        ],
    }
    return say(arguments, facts, "\n".join(lines))


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
