"""`kiosk-central trust`"""

import argparse
import sys
from pathlib import Path

import msgspec

from central.answer import say
from central.commands.session import opened_state
from central.state import StateFolder, write_file
from kiosk.contract.api import Signed
from kiosk.contract.trust_file import Authority, TrustFile, encode_trust_file

SUMMARY = "a trust file with all terminals: whoever has it can check receipts"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="write it there; without, it goes to standard output")


def run(arguments: argparse.Namespace) -> int:
    folder = opened_state(arguments)
    trust = trust_of(folder)
    data = encode_trust_file(trust)
    facts = {"terminals": len(trust.statements)}
    if arguments.out:
        write_file(arguments.out, data)
        return say(arguments, facts, f"{arguments.out}: {facts['terminals']} terminals")
    if arguments.json:
        return say(arguments, {**facts, "trust": msgspec.json.decode(data)})
    sys.stdout.write(data.decode())
    return say(arguments, facts)


def trust_of(folder: StateFolder) -> TrustFile:
    """Root chain, the roles that vouch for statement keys, and every enrolment statement given out."""
    from central.store.models import Terminal
    from central.tuf.repository import newest, newest_target

    roots = sorted(folder.metadata.glob("[0-9]*.root.json"), key=lambda path: int(path.name.partition(".")[0]))
    statements = Terminal.objects.order_by("enrolled_at").values_list("statement", flat=True)
    return TrustFile(
        root=roots[0].read_bytes(),
        authority=Authority(
            roots=[path.read_bytes() for path in roots],
            targets=newest(folder, "targets"),
            statements=newest(folder, "statements"),
            statements_json=newest_target(folder, "statements", "statements.json"),
        ),
        statements=[msgspec.json.decode(bytes(statement), type=Signed) for statement in statements],
    )
