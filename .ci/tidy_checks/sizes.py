"""The budgets: how long, wide and many things may be."""

import re

from tidy_checks import scan
from tidy_checks.tree import Breach

FUNCTION_LINES = 70
ENDPOINT_LINES = 25
FILE_LINES = 500
HEADER_LINES = 150
COLUMNS = 100
CONSTRUCTOR_PARAMETERS = 5
INTERFACE_METHODS = 6
INTERFACES = ("Clock", "Entropy", "Engine", "Mailer")
# An endpoint is a function of a module of level 7 that takes a call.
ENDPOINT_MODULES = ("src/dialects/", "src/gateway/", "src/signin/", "src/console/")
ENDPOINT_PARAMETER = re.compile(r"\bCall\b")
COMMENT = re.compile(r"\s*(?://|#|/?\*)")


def code_lines(tree):
    """(lines of the program, lines of its tests) without blank lines and comments.

    The program is C++ and the console; its tests are those beside the code and test/.
    """
    program = tests = 0
    for file in tree.files:
        top = file.path.split("/", 1)[0]
        if top not in ("src", "web", "test"):
            continue
        lines = (file.source.code.splitlines() if file.is_cpp else
                 [line for line in file.lines if not COMMENT.match(line)])
        count = sum(bool(line.strip()) for line in lines)
        if top == "test" or file.is_test or file.path.startswith("src/testing/"):
            tests += count
        else:
            program += count
    return program, tests


def function_length(tree):
    """No function is longer than FUNCTION_LINES.

    clang-tidy has the same limit (readability-function-size) and counts by the syntax tree, but it
    skips tests, whose functions are made by a macro, and reads only the files of a change.
    """
    for file in tree.cpp:
        for function in file.source.functions:
            lines = function.last - function.first + 1
            if lines > FUNCTION_LINES:
                yield Breach("function-length", file.path, function.first,
                             f"{function.name} has {lines} lines, {FUNCTION_LINES} are allowed")


def endpoint_length(tree):
    """No endpoint function is longer than ENDPOINT_LINES: it decodes, calls one verb, encodes."""
    for file in tree.cpp:
        if file.is_test or not file.path.startswith(ENDPOINT_MODULES):
            continue
        for function in file.source.functions:
            lines = function.last - function.first + 1
            if lines > ENDPOINT_LINES and ENDPOINT_PARAMETER.search(function.parameters):
                yield Breach("endpoint-length", file.path, function.first,
                             f"{function.name} has {lines} lines, {ENDPOINT_LINES} are allowed")


def file_length(tree):
    """No file is longer than FILE_LINES."""
    for file in tree.files:
        if len(file.lines) > FILE_LINES:
            yield Breach("file-length", file.path, 1,
                         f"{len(file.lines)} lines, {FILE_LINES} are allowed")


def header_length(tree):
    """No header is longer than HEADER_LINES: the users of a module read all of it."""
    for file in tree.cpp:
        if file.is_header and len(file.lines) > HEADER_LINES:
            yield Breach("header-length", file.path, 1,
                         f"{len(file.lines)} lines, {HEADER_LINES} are allowed")


def line_width(tree):
    """No line is wider than COLUMNS."""
    for file in tree.files:
        for number, line in enumerate(file.lines, 1):
            if len(line) > COLUMNS:
                yield Breach("line-width", file.path, number,
                             f"{len(line)} columns, {COLUMNS} are allowed")


def constructor_parameters(tree):
    """No constructor takes more than CONSTRUCTOR_PARAMETERS; beyond that it takes a struct."""
    for file in tree.cpp:
        for declared in file.source.declarations:
            if not declared.scope:
                continue
            name, parameters = scan.signature(declared.text)
            count = scan.count_parameters(parameters)
            if name == declared.scope and count > CONSTRUCTOR_PARAMETERS:
                yield Breach("constructor-parameters", file.path, declared.line,
                             f"{name} takes {count}, {CONSTRUCTOR_PARAMETERS} are allowed")


def interfaces(file):
    """(name, line, number of methods) of the classes of a file with a pure virtual method."""
    methods = {}
    for declared in file.source.declarations:
        if re.match(r"virtual\b(?!\s*~)", declared.text):
            methods.setdefault(declared.scope, []).append(declared)
    for scope, declared in methods.items():
        if any(re.search(r"=\s*0$", one.text) for one in declared):
            yield scope, declared[0].line, len(declared)


def interface_methods(tree):
    """No virtual interface has more than INTERFACE_METHODS methods."""
    for file in tree.cpp:
        for name, line, count in interfaces(file):
            if count > INTERFACE_METHODS:
                yield Breach("interface-methods", file.path, line,
                             f"{name} has {count}, {INTERFACE_METHODS} are allowed")


def interface_known(tree):
    """The program has only the virtual interfaces that the design names."""
    for file in tree.cpp:
        for name, line, _ in interfaces(file):
            if name not in INTERFACES:
                yield Breach("interface-known", file.path, line,
                             f"{name}: a new interface needs a second implementation first")


CHECKS = [
    ("function-length", function_length),
    ("endpoint-length", endpoint_length),
    ("file-length", file_length),
    ("header-length", header_length),
    ("line-width", line_width),
    ("constructor-parameters", constructor_parameters),
    ("interface-methods", interface_methods),
    ("interface-known", interface_known),
]
