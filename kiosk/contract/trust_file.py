"""trust.json: what a terminal, or a clerk's machine, believes before anything is fetched.

One JSON object; bytes are base64. A terminal's file holds one enrolment statement (its own), a clerk's all of them.
`kiosk enrol` and `kiosk-central trust` write it, kiosk.trust reads and verifies it. The files of `authority` are kept
exactly as central published them: root chain → targets → statements → statements.json → enrolment statements, so a
statement can be checked without asking anybody.
"""

from typing import Literal

import msgspec

from kiosk.contract.api import Signed

TRUST_FILE_LIMIT = 32 * 1024 * 1024


class TrustFileError(ValueError):
    """The bytes are not a trust file of a version known here."""


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`roots`: the chain from version 1 on; `targets`, `statements`: the signed metadata of these roles;
    `statements_json`: the target `statements.json` that the second one names by hash.
    """

    roots: list[bytes]
    targets: bytes
    statements: bytes
    statements_json: bytes


class TrustFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`root`: the first root.json, named by the enrolment code. `statements`: signed EnrolmentStatements."""

    version: Literal[1] = 1  # written out: the struct omits no defaults
    root: bytes
    authority: Authority
    statements: list[Signed]


def encode_trust_file(trust: TrustFile) -> bytes:
    """The file's bytes, indented for people."""
    return msgspec.json.format(msgspec.json.encode(trust), indent=1) + b"\n"


def decode_trust_file(data: bytes) -> TrustFile:
    """Shape only; kiosk.trust.load_trust verifies. Raises TrustFileError."""
    if len(data) > TRUST_FILE_LIMIT:
        raise TrustFileError("the trust file is larger than allowed")
    try:
        return msgspec.json.decode(data, type=TrustFile)
    except (ValueError, RecursionError) as error:  # msgspec: DecodeError, UnicodeDecodeError, too deep
        raise TrustFileError(f"not a trust file: {error}") from error
