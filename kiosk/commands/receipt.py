"""`kiosk receipt verify TOKEN|PNG`: whether a receipt was issued by the terminal it names. It never says "accepted"."""

import argparse
from pathlib import Path

from kiosk.commands.answer import fail, say
from kiosk.contract.api import EnrolmentStatement
from kiosk.contract.failure import ExitCode, FailureCode
from kiosk.intake.checking import CheckedRecord, RecordNotBelieved, check_proof
from kiosk.trust import Trust, TrustError, load_trust
from offline_queue.proof import TOKEN_PREFIX, ProofError, from_token, proof_key_id, unverified_claims
from offline_queue.sealing import key_id_of

SUMMARY = "check a receipt's proof"


class _NoPicture(Exception):
    """The picture cannot be read, or does not hold one receipt."""


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("verify",), help="check the proof against the terminal's published key")
    parser.add_argument("receipt", help="the text of the receipt's code, or a PNG that shows it")
    parser.add_argument("--trust", type=Path, help="the trust file; default <state>/trust.json")


def run(arguments: argparse.Namespace) -> int:
    path = arguments.trust or arguments.state / "trust.json"
    try:
        trust = load_trust(path.read_bytes())
    except OSError as error:
        return fail(arguments, ExitCode.USAGE, FailureCode.TRUST_MISSING, f"no trust file {path}: {error.strerror}")
    except TrustError as error:
        return fail(arguments, ExitCode.INTEGRITY, error.code, str(error))
    try:
        token = _token(arguments.receipt)
    except _NoPicture as error:
        return fail(arguments, ExitCode.USAGE, None, str(error))
    try:
        proof = from_token(token)
        statement = _statement(trust, proof)
        return _believed(arguments, check_proof(proof, statement), statement)
    except (ProofError, RecordNotBelieved) as error:
        return fail(arguments, ExitCode.INTEGRITY, FailureCode.PROOF_BROKEN, str(error))
    except TrustError as error:
        return fail(arguments, ExitCode.INTEGRITY, error.code, str(error))


def _statement(trust: Trust, proof: bytes) -> EnrolmentStatement:
    """A terminal enrolled anew has other keys, and its older papers hold. Raises TrustError, ProofError."""
    terminal, key = unverified_claims(proof).terminal, proof_key_id(proof)
    about = (statement for statement in trust.statements if statement.terminal == terminal)
    return next((each for each in about if key_id_of(each.receipt_key) == key), None) or trust.statement_for(terminal)


def _believed(arguments: argparse.Namespace, record: CheckedRecord, statement: EnrolmentStatement) -> int:
    facts = {
        "terminal": statement.terminal.hex(),
        "name": statement.name,
        "reference": record.reference,
        "epoch": record.epoch.hex(),
        "seq": record.seq,
        "digest": record.digest.hex(),
        "not_before": record.not_before,
        "not_after": record.not_after,
    }
    return say(arguments, facts, f"{record.reference} was recorded by terminal {statement.name} as {record.seq}.")


# ---- from a picture --------------------------------------------------------------------------------------------------


def _token(receipt: str) -> str:
    """A file's code, or the text itself. Raises _NoPicture."""
    path = Path(receipt)
    if receipt.startswith(TOKEN_PREFIX) or not (path.suffix.lower() == ".png" or _is_file(path)):
        return receipt
    tokens = {text for text in _codes(path) if text.startswith(TOKEN_PREFIX)}
    if len(tokens) != 1:
        raise _NoPicture(f"{path} shows {len(tokens) or 'no'} receipt codes")
    return tokens.pop()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for a name, or with a zero byte: a text
        return False


def _codes(path: Path) -> list[str]:
    """Raises _NoPicture."""
    try:
        import zxingcpp
    except ImportError as error:
        raise _NoPicture("zxing-cpp is not installed here: give the text of the code instead of a picture") from error
    from PIL import Image

    try:
        with Image.open(path) as picture:
            grey = picture.convert("L")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise _NoPicture(f"{path} is no picture that can be read") from error
    return [found.text for found in zxingcpp.read_barcodes(grey)]
