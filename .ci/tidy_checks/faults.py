"""The faults that `./dev mutants` plants fit the source."""

import ast
import re

from tidy_checks.tree import Breach

FOLDER = ".ci/mutation/"


def planted_faults(text):
    """(line, file, original text) of every planted fault."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and \
                node.func.id == "Fault":
            _, file, original = (ast.literal_eval(argument) for argument in node.args[:3])
            yield node.lineno, file, original


def stale_fault(tree):
    """The original text of every planted fault is in its file exactly once."""
    for faults in tree.files:
        if not faults.path.startswith(FOLDER):
            continue
        texts = {file.path: file.text for file in tree.files}
        for line, file, original in planted_faults(faults.text):
            count = texts.get(file, "").count(original)
            if count != 1:
                yield Breach("stale-fault", faults.path, line,
                             f"the original text is {count} times in {file}: adapt the fault")


CHECKS = [
    ("stale-fault", stale_fault),
]
