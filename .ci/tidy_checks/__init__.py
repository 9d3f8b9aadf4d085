"""tidy's checks: each is a function from a Tree to the breaches it finds."""

from tidy_checks import allow, documents, error_codes, faults, house, levels, purity, sizes, wording
from tidy_checks.tree import Tree

CHECKS = (levels.CHECKS + sizes.CHECKS + purity.CHECKS + house.CHECKS + documents.CHECKS +
          faults.CHECKS + error_codes.CHECKS + wording.CHECKS)


def run(root):
    """(findings by check name, number of allowances, code_lines) of the tree at root."""
    tree = Tree(root)
    allowances = allow.read(tree)
    findings = {
        name: list(allow.standing(allowances, check(tree))) for name, check in CHECKS}
    findings["allowance"] = list(allow.misused(allowances))
    return findings, len(allowances), sizes.code_lines(tree)
