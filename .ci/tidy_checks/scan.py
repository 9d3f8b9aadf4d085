"""Reads C++ text: what is code, what is a comment, where functions and classes begin and end.

It is no compiler. It knows comments, literals, raw strings and brackets, which is enough to find
definitions in code that clang-format has laid out.
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
CLASS = re.compile(r"\b(class|struct|union)\s+(?:\w+::)*(\w+)[\w:<>,\s*]*?(?:\bfinal\b\s*)?(?::|$)")
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
        self._walk(0, len(self.code), "")

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

    def _close(self, at):
        """The offset of the bracket that closes the one at `at`."""
        depth = 0
        for match in re.compile(r"[(){}\[\]]").finditer(self.code, at):
            depth += 1 if match.group(0) in "({[" else -1
            if depth == 0:
                return match.start()
        return len(self.code) - 1

    def _walk(self, start, end, scope):
        """Visits the declarations of one namespace or class body."""
        head = at = start
        while at < end:
            char = self.code[at]
            if char in "([":
                at = self._close(at)
            elif char == ";":
                self._declare(head, at, scope, body=False)
                head = at + 1
            elif char == "}":
                head = at + 1
            elif char == ":" and re.fullmatch(
                    r"\s*(public|private|protected)\s*", self.code[head:at]):
                head = at + 1
            elif char == "{":
                close = self._close(at)
                head = self._brace(head, at, close, scope)
                at = close
            at += 1

    def _brace(self, head, at, close, scope):
        """Visits a `{...}`; returns where the next declaration begins."""
        text = self.code[head:at]
        bare = strip_template(text)
        if re.search(r'\bnamespace\b[\w:\s]*$|^\s*extern\s+"\s*"\s*$', bare):
            self._walk(at + 1, close, scope)
            return close + 1
        if re.match(r"\s*(?:typedef\s+)?enum\b", bare):
            self._declare(head, at, scope)
            return head if self._after(close) != ";" else close + 1
        opened = re.search(r"\(", re.sub(r"\b(alignas|__attribute__)\s*\([^)]*\)", "", bare))
        name = CLASS.search(re.sub(r"\[\[.*?\]\]|alignas\s*\([^)]*\)", " ", bare).strip())
        if name and not opened:
            self._declare(head, at, scope)
            self._walk(at + 1, close, name.group(2))
            return close + 1
        if self._is_initializer(bare):
            return head
        self._declare(head, at, scope)
        self._define(head, at, close)
        return close + 1

    def _after(self, at):
        rest = self.code[at + 1:at + 40].lstrip()
        return rest[:1]

    @staticmethod
    def _is_initializer(text):
        """Whether a `{` after this text begins a value and not a body."""
        flat = flatten(text)
        if "=" in flat:
            return not re.search(r"=\s*\[\]", flat)
        if "()" not in flat:
            return True
        # a member's value in a constructor's list: `: a_{1}` or `, b_{2}`
        return bool(re.search(r"\)[^()]*?(?<!:):(?!:).*\w\s*$", flat, re.DOTALL))

    def _declare(self, head, at, scope, body=True):
        text = self.code[head:at]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            line = self.line(head + lead)
            self.declarations.append(Declaration(text.strip(), line, scope, body))

    def _define(self, head, at, close):
        text = self.code[head:at]
        lead = len(text) - len(text.lstrip())
        name, parameters = signature(text)
        self.functions.append(
            Function(name, parameters, self.line(head + lead), self.line(close)))


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


def flatten(text):
    """The text with brackets emptied: `f(int x) : a{1}` becomes `f() : a`; `<...>` is dropped."""
    text = re.sub(r"\boperator\s*(\(\s*\)|\[\s*\]|[^\s\w(]+)", "operator", text)
    text = text.replace("->", "")
    shown, depth = [], 0
    for at, char in enumerate(text):
        opens = char in "([{" or (char == "<" and re.search(r"\w\s*$", text[:at]))
        closes = char in ")]}" or (char == ">" and depth > 0)
        if opens and depth == 0 and char in "([":
            shown.append({"(": "()", "[": "[]", "{": "{}"}[char])
        elif depth == 0 and not opens and not closes:
            shown.append(char)
        depth += 1 if opens else -1 if closes else 0
    return "".join(shown)


def signature(text):
    """(name, parameters) of a function whose declaration this is; empty texts if it is none."""
    text = strip_template(text)
    held = re.match(r"([^(=]*\b(\w+))\s*=\s*\[", text)
    if held:
        return held.group(2), ""
    for opened in re.finditer(r"\(", text):
        before = text[:opened.start()]
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
