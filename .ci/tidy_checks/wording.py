"""The words that this project does not use, in comments, test names and documents."""

import re

from tidy_checks.house import comments
from tidy_checks.tree import Breach, File

# WORDS: what is not written, and what is instead.
WORDS = [(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), instead) for pattern, instead in (
    ("whoever|(?:no|some)body(?:'?s)?", "the role: the caller, no client, another user"),
    ("he|him", "the role: the user, the client"),
    ("(?:is|are|was) over(?= *(?:$|[.,;:)\"]))", "has ended"),
    ("told", "informed, sent, stated"),
    ("believe[sd]?", "accepted, trusted"),
    ("heed(?:s|ed)?", "obey, observe"),
    ("anew", "again"),
    ("good for", "valid for"),
    ("neighbou?rs?", "what it is: the next row, another tenant"),
    ("gives", "returns, grants, passes"),
    ("ways? through", "path"),
    ("roads?", "path"),
    ("(?:tokens?|keys?) turns?", "rotates"),
    ("rooms?", "module, space"),
)]
HISTORY = "CHANGELOG.md"
EXAMPLES = {".conf", ".cfg", ".toml", ".yaml"}
TESTS = re.compile(r"^(?:TYPED_)?TEST(?:_[FP])?\((.+)\)|^ *(?:test|it)\((['\"`].*)")
STARRED = re.compile(r"^ *(?:/\*\*|\*) (.*)")
CODE = re.compile(r"`[^`]*`")
WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def texts(file):
    """(line, text) of what this check reads in a file; the name of a C++ test in words."""
    if file.path.endswith(".md"):
        yield from ((number, CODE.sub("", line)) for number, line in enumerate(file.lines, 1))
        return
    yield from comments(file)
    for number, line in enumerate(file.lines, 1):
        test, starred = TESTS.match(line), STARRED.match(line)
        if test:
            yield number, WORD_START.sub(" ", test.group(1) or test.group(2))
        if starred and not file.is_cpp:
            yield number, starred.group(1)


def wording(tree):
    """Comments, test names and documents use the words of the field."""
    examples = [File(tree.root, path.relative_to(tree.root).as_posix())
                for path in sorted(tree.root.glob("examples/**/*")) if path.suffix in EXAMPLES]
    for file in [*tree.files, *tree.documents, *examples]:
        for number, text in texts(file) if file.path != HISTORY else ():
            for word, instead in WORDS:
                found = word.search(text)
                if found:
                    yield Breach("wording", file.path, number,
                                 f'"{found.group(0)}": write {instead}')


CHECKS = [("wording", wording)]
