"""Reads C++ text: what is code, what is a comment, where functions and classes begin and end.

Comments and literals are found by their syntax, declarations by the layout of clang-format, which
CI checks in every file: a declaration begins at the indentation of its namespace or class, its
further lines are indented deeper, and the line that closes its body begins with } there.
"""

import bisect
import dataclasses
import re

TOKEN = re.compile(
    r'(?P<comment>//(?:[^\n\\]|\\.|\\\n)*|/\*.*?\*/)'
    r'|(?P<raw>(?:u8|[uUL])?R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)")'
    r'|(?P<string>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<number>\b\d[\w.']*)"
    r"|(?P<char>'(?:[^'\\\n]|\\.)+')"
    r'|(?P<directive>(?:(?<=\n)|\A)[ \t]*\#(?:[^\n\\]|\\\n|\\.)*)',
    re.DOTALL)
CLASS = re.compile(
    r"(?:class|struct|union)\s+(?:\[\[.*?\]\]\s*|alignas\([^)]*\)\s*)*(?:\w+::)*(\w+)")
ENDS_HEAD = re.compile(r"[;{}]\s*$")
CLASS_INDENT = 2
NAME = re.compile(r"([~\w:]+|\boperator\s*(?:\(\)|\[\]|[^\s\w(]+|\w+))\s*$")


@dataclasses.dataclass
class Function:
    """A function's definition; `parameters` is the text between its brackets."""

    name: str
    parameters: str
    first: int
    last: int


@dataclasses.dataclass
class Declaration:
    """A declaration in a namespace or a class: its code up to `;` or `{`, and the line it is on.

    `scope` is the name of the class it stands in, empty in a namespace; `body` says that a
    `{...}` follows.
    """

    text: str
    line: int
    scope: str
    body: bool


@dataclasses.dataclass
class Literal:
    """A string literal's inner text."""

    text: str
    line: int


class Source:
    """Source is one C++ text, scanned once."""

    def __init__(self, text):
        self.text = text
        self._newlines = [at for at, c in enumerate(text) if c == "\n"]
        self.literals = []
        self.comments = []
        self.includes = []
        self.code = TOKEN.sub(self._blank, text)
        self.functions = []
        self.declarations = []
        self._lines = self.code.split("\n")
        self._read(range(len(self._lines)), 0, "")

    def line(self, offset):
        """The number of the line that holds this offset, from 1."""
        return bisect.bisect_left(self._newlines, offset) + 1

    def _blank(self, match):
        """Notes a token and replaces what is not code by spaces of the same shape."""
        found, line = match.group(0), self.line(match.start())
        kind = match.lastgroup if match.lastgroup != "tag" else "raw"
        if kind == "number":
            return found.replace("'", "_")
        if kind == "comment":
            self.comments.append(Literal(found, line))
        elif kind == "directive":
            include = re.match(r'\s*#\s*include\s*"([^"]+)"', found)
            if include:
                self.includes.append(Literal(include.group(1), line))
            for comment in re.findall(r"//.*", found):
                self.comments.append(Literal(comment, line))
        elif kind == "raw":
            self.literals.append(Literal(found.split("(", 1)[1].rsplit(")", 1)[0], line))
        elif kind == "string":
            self.literals.append(Literal(found[1:-1], line))
        blank = re.sub(r"[^\n]", " ", found)
        return '"' + blank[1:-1] + '"' if kind in ("raw", "string") else blank

    def _read(self, lines, indent, scope):
        """Reads the declarations of one indentation among these lines."""
        at, start = lines.start, re.compile(rf" {{{indent}}}[^\s}}#]")
        while at < lines.stop:
            if start.match(self._lines[at]) and not self._is_namespace(at):
                at = self._declare(at, indent, scope)
            at += 1

    def _is_namespace(self, at):
        return re.match(r'(inline )?namespace\b|extern " *" {', self._lines[at])

    def _declare(self, first, indent, scope):
        """Reads the declaration that begins on a line; returns its last line."""
        head = first
        while not ENDS_HEAD.search(self._lines[head]) and head + 1 < len(self._lines):
            head += 1
        last = head
        if self._lines[head].rstrip().endswith("{"):
            deeper = re.compile(rf"\s*(?:$|\")|\s{{{indent + 1}}}")  # or the end of a raw string
            while last + 1 < len(self._lines) and deeper.match(self._lines[last + 1]):
                last += 1
            if last + 1 < len(self._lines) and self._lines[last + 1].startswith(" " * indent + "}"):
                last += 1
        text, body = head_of("\n".join(self._lines[first:head + 1]))
        self.declarations.append(Declaration(text, first + 1, scope, body))
        name, parameters = signature(text)
        named = CLASS.match(strip_template(text).strip())
        if named and body and not name:
            self._read(range(head + 1, last), indent + CLASS_INDENT, named.group(1))
        elif name and body:
            self.functions.append(Function(name, parameters, first + 1, last + 1))
        return last


def head_of(text):
    """(a declaration up to its body or semicolon, whether a body follows)."""
    depth = 0
    for at, char in enumerate(text):
        depth += {"(": 1, ")": -1, "[": 1, "]": -1}.get(char, 0)
        if depth == 0 and char in "{;":
            return text[:at].strip(), char == "{"
    return text.strip(), text.rstrip().endswith("{")


def strip_template(text):
    """The text without a leading template<...> and requires clause."""
    match = re.match(r"\s*template\s*<", text)
    while match:
        depth, at = 1, match.end()
        while at < len(text) and depth:
            depth += {"<": 1, ">": -1}.get(text[at], 0)
            at += 1
        text = text[at:]
        match = re.match(r"\s*template\s*<", text)
    return text


def signature(text):
    """(name, parameters) of a function whose declaration this is; empty texts if it is none."""
    text = strip_template(text)
    held = re.match(r"([^(=]*\b(\w+))\s*=\s*\[", text)
    if held:
        return held.group(2), ""
    for opened in re.finditer(r"\(", text):
        before = text[:opened.start()]
        if "=" in before.split("operator")[0]:
            return "", ""  # a value
        name = NAME.search(before)
        if not name or name.group(1) in ("alignas", "noexcept", "decltype", "requires"):
            continue
        if name.group(1) == "operator" and text[opened.start():].startswith("()"):
            continue
        depth = 0
        for at in range(opened.start(), len(text)):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            if depth == 0:
                return name.group(1).strip(), text[opened.start() + 1:at]
        return name.group(1).strip(), text[opened.end():]
    return "", ""


def count_parameters(parameters):
    """How many parameters this text between brackets declares."""
    depth, count = 0, 1
    for char in parameters:
        if char in "(<[{":
            depth += 1
        elif char in ")>]}":
            depth -= 1
        elif char == "," and depth == 0:
            count += 1
    return 0 if parameters.strip() in ("", "void") else count
