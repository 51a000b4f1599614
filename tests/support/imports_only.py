"""An import-linter contract that reads like the plan's table: packages, and all they may import directly."""

import sys
from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """`allowed`: first-party packages (with all below them) and third-party top-level names; the standard library is."""

    packages = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        allowed = [*self.packages, *(self.allowed or [])]
        found = [
            f"{module} imports {target}"
            for module in sorted(graph.modules)
            if any(_below(module, package) for package in self.packages)
            for target in sorted(graph.find_modules_directly_imported_by(module))
            if not _standard(target) and not any(_below(target, name) for name in allowed)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["found"]:
            output.print_error(line)


def _below(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def _standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names
