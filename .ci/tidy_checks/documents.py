"""What documents and comments name must exist: files of the tree and tests."""

import fnmatch
import re

from tidy_checks.tree import Breach

PARTS = r"(?:src|docs|test|bench|cmake|examples|\.ci)"
# A path between backticks; <module> and the like stand for any name.
QUOTED = re.compile(rf"`({PARTS}/[\w./*<>{{}},-]*)`")
# The end of a source file's path, as `token/jwt_fuzz.cc` or `limits.h`.
SHORT = re.compile(rf"`(?!{PARTS}/)([\w/.-]*[\w-]\.(?:cc|h|sh|mjs|py))`")
# The target of a link that is neither an address nor a place in the same document.
LINKED = re.compile(r"\]\((?![a-z]+:|#)([^)\s#]+)")
# A link to a heading, of the same or of another document.
ANCHORED = re.compile(r"\]\((?![a-z]+:)([^)\s#]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$")
# A document that code or a script refers to.
REFERRED = re.compile(r"(?<![\w/])(docs/[\w/-]+\.md)")
# A test by its suite and name; a star stands for any text.
TEST_NAME = re.compile(r"`([A-Z*]\w*\.[A-Z*][\w*]*)`")
TEST = re.compile(r"^(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\)", re.MULTILINE)
TESTS_NAMED_IN = "docs/security/incidents.md"


def named_files(tree):
    """(document, line, path from the root) of every file that a document or a comment names."""
    for document in tree.documents:
        for number, line in enumerate(document.lines, 1):
            for path in QUOTED.findall(line):
                yield document, number, path
            for path in LINKED.findall(line):
                yield document, number, document.beside(path)
    for file in tree.files:
        for number, line in enumerate(file.lines, 1):
            for path in REFERRED.findall(line):
                yield file, number, path


def document_path(tree):
    """Files that documents and comments name exist."""
    missing = "does not exist: correct the name or remove it"
    for file, number, path in named_files(tree):
        if not any(tree.root.glob(re.sub(r"<\w+>", "*", path).rstrip("/"))):
            yield Breach("document-path", file.path, number, f"{path} {missing}")
    paths = ["/" + file.path for file in tree.files]
    for document in tree.documents:
        for number, line in enumerate(document.lines, 1):
            for end in SHORT.findall(line):
                if not any(path.endswith("/" + end) for path in paths):
                    yield Breach("document-path", document.path, number, f"{end} {missing}")


def anchor_of(heading):
    """The anchor that a Markdown viewer gives a heading."""
    words = re.sub(r"\]\([^)]*\)", "]", heading.lower())
    return re.sub(r"[^\w -]", "", words).replace(" ", "-")


def document_anchor(tree):
    """Links to a heading lead to one."""
    anchors = {document.path: {anchor_of(found.group(1)) for line in document.lines
                               if (found := HEADING.match(line))}
               for document in tree.documents}
    for document in tree.documents:
        for number, line in enumerate(document.lines, 1):
            for path, anchor in ANCHORED.findall(line):
                target = document.beside(path) if path else document.path
                if anchor not in anchors.get(target, {anchor}):
                    yield Breach("document-anchor", document.path, number,
                                 f"{target} has no heading for #{anchor}: correct the link")


def document_test(tree):
    """Tests that the list of incident classes names exist."""
    tests = {".".join(found) for file in tree.cpp if file.is_test
             for found in TEST.findall(file.text)}
    for document in tree.documents:
        if document.path != TESTS_NAMED_IN:
            continue
        for number, line in enumerate(document.lines, 1):
            for name in TEST_NAME.findall(line):
                if not fnmatch.filter(tests, name):
                    yield Breach("document-test", document.path, number,
                                 f"no test is named {name}: correct the name or remove it")


CHECKS = [
    ("document-path", document_path),
    ("document-anchor", document_anchor),
    ("document-test", document_test),
]
