"""The error codes that the sources can produce; docs/errors.md must list exactly these, and
docs/troubleshooting.md may name no other ones.

A code is the reason of a base::Error. It is read from the calls of the functions that make errors
(src/base/error.h), and from the calls of functions that pass a parameter on to them.
"""

import collections
import dataclasses
import re

from tidy_checks.tree import Breach

DOCUMENT = "docs/errors.md"
MAKERS = {
    "Invalid": 400, "Unauthenticated": 401, "Denied": 403, "NotFound": 404, "Exists": 409,
    "Conflict": 409, "Limited": 429, "Unavailable": 503,
}
CODES = {f"k{maker}": maker for maker in MAKERS}
# The refusals of verify that are not 401, by their reason in its table.
REFUSALS = {"kWrongOrganization": 403, "kMissingPermission": 403, "kRateLimited": 429}
REFUSAL_ROW = re.compile(r'^    \{"(\w+)", Reason::(k\w+)', re.MULTILINE)
# Reasons with a status of their own (src/door/problem.cc).
OWN_STATUS = re.compile(r"\{(k\w+), (4\d\d)\}")
SKIPPED = ("base/", "testing/")
TROUBLESHOOTING = "docs/troubleshooting.md"
# A word in the first column of a table, which a reader has from a message or from the log. One that
# ends in "_" is the beginning of several codes.
NAMED = re.compile(r"`([a-z][a-z_]*)`")
# The reason of a wrong usage, which selects the exit code and is not printed.
NOT_SHOWN = {"usage"}
REASON = re.compile(r"[a-z][a-z0-9_]*\Z")
CONSTANT = re.compile(
    r'constexpr (?:std::string_view|const char\*|char)\s*(k\w+)(?:\[\])?\s*(?:=|\{)\s*"([^"]*)"')
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
# A reason that begins with the name of a described resource.
OF_RESOURCE = re.compile(r'std::string\(record\.(?:Name\(\)|key)\) \+ "(_\w+)"\Z')
MOST_TEXTS = 3
UNAVAILABLE = "The service is unavailable. Try again."


@dataclasses.dataclass(frozen=True)
class Code:
    """An error code with the status of Bearward's own API and its text; … stands for a variable
    part."""
    reason: str
    status: int
    text: str


def arguments(text, start):
    """The texts of the arguments of the call whose bracket opens before `start`."""
    found, depth, begin, at = [], 0, start, start
    while at < len(text):
        string = STRING.match(text, at)
        if string:
            at = string.end()
            continue
        c = text[at]
        if c in "([{":
            depth += 1
        elif c in ")]}":
            if depth == 0:
                return [*found, text[begin:at].strip()]
            depth -= 1
        elif c == "," and depth == 0:
            found.append(text[begin:at].strip())
            begin = at + 1
        at += 1
    return []


def reasons(argument, constants):
    """The reasons that an argument can be: literals, constants, or the branches of a condition."""
    if REASON.match(argument.strip('"')) and argument.startswith('"'):
        return [argument.strip('"')]
    named = re.fullmatch(r"(?:std::string\()?(?:\w+::)*(k\w+)\)?", argument)
    if named and named.group(1) in constants:
        return [constants[named.group(1)]]
    if "?" in argument:
        return [word for word in STRING.findall(argument) if REASON.match(word)]
    if STRING.search(argument):
        return [sentence(argument)]
    return []


def rank(text):
    """The order of the texts of a code: those for any field first, because they are frequent."""
    return (not text.lstrip("`").startswith("…"), text)


def branches(argument):
    """The branches of a condition, or the argument itself."""
    bare = STRING.sub(lambda string: " " * len(string.group(0)), argument).replace("::", "  ")
    begin = bare.find("?")
    middle = bare.find(":", begin)
    if begin < 0 or middle < 0:
        return [argument]
    return [argument[begin + 1:middle], argument[middle + 1:]]


def sentence(argument):
    """The text of an argument, with … for each variable part."""
    text, at = "", 0
    for string in STRING.finditer(argument):
        between = argument[at:string.start()].replace("std::string(", "").strip(" \n)+")
        text += ("…" if between else "") + string.group(1).replace("{}", "…")
        at = string.end()
    if not text:
        return ""
    tail = argument[at:].strip(" \n)+")
    return (text + ("…" if tail else "")).replace("\\\"", '"')


def wrappers(source):
    """(name, position of the reason, position of the text, status) of the functions of a file that
    pass their reason on."""
    lines = source.text.split("\n")
    for function in source.functions:
        body = "\n".join(lines[function.first - 1:function.last])
        names = [re.split(r"[\s&*]+", one.split("=")[0].strip())[-1]
                 for one in function.parameters.split(",")]
        for call in re.finditer(r"\bbase::(\w+)\(", body):
            if call.group(1) not in MAKERS:
                continue
            passed = [re.sub(r"(?:std::move|std::string)\((\w+)\)", r"\1", one)
                      for one in arguments(body, call.end())]
            if len(passed) > 1 and passed[0] in names:
                text = names.index(passed[1]) if passed[1] in names else None
                yield function.name, names.index(passed[0]), text, MAKERS[call.group(1)]


def codes(tree):
    """Every Code of the sources."""
    files = [file for file in tree.cpp if not file.is_test and
             not file.path.removeprefix("src/").startswith(SKIPPED)]
    constants = {name: word for file in files for name, word in CONSTANT.findall(file.text)}
    found = set()
    for file in files:
        calls = [(rf"\bbase::{maker}\(", 0, 1, status) for maker, status in MAKERS.items()]
        calls += [(rf"(?<![\w:]){re.escape(name)}\(", reason, text, status)
                  for name, reason, text, status in wrappers(file.source)]
        calls += [(rf"base::Code::{code},\s*(?=\")", 0, 1, MAKERS[maker])
                  for code, maker in CODES.items()]
        for pattern, reason_at, text_at, status in calls:
            for call in re.finditer(pattern, file.text):
                passed = arguments(file.text, call.end())
                if len(passed) <= reason_at:
                    continue
                shown = [""]
                if status == 503:
                    shown = [UNAVAILABLE]
                elif text_at is not None and text_at < len(passed):
                    shown = [sentence(branch) for branch in branches(passed[text_at])]
                words = reasons(passed[reason_at], constants)
                of_resource = OF_RESOURCE.match(passed[reason_at])
                if of_resource:
                    words = ["<resource>" + of_resource.group(1)]
                found.update(Code(word, status, text) for word in words for text in shown)
        if file.path == "src/verify/refusal.cc":
            found.update(Code(word, REFUSALS.get(reason, 401), "")
                         for word, reason in REFUSAL_ROW.findall(file.text))
    own = {constants.get(name): int(status) for file in files
           if file.path == "src/door/problem.cc" for name, status in OWN_STATUS.findall(file.text)}
    return [dataclasses.replace(code, status=own.get(code.reason, code.status)) for code in found
            if code.reason not in NOT_SHOWN]


HEAD = """# Error codes

<!-- Written from the sources by `.ci/error_codes`. -->

Bearward's own API and the gateways answer an error with `application/problem+json` (RFC 9457). Its
member `code` is one of the words below. The same words are the `reason` in the request log, in
events about refusals, and in the explanation of a denial. The dialects write an error in the form
and with the status of their vendor; their pages say how ([workos.md](workos.md),
[workspan.md](workspan.md), [workmobile.md](workmobile.md), [teletracker.md](teletracker.md)).

… stands for a variable part of a text, `<resource>` for the name of a resource such as
`organization`. A code with several texts shows some of them. A start or command that fails prints
its code in parentheses at the end of the message; the status of a code of these alone means
nothing. What to do about frequent codes is in [troubleshooting.md](troubleshooting.md).

| code | status | text |
|---|---|---|
"""


def document(tree):
    """The text of docs/errors.md."""
    texts = collections.defaultdict(set)
    for code in codes(tree):
        texts[code.reason, code.status].add(code.text)
    rows = []
    for (reason, status), variants in sorted(texts.items()):
        shown = "<br>".join(sorted((text for text in variants if text), key=rank)[:MOST_TEXTS])
        rows.append(f"| `{reason}` | {status} | {shown.replace('|', '&#124;')} |\n")
    return HEAD + "".join(rows)


def reference(tree):
    """docs/errors.md lists the codes of the sources."""
    path = tree.root / DOCUMENT
    is_served = any(file.path == "src/door/problem.cc" for file in tree.files)
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if (is_served or path.exists()) and written != document(tree):
        yield Breach("error-reference", DOCUMENT, 1,
                     "differs from the sources: run .ci/error_codes")


def troubleshooting(tree):
    """The words in the first columns of docs/troubleshooting.md are codes of docs/errors.md."""
    path = tree.root / TROUBLESHOOTING
    if not path.exists():
        return
    known = {code.reason for code in codes(tree)}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        first = line.split("|")[1] if line.startswith("|") else ""
        for word in NAMED.findall(first):
            begins = word.endswith("_") and any(code.startswith(word) for code in known)
            if word not in known and not begins:
                yield Breach("troubleshooting-code", TROUBLESHOOTING, number,
                             f"{word} is no code of docs/errors.md: write the word that is shown")


CHECKS = [("error-reference", reference), ("troubleshooting-code", troubleshooting)]
